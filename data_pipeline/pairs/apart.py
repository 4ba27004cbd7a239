"""Columns as they are called beside the noun of their rows."""

from __future__ import annotations

import re

from data_pipeline.catalog.abbreviation import likeness

_SHORT_FORM = 0.85  # likeness of apt and apartment
# One of what is not counted.
ITEMS = {"staff": "member", "inventory": "item", "equipment": "item", "stock": "item", "media": "item",
         "goods": "item", "news": "item", "data": "record", "history": "record", "traffic": "record",
         "information": "record", "feedback": "entry", "list": "entry", "info": "entry"}  # fmt: skip


def uncounted(noun: str) -> str:
    """ "equipment" of "equipment item"; other nouns as they are."""
    thing, _, last = noun.rpartition(" ")
    return thing if thing and ITEMS.get(thing.rpartition(" ")[2]) == last else noun


def apart_from(column: str, noun: str) -> str:
    """The column without its rows' noun: "name" of "staff name" of a staff member, "cost" of "cost of treatment", "date
    placed" of "date order placed", "type code" of "apt type code" of an apartment.
    """
    thing, _, last = noun.rpartition(" ")
    for said in dict.fromkeys((noun, uncounted(noun))):
        column = column.removeprefix(f"{said} ").removesuffix(f" of {said}")
        column = re.sub(rf"^(date|time) {re.escape(said)} (?=\w+$)", r"\1 ", column)
    first, _, rest = column.partition(" ")
    short = first == last or (not thing and likeness(first, noun) >= _SHORT_FORM)
    return rest if rest and short else column
