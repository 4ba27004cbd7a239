"""What a table is: a thing, something that happened, a connection of things, or a list to choose from."""

from __future__ import annotations

from typing import Literal

from data_pipeline.catalog.key_names import key_name, stems
from data_pipeline.catalog.model import Catalog, Column, Table
from data_pipeline.catalog.word_list import word_list

Kind = Literal["entity", "event", "link", "lookup"]

_MOST_LOOKUP_ROWS = 1000  # of a table that is called one
_MOST_CODE_ROWS = 100  # of one that only looks like it
_MOST_LOOKUP_COLUMNS = 6  # without keys and times
_MOST_CODE_COLUMNS = 3
_MOST_LINK_COLUMNS = 2  # besides the keys
# In the names of dates that tell when a row was written, or when a thing began.
_HOUSEKEEPING = frozenset(
    word_list(
        """creat created creation updat updated modified modification last deleted delet insert gmt ctim mtim
        birth born dob hir hired join joined register registered registration releas publish published
        founded 创 更 修 注 生 入"""
    )
)
_LOOKUP_WORDS = frozenset(word_list("typ category status stat level kind class reason lookup dict dictionary enum cod"))


def table_kind(table: Table, catalog: Catalog) -> Kind:
    """What the table is, by its keys, columns and rows and by what refers to it.

    link: keys of two or more parents and hardly anything else. lookup: a small table of codes and names that others
    point at. event: dated rows that point at others. entity: the rest.
    """
    referred = _referred(table, catalog)
    if _is_link(table, referred=referred):
        return "link"
    if _is_lookup(table, referred=referred):
        return "lookup"
    return "event" if _is_event(table, referred=referred) else "entity"


def _is_link(table: Table, *, referred: bool) -> bool:
    """A table of its own name and key that others point at is a thing, whatever it is made of."""
    if len(table.foreign_keys) < 2 or (referred and len(table.primary_key) == 1):
        return False
    keys = {name for key in table.foreign_keys for name in key.columns}
    others = [column for column in table.columns if column.name not in keys and not _own_key(table, column)]
    telling = [column for column in others if not _housekeeping(column)]
    whole_key = set(table.primary_key) <= keys or any(set(key) <= keys for key in table.unique_keys if len(key) > 1)
    return len(telling) <= (_MOST_LINK_COLUMNS if whole_key and table.primary_key else 0)


def _own_key(table: Table, column: Column) -> bool:
    return (column.name,) == table.primary_key


def _referred(table: Table, catalog: Catalog) -> bool:
    return any(
        (key.ref_schema, key.ref_table) == table.key and other.key != table.key
        for other in catalog.tables
        for key in other.foreign_keys
    )


def _is_lookup(table: Table, *, referred: bool) -> bool:
    if _outward(table) or table.row_count > _MOST_LOOKUP_ROWS:
        return False
    telling = [column for column in table.columns if not _own_key(table, column) and not _housekeeping(column)]
    texts = [column for column in telling if column.category in "SE"]
    if not texts or len(telling) > _MOST_LOOKUP_COLUMNS or any(column.category == "D" for column in telling):
        return False
    named_so = bool(set(stems(table.name)[-1:]) & _LOOKUP_WORDS)
    small = len(telling) <= _MOST_CODE_COLUMNS and table.row_count <= _MOST_CODE_ROWS
    return named_so or (referred and small)


def _outward(table: Table) -> bool:
    """Whether it points at another table."""
    return any((key.ref_schema, key.ref_table) != table.key for key in table.foreign_keys)


def _is_event(table: Table, *, referred: bool) -> bool:
    dates = [column for column in table.columns if column.category == "D"]
    happened = [column for column in dates if not _housekeeping(column)]
    if not dates or not _outward(table):
        return False
    return bool(happened) or (not referred and any(_measure(table, column) for column in table.columns))


def _measure(table: Table, column: Column) -> bool:
    keys = {name for key in table.foreign_keys for name in key.columns} | set(table.primary_key)
    return column.category == "N" and column.name not in keys and not key_name(stems(column.name)).kind


def _housekeeping(column: Column) -> bool:
    """Whether the column tells when a row was written, or when a thing began, rather than when something happened."""
    return column.category == "D" and bool(set(stems(column.name)) & _HOUSEKEEPING)
