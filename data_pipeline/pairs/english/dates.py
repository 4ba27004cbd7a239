"""Dates in English: when something was done, within which period."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column
from data_pipeline.pairs.conditions import Window
from data_pipeline.pairs.identifiers import words_of

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
DONE = "(?:[a-z]+ed|paid|sold|sent|made|built)"  # as a pattern: the word for what was done
_STEM = 4  # letters; paid is no stem of payment
_VERBS = {"hire": "hired", "birth": "born", "create": "created", "creation": "created", "return": "returned",
         "release": "released", "ship": "shipped", "shipped": "shipped", "hired": "hired", "released": "released",
         "returned": "returned", "created": "created", "purchase": "purchased", "required": "required",
         "due": "due"}  # fmt: skip


def period(window: Window) -> str:
    """ "in 2024", "in the second quarter of 2024", "in March 2024"."""
    year = window.start.year
    if window.grain == "quarter":
        return f"in the {('first', 'second', 'third', 'fourth')[window.start.month // 3]} quarter of {year}"
    return f"in {_MONTHS[window.start.month - 1]} {year}" if window.grain == "month" else f"in {year}"


def repeats(noun: str, done: str) -> bool:
    """What was done says what the noun says: "inspected" of inspections, "rented" of rentals."""
    return len(done) > _STEM and noun.rpartition(" ")[2].startswith(done.removesuffix("ed"))


def participle(column: Column) -> str:
    """ "signed" of ``signed_on`` and ``date_signed``, "hired" of ``hire_date``: what was done at that date, or ""."""
    if found := re.fullmatch(f"({DONE})_(?:on|at)", column.name):
        return found.group(1)
    first, *rest = words_of(column.name) or [""]
    if column.category != "D":
        return ""
    if first in ("date", "time") and rest and re.fullmatch(r"[a-z]+ed|paid|sold|sent|built", rest[-1]):
        return " ".join(rest)  # first registered
    return _VERBS.get(first, "") if rest in (["date"], []) else ""
