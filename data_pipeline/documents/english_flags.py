"""What a column of yes and no asks, in English: "whether the film is available"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data_pipeline.catalog.word_list import word_list
from data_pipeline.documents.nature import flag_words
from data_pipeline.pairs.english.grammar import a, of_one, state
from data_pipeline.pairs.identifiers import plural

_STATE = re.compile(r".*(?:ed|ive|able|ible|ful|less|ous)")
_THINGS = re.compile(r".*(?:need|speed|feed|seed|bed|shed|weed|table|cable|objective|archive|drive|live|dive)")
_STATES = word_list(
    """open paid unpaid hidden broken stolen taken lost sold sent seen unseen read unread known unknown valid invalid
    public private default new old free full empty ready busy final manual automatic internal external local foreign
    domestic international national urgent critical main primary secondary temporary permanent optional mandatory
    complete incomplete obsolete current past present online offline alive dead male female sick healthy pregnant
    pending missing single virtual digital official legal illegal special regular normal seasonal annual organic vegan
    vegetarian true correct wrong late early frequent recent absent important big large small live on off"""
)
_PREPOSITIONS = word_list("in on at of for from to by with as")


def asked(words: Sequence[str], owner: str) -> str:
    """What the words of a flag ask of its owner ("the clinic").

    A noun without a verb does not say what the owner has to do with it: "whether emergency is set for the clinic".
    """
    verb, rest = flag_words(words)
    bare = " ".join(rest)
    if verb in ("was", "had"):
        return f"whether {owner} {verb} {bare}"
    stated = state(f"{verb} {bare}".strip(), value=True)
    if not stated.startswith("are "):
        return f"whether {owner} {of_one(stated)}"
    if stated.removeprefix("are ") == plural(bare) != bare:
        return f"whether {owner} is {a(bare)}"
    return f"whether {owner} is {bare}" if verb or _is_state(rest) else f"whether {bare} is set for {owner}"


def _is_state(words: Sequence[str]) -> bool:
    """ "active", "paid in full"; not "paid leave", which is a thing."""
    last = words[0] if len(words) > 1 and words[1] in _PREPOSITIONS else words[-1]
    return last in _STATES or (_STATE.fullmatch(last) is not None and _THINGS.fullmatch(last) is None)
