"""Which columns hold one of a few values: suspected from the statistics, confirmed by looking."""

from __future__ import annotations

from data_pipeline.catalog.labels import parse_labels
from data_pipeline.catalog.model import Column, Table
from data_pipeline.catalog.sample import ColumnSample
from data_pipeline.word_split import split_words

MOST_ENUM_VALUES = 30
_FEW_VALUES = 10  # so few make an enum of a small table too
_LEAST_FILLED = 20  # below that, nobody can tell
_SHARE = 0.05  # of the filled rows
# Written by hand whatever comes to mind: that only a few texts occur so far makes no list of values.
_REMARKS = ("note", "notes", "remark", "remarks", "comment", "comments", "memo")
_READ_WHOLE = 30_000  # rows that ANALYZE reads at the default statistics target
_ROUNDING = 1e-4  # of the fractions, single precision and cut
_SLACK = 1.5  # the planner's count of distinct values is an estimate


def enum_suspects(table: Table) -> list[Column]:
    """The columns whose type, keys, comment and statistics allow that they are enums."""
    keys = key_columns(table)
    return [column for column in table.columns if column.name not in keys and _suspect(table, column)]


def key_columns(table: Table) -> set[str]:
    """The columns that identify or refer: a primary key's, a single unique one, those of foreign keys."""
    keys = set(table.primary_key)
    keys.update(key[0] for key in table.unique_keys if len(key) == 1)
    keys.update(column for key in table.foreign_keys for column in key.columns)
    return keys


def enum_values(column: Column, sample: ColumnSample, share: float) -> tuple[str, ...]:
    """The values of an enum column, most frequent first; () when it is none. ``share`` of the table was looked at.

    What the statistics add to a partial sample are rare values, so they are counted too.
    """
    rare = [value for value in column.statistics.common_values if value not in sample.values] if share < 1 else []
    values = (*sample.values, *rare)
    return _judged(column, values, max(sample.distinct, len(values)), sample.filled / share)


def known_enum_values(table: Table, column: Column) -> tuple[str, ...] | None:
    """What the statistics alone say of a suspect: its values, () when it is no enum, None when they leave a doubt.

    ANALYZE reads small tables whole, so there a list of common values that makes up all rows is complete.
    """
    known = column.statistics
    listed = known.null_fraction + sum(known.common_fractions)
    if not 0 < table.row_count <= _READ_WHOLE or listed < 1 - _ROUNDING:
        return None
    filled = round(table.row_count * (1 - known.null_fraction))
    return _judged(column, known.common_values, len(known.common_values), filled)


def labelled(column: Column) -> bool:
    """Whether the comment says what each code of a whole-number column means."""
    return column.type in ("smallint", "integer") and bool(parse_labels(column.comment))


def _suspect(table: Table, column: Column) -> bool:
    if column.enum_values:
        return False
    if labelled(column):
        return True
    if (column.category not in "SB" and column.type != "smallint") or _is_remark(column):
        return False
    known = column.statistics
    if known.distinct is None:
        return not known.null_fraction  # nothing known, unless the planner saw nothing but NULLs
    filled = max(table.row_count * (1 - known.null_fraction), _LEAST_FILLED)
    return known.distinct <= MOST_ENUM_VALUES * _SLACK and _rule(known.distinct / _SLACK, filled)


def _judged(column: Column, values: tuple[str, ...], distinct: int, filled: float) -> tuple[str, ...]:
    if labelled(column):
        return values if 0 < distinct <= MOST_ENUM_VALUES else tuple(parse_labels(column.comment))
    complete = len(values) == distinct >= 2
    return values if complete and _rule(distinct, filled) else ()


def _rule(distinct: float, filled: float) -> bool:
    if distinct > MOST_ENUM_VALUES or filled < _LEAST_FILLED:
        return False
    return distinct <= _SHARE * filled or distinct <= _FEW_VALUES


def _is_remark(column: Column) -> bool:
    last = (split_words(column.name) or [""])[-1].lower()
    return column.category == "S" and (last in _REMARKS or (column.comment or "").startswith("备注"))
