"""Values of a column that are known to occur, and which of them people would name."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import accumulate

from data_pipeline.catalog.model import Statistics

FAVOURITES = 3  # values of a column that conditions name: a store of many would be found by them, not by what is asked
_NOTHING = {"n/a", "null", "nil", "tbd", "unknown", "未知"}  # what is written where there is no value
_SENTENCE = re.compile(r"[，。；！？]|[.;!?]( |$)|(?:\S+ ){5}")
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
KEPT = 2_000  # columns of which what was worked out is kept: they are drawn again and again


@lru_cache(maxsize=KEPT)
def speakable_values(statistics: Statistics, category: str) -> tuple[tuple[str, float], ...]:
    """The known values that fit into a sentence, with their shares; numbers as people write them."""
    said = ((_written(value, category), share) for value, share in known_values(statistics, category))
    return tuple((value, share) for value, share in said if speakable(value))


@lru_cache(maxsize=KEPT)
def favourites(
    statistics: Statistics, category: str, most: float = 1
) -> tuple[tuple[tuple[str, float], ...], tuple[float, ...]]:
    """The few values that conditions name, and how likely each or one before it is to be drawn.

    None that more of the rows have than the part ``most``.
    """
    rare = [one for one in speakable_values(statistics, category) if one[1] <= most]
    known = sorted(rare, key=lambda one: -liking(*one))[:FAVOURITES]
    return tuple(known), tuple(accumulate(liking(*one) for one in known))


@lru_cache(maxsize=KEPT)
def is_prose(statistics: Statistics) -> bool:
    """Whether most values are sentences: nobody asks for the rows with one word for word."""
    values = [value for value, _ in known_values(statistics, "S")]
    return sum(_SENTENCE.search(value) is not None for value in values) > len(values) / 2


def in_order(known: tuple[str, float]) -> str:
    """What a known value is ordered by: its digits, also Chinese ones, so that 三星 comes before 四星."""
    return known[0].translate(_DIGITS)


def known_values(statistics: Statistics, category: str) -> list[tuple[str, float]]:
    """Values that occur, the common ones with their shares; of a column that has no common ones those at its bounds."""
    common = zip(statistics.common_values, statistics.common_fractions, strict=False)
    rare = 1 / statistics.distinct if statistics.distinct else 0.001
    known = dict(common) | {value: rare for value in statistics.bounds if value not in statistics.common_values}
    return [(value, share) for value, share in known.items() if value.strip() and _writable(value, category)]


def _writable(value: str, category: str) -> bool:
    """Numbers stand in SQL as they are; NaN and Infinity would be taken for names."""
    return category != "N" or number_of(value) is not None


def _written(value: str, category: str) -> str:
    """0.12 for the 0.1200 of a column with four decimals."""
    number = number_of(value) if category == "N" else None
    return value if number is None else plain_number(number)


def plain_number(value: Decimal) -> str:
    """Without exponent or trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def liking(value: str, share: float) -> float:
    """People name what is common and short; a long value would drown the words that tell what is asked."""
    return (share + 0.01) / (8 + len(value)) ** 3


def speakable(value: str) -> bool:
    """Short enough to be said within a sentence, of one line, and more than a dash or dots or "N/A"."""
    said = any(unicodedata.category(letter)[0] not in "PZC" for letter in value) and value.lower() not in _NOTHING
    return said and len(value) <= 40 and value.isprintable() and "  " not in value and value == value.strip()


def number_of(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
