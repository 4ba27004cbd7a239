"""What the name of a column says about the table it refers to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from data_pipeline.catalog.model import Table
from data_pipeline.word_split import split_words

Words = tuple[str, ...]

GENERIC_KEYS = frozenset({("id",), ("code",), ("no",), ("key",), ("uuid",), ("guid",), ("num",), ("number",), ("pk",)})
# First words of columns that refer to another row of their own table: parent_id, manager_id, reports_to.
SELF_ROLES = frozenset({"parent", "manager", "supervisor", "superior", "upper", "report", "boss", "father", "pid"})


@lru_cache(maxsize=10_000)  # the same names stand in table after table
def words(name: str) -> Words:
    """Lower-case words of a snake or camel case name, each in the singular: "OrderItems" is ("order", "item")."""
    return tuple(_singular(word.lower()) for word in split_words(name))


def column_words(table: Table) -> dict[str, Words]:
    """The words of every column, less a prefix that all columns of the table share (sbTxDate, sbTxAmount)."""
    plain = {column.name: words(column.name) for column in table.columns}
    shared = _shared_prefix(list(plain.values())) if len(plain) >= 3 else 0
    return {name: part[shared:] for name, part in plain.items()}


def table_words(tables: Sequence[Table]) -> dict[tuple[str, str], Words]:
    """The words of every table, less a first word that at least half of the tables (three or more) share (bss_, t_)."""
    plain = {table.key: words(table.name) for table in tables}
    firsts = [part[0] for part in plain.values() if len(part) > 1]
    common = {first for first in firsts if firsts.count(first) >= max(3, len(plain) / 2)}
    return {key: part[1:] if len(part) > 1 and part[0] in common else part for key, part in plain.items()}


def _shared_prefix(names: list[Words]) -> int:
    """How many leading words all names share; one word of each always stays."""
    longest = min(len(name) for name in names) - 1
    return next((n for n in range(longest) if len({name[n] for name in names}) > 1), max(longest, 0))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
