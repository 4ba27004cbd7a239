"""Rows that are marked as deleted instead of being removed: nobody who asks about the rows means them."""

from __future__ import annotations

import re
from functools import lru_cache

from data_pipeline.catalog.model import Column, Table
from data_pipeline.word_split import split_words

_NAMES = {"deleted", "is deleted", "is delete", "is del", "delete flag", "deleted flag", "del flag", "delflag",
          "isdeleted", "isdelete", "soft deleted", "deletion flag"}  # fmt: skip
_CHINESE = re.compile(r"(?:是否|逻辑|软)?已?删除(?:标[志识记]|状态)?")
_SAYS_SO = re.compile(r"(?:是否|逻辑|软)已?删除|已删除|删除(?:标[志识记]|状态)")
_MOMENTS = {"deleted at", "deleted on", "deleted time", "delete time", "deletion time", "date deleted", "time deleted",
            "删除时间", "删除日期"}  # fmt: skip
# By category, what rows have that are not deleted.
_ALIVE = {"N": ("0",), "S": ("0", "N", "n", "F", "f", "否", "false", "no", "NO")}
_FLAGS = {"0", "1", "2", "-1"}
_OFTEN_EMPTY = 0.5  # the part of the rows that have not been deleted, at least, by a moment of deletion


@lru_cache(maxsize=2_000)
def mark_of_deletion(table: Table) -> tuple[Column, str] | None:
    """The column that marks deleted rows, and what PostgreSQL says of it for those that are not: ``= 0``, ``IS NULL``.

    By the column's name or the beginning of its comment; only where a value that means "not deleted" is known.
    """
    for column in () if table.is_view else table.columns:
        if test := _test(column):
            return column, test
    return None


def _test(column: Column) -> str:
    name = " ".join(split_words(column.name)).lower()
    if column.category == "D":
        return "IS NULL" if name in _MOMENTS and column.statistics.null_fraction >= _OFTEN_EMPTY else ""
    if name not in _NAMES and not _CHINESE.fullmatch(name) and not _SAYS_SO.match((column.comment or "").strip()):
        return ""
    if column.category == "B":
        return "= FALSE"
    known = {*column.statistics.common_values, *column.statistics.bounds, *column.enum_values}
    if len(known) > len(_FLAGS) or (column.category == "N" and not known <= _FLAGS):
        return ""  # a number of things that were deleted, or why
    alive = next((value for value in _ALIVE.get(column.category, ()) if value in known), "")
    return (f"= {alive}" if column.category == "N" else f"= '{alive}'") if alive else ""
