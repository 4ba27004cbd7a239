"""What a column's values say: a form that nearly all of them have, or that they lack though the name promises it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from data_pipeline.catalog.model import Column
from data_pipeline.sensitive.checksums import is_card_shaped, is_id_card, passes_luhn
from data_pipeline.sensitive.mode import Kind
from data_pipeline.sensitive.patterns import may_hold, whole

_NEARLY_ALL = 0.9
_MOST = 0.5  # of the values that can be told by their form alone
_SOME = 0.2  # of the values must look as the column's name promises
_ENOUGH = 5  # cards of unknown issuers: so many in a row do not pass Luhn's check by chance
_MEASURE = re.compile(
    r"byte|size|amount|total|memory|capacity|revenue|population|_sum|_ms$|time|balance|budget|capital|price|turnover"
    r"|profit|income(?!r)|金额|总|余额|资本|市值|收入"
)
_OPERATORS = 3  # whose numbers, told by three digits, stand in a column of phones
_LANDLINE = re.compile(r"[2-9][0-9]{6,11}")  # without the zero, which no number begins with
_TYPES_WITHOUT = frozenset("DBEIGTR")  # dates, booleans, enums, networks, geometry, spans, ranges: no such values


def values_of(column: Column) -> tuple[str, ...]:
    """Every different value that is known of the column, the most frequent first."""
    known = column.statistics
    every = (*known.common_values, *column.enum_values, *known.bounds, *column.value_labels)
    return tuple(filter(str.strip, dict.fromkeys(every)))


def kind_by_values(column: Column, *, counts_rows: bool = False) -> Kind | None:
    """The kind that most values of a text column have, or nearly all numbers of a numeric one.

    ``counts_rows``: its numbers may be those of rows, whose ids look like mobile numbers for a while.
    """
    values = values_of(column)
    if column.category not in "SN" or not may_hold("\n".join(values)):
        return None
    if are_cards(values):
        return "bank_card"
    if column.category == "S":
        return _of_texts(values)
    return None if _MEASURE.search(column.name.lower()) else _of_numbers(values, counts_rows=counts_rows)


def are_cards(values: Sequence[str]) -> bool:
    """Whether so many are as long as a card's number and pass its check that chance is no explanation."""
    cards = [value for value in map(_digits, values) if is_card_shaped(value) and passes_luhn(value)]
    return len(set(cards)) >= _ENOUGH and len(cards) >= _NEARLY_ALL * len(values)


def pass_by_chance(values: Sequence[str]) -> bool:
    """Whether the long numbers among them are plain ids, of which every tenth passes a card's check."""
    shaped = [value for value in map(_digits, values) if is_card_shaped(value)]
    return sum(map(passes_luhn, shaped)) < _NEARLY_ALL * len(shaped)


def fits_name(column: Column, kind: Kind) -> bool:
    """Whether the type and what is known of the values allow what the column's name promises."""
    if column.category in _TYPES_WITHOUT or (column.category == "N" and kind in ("secret", "email", "address")):
        return False
    values = values_of(column)
    if column.category == "N":
        return sum(len(_digits(value)) >= 7 for value in values) >= _NEARLY_ALL * len(values)
    return sum(may_be(kind, value) for value in values) >= _SOME * len(values)


def may_be(kind: Kind, value: str) -> bool:
    """Whether the value could be of that kind: a phone number has digits, an address of email an @ ..."""
    digits = sum(letter.isdigit() for letter in value)
    if kind == "email":
        return "@" in value
    if kind in ("phone", "id_card", "passport", "ssn", "plate"):
        return digits >= (5 if kind == "phone" else 3)
    if kind == "bank_card":
        return digits >= 10
    return kind != "person_name" or not digits


def _of_numbers(values: Sequence[str], *, counts_rows: bool) -> Kind | None:
    """Ids look like mobile numbers of one operator or two."""
    if sum(map(is_id_card, values)) >= _NEARLY_ALL * len(values):
        return "id_card"
    mobiles = [value for value in values if whole(value) == "phone"]
    operators = {value[:3] for value in mobiles}
    if not _are_phones(values, len(mobiles)) or (counts_rows and len(operators) < min(_OPERATORS, len(values))):
        return None
    return "phone"


def _are_phones(values: Sequence[str], mobiles: int) -> bool:
    """Most are mobile numbers, and nearly all of the long ones could be phone numbers; 0 stands for none."""
    long = [value for value in values if len(value) >= 7]
    fitting = mobiles + sum(bool(_LANDLINE.fullmatch(value)) for value in long)
    return mobiles >= _MOST * len(values) and fitting >= _NEARLY_ALL * len(long)


def _of_texts(values: Sequence[str]) -> Kind | None:
    by_chance = pass_by_chance(values)
    found = Counter(kind for kind in map(whole, values) if kind and not (kind == "bank_card" and by_chance))
    if found.total() < _MOST * len(values) or not found:
        return None
    return found.most_common(1)[0][0]


def _digits(value: str) -> str:
    return value.strip().replace(" ", "").replace("-", "")
