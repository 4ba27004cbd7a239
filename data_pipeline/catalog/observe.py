"""What the planner cannot tell of a table, found by looking at a bounded part of it: enums, and missing statistics."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.deadline import Deadline
from data_pipeline.catalog.enums import MOST_ENUM_VALUES, enum_suspects, enum_values, key_columns, known_enum_values
from data_pipeline.catalog.labels import parse_labels
from data_pipeline.catalog.model import Column, Statistics, Table
from data_pipeline.catalog.rare_values import rare_values
from data_pipeline.catalog.sample import MOST_VALUES, ColumnSample, TableSample, sample_table
from data_pipeline.catalog.session import Spared, settings, telling
from data_pipeline.sentence import Sentence

logger = logging.getLogger(__name__)

_UNSEEN = Sentence("values not looked at", "未查看取值")

_STATEMENT_SECONDS = 5
_LOCK_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Observed:
    tables: tuple[Table, ...]
    failed: frozenset[tuple[str, str]]  # tables that were wanted to be looked at and could not, in time or at all


def observe(
    connection: Connection, tables: Sequence[Table], sizes: Mapping[tuple[str, str], int], deadline: Deadline
) -> Observed:
    """The tables with their enums marked and with statistics where the planner had none.

    At most one statement per table, and none where the statistics leave no doubt. ``sizes`` are bytes.
    """
    looks = {"statement_timeout": f"{_STATEMENT_SECONDS}s", "lock_timeout": f"{_LOCK_SECONDS}s"}
    failed = set()
    found = []
    with settings(connection, **looks):
        for table in tables:
            looked_at = _observed(connection, table, sizes.get(table.key, 0), deadline)
            if isinstance(looked_at, str):
                failed.add(table.key)
                looked_at = _unread(_told_by_statistics(table), looked_at)
            found.append(_labelled(looked_at))
    return Observed(tuple(found), frozenset(failed))


def without_keys(table: Table) -> Table:
    """The table with no enum among the columns that identify or refer."""
    keys = key_columns(table)
    return _marked(
        table, {column.name: () for column in table.columns if column.name in keys and column.category != "E"}
    )


def _unread(table: Table, reason: str) -> Table:
    """Where nothing is known of the rows, the table would pass for an empty one; a value in the reason is left out."""
    return table if table.row_count else replace(table, unread=reason.partition(': "')[0])


def _observed(connection: Connection, table: Table, size: int, deadline: Deadline) -> Table | str:
    """The table, or why its rows could not be looked at."""
    unknown = _never_analysed(table) and (size > 0 or table.kind in ("view", "foreign table"))
    verdicts = {column.name: known_enum_values(table, column) for column in enum_suspects(table)}
    known = _told_by_statistics(table)
    wanted = [column for column in known.columns if _wanted(known, column, verdicts, unknown=unknown)]
    wanted = wanted or list(known.columns[:1] if unknown else ())  # for the number of rows
    if not wanted:
        return known
    if deadline.passed():
        name = ".".join(table.key)
        en, zh = f"{name}: {_UNSEEN.en}, because reading took too long", f"{name}：读取耗时过长，{_UNSEEN.zh}"
        logger.warning(Sentence(en, zh))
        return "reading the other tables took too long"
    reasons: list[str] = []
    with Spared(connection, reasons.append):
        sample = sample_table(connection, table, wanted, size)
        found = _with_enums(_with_statistics(known, sample) if unknown else known, sample)
        return _completed(connection, found, size) if sample.share < 1 else found
    telling(logger.warning, table.key, _UNSEEN)(reasons[0])
    return reasons[0]


def _told_by_statistics(table: Table) -> Table:
    verdicts = {column.name: known_enum_values(table, column) for column in enum_suspects(table)}
    return _marked(table, {name: values for name, values in verdicts.items() if values})


def _never_analysed(table: Table) -> bool:
    return all(column.statistics == Statistics() for column in table.columns)


def _with_statistics(table: Table, sample: TableSample) -> Table:
    rows = round(sample.rows / sample.share)
    columns = tuple(
        replace(column, statistics=_statistics(sample.columns[column.name], sample.rows, rows))
        if column.name in sample.columns
        else column
        for column in table.columns
    )
    return replace(table, row_count=max(table.row_count, rows), columns=columns)


def _statistics(sample: ColumnSample, rows: int, total: int) -> Statistics:
    """As ANALYZE would write them: values that occur once are not common."""
    repeated = [(value, count) for value, count in zip(sample.values, sample.counts, strict=True) if count > 1]
    return Statistics(
        null_fraction=1 - sample.filled / rows if rows else 0.0,
        distinct=_distinct(sample, unique=not repeated, total=total),
        common_values=tuple(value for value, _ in repeated),
        common_fractions=tuple(count / rows for _, count in repeated),
        bounds=sample.bounds,
    )


def _distinct(sample: ColumnSample, *, unique: bool, total: int) -> float | None:
    if sample.distinct <= MOST_VALUES:
        return float(sample.distinct) if sample.filled else None
    return float(total) if unique else None


def _wanted(table: Table, column: Column, verdicts: Mapping[str, tuple[str, ...] | None], *, unknown: bool) -> bool:
    """Whether to look at a column's values: nothing is known of the table, or only they can clear a suspect."""
    if unknown:
        return column.category in "NDSBE"
    return table.row_count > 0 and verdicts.get(column.name, ()) is None


def _with_enums(table: Table, sample: TableSample) -> Table:
    looked_at = [column for column in enum_suspects(table) if column.name in sample.columns]
    return _marked(table, {c.name: enum_values(c, sample.columns[c.name], sample.share) for c in looked_at})


def _completed(connection: Connection, table: Table, size: int) -> Table:
    """The table, read in part, with the rare values of its enums too; what has too many of them is none."""
    enums = [column for column in table.columns if column.is_enum and column.category != "E"]
    rare = rare_values(connection, table, enums, size)
    whole = {column.name: (*column.enum_values, *rare.get(column.name, ())) for column in enums}
    return _marked(table, {name: values if len(values) <= MOST_ENUM_VALUES else () for name, values in whole.items()})


def _marked(table: Table, values: Mapping[str, tuple[str, ...]]) -> Table:
    columns = tuple(
        replace(column, enum_values=values[column.name]) if column.name in values else column
        for column in table.columns
    )
    return replace(table, columns=columns) if values else table


def _labelled(table: Table) -> Table:
    columns = tuple(_with_labels(column) if column.comment else column for column in table.columns)
    return replace(table, columns=columns)


def _with_labels(column: Column) -> Column:
    labels = parse_labels(column.comment, column.enum_values or column.statistics.common_values)
    return replace(column, value_labels=labels) if labels else column
