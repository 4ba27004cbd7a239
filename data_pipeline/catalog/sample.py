"""Looking at the values of a table: one bounded statement, over a part of the table where it is large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.model import Column, Table
from data_pipeline.names import qualified, quoted

MOST_VALUES = 100  # distinct values kept per column
_LONGEST_VALUE = 200  # characters; longer ones are no examples
_WHOLE_BYTES = 16_000_000  # a larger table is read in part, by whole pages
_SCANNED_BYTES = 8_000_000  # of a larger one
_SCANNED_ROWS = 500_000
_SCANNED_VIEW_ROWS = 10_000  # a view cannot be read in part, so the limit alone bounds it
_TENTHS = "ARRAY[0,.1,.2,.3,.4,.5,.6,.7,.8,.9,1]"


@dataclass(frozen=True, slots=True)
class ColumnSample:
    """The values of one column among the rows looked at."""

    filled: int  # non-NULL values
    distinct: int  # at most MOST_VALUES + 1
    values: tuple[str, ...]  # the most frequent first
    counts: tuple[int, ...]
    bounds: tuple[str, ...]  # the deciles, from the least to the greatest; none for types without an order


@dataclass(frozen=True, slots=True)
class TableSample:
    rows: int  # looked at
    share: float  # of the table that was looked at, 0..1
    columns: dict[str, ColumnSample]


def sample_table(connection: Connection, table: Table, columns: Sequence[Column], size: int) -> TableSample:
    """Look at the columns of one table of ``size`` bytes (0 = unknown); psycopg2.Error where that fails or lasts."""
    share = _SCANNED_BYTES / size if size > _WHOLE_BYTES else 1.0
    with connection.cursor() as cursor:
        cursor.execute(_statement(table, columns, share))
        rows, *figures = cursor.fetchall()[0]
    samples = [_column_sample(*figures[start : start + 3]) for start in range(0, len(figures), 3)]
    names = [column.name for column in columns]
    return TableSample(rows=rows, share=share, columns=dict(zip(names, samples, strict=True)))


def _column_sample(filled: int, counted: dict[str, int] | None, bounds: list[str] | None) -> ColumnSample:
    counted = counted or {}
    kept = {value: count for value, count in counted.items() if len(value) <= _LONGEST_VALUE}
    return ColumnSample(
        filled=filled,
        distinct=len(counted),
        values=tuple(kept)[:MOST_VALUES],
        counts=tuple(kept.values())[:MOST_VALUES],
        bounds=tuple(bounds or ()),
    )


def _statement(table: Table, columns: Sequence[Column], share: float) -> str:
    sampled = f" TABLESAMPLE SYSTEM ({share * 100:.6f})" if share < 1 else ""
    limit = _SCANNED_ROWS if table.kind in ("table", "partitioned", "materialized view") else _SCANNED_VIEW_ROWS
    picked = ", ".join(f"{quoted(column.name)} AS c{n}" for n, column in enumerate(columns))
    part = f"SELECT {picked} FROM {qualified(*table.key)}{sampled} LIMIT {limit}"
    figures = ", ".join(_figures(n, column) for n, column in enumerate(columns))
    return f"WITH part AS MATERIALIZED ({part}) SELECT count(*), {figures} FROM part"


def _figures(n: int, column: Column) -> str:
    """Three figures of one column: how many values, {value: count} of the most frequent ones, the deciles."""
    frequent = (
        f"SELECT left(c{n}::text, {_LONGEST_VALUE + 1}) AS v, count(*) AS n FROM part WHERE c{n} IS NOT NULL"
        f" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_VALUES + 1}"
    )
    deciles = f"percentile_disc({_TENTHS}) WITHIN GROUP (ORDER BY c{n})::text[]" if column.category in "NDS" else "NULL"
    return f"count(c{n}), (SELECT json_object_agg(v, n) FROM ({frequent}) f), {deciles}"
