"""Which names of flags say how something is: active, paid in full; not newsletter, which is a thing."""

from __future__ import annotations

import re

from data_pipeline.catalog.word_list import word_list

_SO = re.compile(r".*(?:ed|[aio]ble|ive|ous|ful|less|ic|ary|[^m]ent|ant|al)")
_THINGS = re.compile(
    r".*(?:need|speed|feed|seed|bed|shed|weed|table|cable|objective|archive|drive|live|dive|topic|clinic|music|traffic"
    r"|fabric|rental|approval|referral|removal|renewal|arrival|proposal|withdrawal|meal|deal|trial|capital|hospital"
    r"|journal|animal|terminal|material|salary|summary|library|parent|student|agent|event|patient|client|accountant"
    r"|restaurant|tenant|plant|grant|variant|merchant|talent|accident|incident|discount|account)"
)
_STATES = frozenset(
    word_list(
        """
        open paid unpaid hidden broken stolen taken lost sold sent seen unseen read unread known unknown valid
        invalid public private default new own old free full empty ready busy final main alive dead male female
        sick healthy missing single true correct wrong right late early due urgent big large small live on off
        online offline regular special complete incomplete obsolete current past present absent born built made
        shown frozen spicy vegan hot cold dirty clean secure clear
        """
    )
)
_PREPOSITIONS = frozenset(word_list("in on at of for from to by with as"))


def is_adjective(phrase: str) -> bool:
    """By its last word, or its first before a preposition: "paid in full" is how something is, "paid leave" a thing."""
    words = phrase.lower().split(" ")
    telling = words[0] if len(words) > 1 and words[1] in _PREPOSITIONS else words[-1]
    return telling in _STATES or (_SO.fullmatch(telling) is not None and _THINGS.fullmatch(telling) is None)
