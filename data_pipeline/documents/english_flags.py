"""What a column of yes and no asks, in English: "whether the film is available"."""

from __future__ import annotations

from collections.abc import Sequence

from data_pipeline.documents.nature import flag_words
from data_pipeline.pairs.english.grammar import a, of_one, state
from data_pipeline.pairs.identifiers import plural


def asked(words: Sequence[str], owner: str) -> str:
    """What the words of a flag ask of its owner ("the clinic").

    A noun without a verb does not say what the owner has to do with it: "whether emergency is set for the clinic".
    """
    verb, rest = flag_words(words)
    bare = " ".join(rest)
    if verb in ("was", "had"):
        return f"whether {owner} {verb} {bare}"
    stated = state(f"{verb} {bare}".strip(), value=True)
    if stated.endswith(f" the {bare} flag"):
        return f"whether {bare} is set for {owner}"
    if not stated.startswith("are "):
        return f"whether {owner} {of_one(stated)}"
    if stated.removeprefix("are ") == plural(bare) != bare:
        return f"whether {owner} is {a(bare)}"
    return f"whether {owner} is {bare}"
