"""Rows on their way into one table, and the text form in which COPY takes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows for one table: ``schema`` and ``table`` unquoted, values in the order of ``columns``; None is NULL."""

    table: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    schema: str = "public"


def csv_text(rows: Iterable[Sequence[Any]]) -> io.StringIO:
    """The rows for COPY FROM STDIN (FORMAT csv), where nothing between two commas is NULL: no value may be ''."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    text.seek(0)
    return text


def text_array(items: Iterable[str]) -> str:
    """An array literal; the items need no quoting, having neither commas nor braces."""
    return "{" + ",".join(items) + "}"


def two_decimals(hundredths: int) -> str:
    """A number counted in hundredths (fen, never floats, so that sums add up) as SQL writes it: 1205 -> "12.05"."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"
