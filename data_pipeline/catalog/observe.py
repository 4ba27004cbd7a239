"""What the planner cannot tell of a table, found by looking at a bounded part of it: enums, and missing statistics."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import psycopg2
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.enums import enum_suspects, enum_values, known_enum_values
from data_pipeline.catalog.labels import parse_labels
from data_pipeline.catalog.model import Column, Statistics, Table
from data_pipeline.catalog.sample import MOST_VALUES, ColumnSample, TableSample, sample_table
from data_pipeline.catalog.session import settings

logger = logging.getLogger(__name__)

_STATEMENT_SECONDS = 5
_TOTAL_SECONDS = 60  # for all tables together; the rest then go without


def observe(connection: Connection, tables: Sequence[Table], sizes: Mapping[tuple[str, str], int]) -> tuple[Table, ...]:
    """The tables with their enums marked and with statistics where the planner had none.

    At most one statement per table, and none where the statistics leave no doubt. ``sizes`` are bytes.
    """
    deadline = time.monotonic() + _TOTAL_SECONDS
    with settings(connection, statement_timeout=f"{_STATEMENT_SECONDS}s"):
        return tuple(_observed(connection, table, sizes.get(table.key, 0), deadline) for table in tables)


def _observed(connection: Connection, table: Table, size: int, deadline: float) -> Table:
    unknown = _never_analysed(table) and (size > 0 or table.kind in ("view", "foreign table"))
    verdicts = {column.name: known_enum_values(table, column) for column in enum_suspects(table)}
    table = _marked(table, {name: values for name, values in verdicts.items() if values})
    wanted = [column for column in table.columns if _wanted(table, column, verdicts, unknown=unknown)]
    if not wanted:
        return _labelled(table)
    if time.monotonic() > deadline:
        logger.warning("%s.%s: values not looked at, because reading took too long", table.schema, table.name)
        return _labelled(table)
    try:
        sample = sample_table(connection, table, wanted, size)
    except psycopg2.Error as error:
        if connection.closed:
            raise
        connection.rollback()  # nothing to undo, but a connection that is not in autocommit mode needs it to go on
        logger.warning("%s.%s: values not looked at: %s", table.schema, table.name, str(error).partition("\n")[0])
        return _labelled(table)
    return _labelled(_with_enums(_with_statistics(table, sample) if unknown else table, sample))


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
