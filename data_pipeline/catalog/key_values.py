"""Comparing the values of columns with the keys that they may refer to: one bounded statement per table."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.key_suspects import type_class
from data_pipeline.catalog.model import Table
from data_pipeline.catalog.session import Spared, fetch, telling
from data_pipeline.names import qualified, quoted
from data_pipeline.sentence import Sentence

logger = logging.getLogger(__name__)

_NO_KEYS = Sentence("keys not looked for", "未查找外键")

_SAMPLED_ROWS = 5000  # of the referring table
_WHOLE_BYTES = 16_000_000  # a larger table is read by whole pages of a part of it
_SAMPLED_BYTES = 4_000_000
_COMPARED = 2000  # distinct values of them, per suspect
_NOBODY = "('0', '-1', '')"  # what stands for "refers to nothing" where a column may not be NULL


@dataclass(frozen=True, slots=True)
class Comparison:
    """Columns of one table, and those of another one that they may refer to, place by place."""

    columns: tuple[str, ...]
    parent: Table
    ref_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    seen: int = 0  # distinct values (or tuples of them) that were compared, without those that stand for nothing
    orphans: int = 0  # how many of them the parent lacks


def compare(
    connection: Connection, table: Table, comparisons: Sequence[Comparison], size: int
) -> list[Evidence] | None:
    """What the values of a table of ``size`` bytes say of each comparison.

    None when they could not be read in time, with a line in the log.
    """
    with Spared(connection, telling(logger.warning, table.key, _NO_KEYS)):
        rows = fetch(connection, _statement(table, comparisons, size))
        found = {row.place: Evidence(row.seen, row.orphans) for row in rows}
        return [found[place] for place in range(len(comparisons))]
    return None


def _statement(table: Table, comparisons: Sequence[Comparison], size: int) -> str:
    names = sorted({name for comparison in comparisons for name in comparison.columns})
    picked = ", ".join(f"{quoted(name)} AS c{n}" for n, name in enumerate(names))
    sampled = f" TABLESAMPLE SYSTEM ({100 * _SAMPLED_BYTES / size:.6f})" if size > _WHOLE_BYTES else ""
    part = f"SELECT {picked} FROM {qualified(*table.key)}{sampled} LIMIT {_SAMPLED_ROWS}"
    places = {name: n for n, name in enumerate(names)}
    selects = (_select(table, comparison, place, places) for place, comparison in enumerate(comparisons))
    return f"WITH part AS MATERIALIZED ({part}) " + " UNION ALL ".join(selects)


def _select(table: Table, comparison: Comparison, place: int, places: dict[str, int]) -> str:
    """How many distinct values a part of the columns has, and how many of them the parent lacks."""
    columns = [f"c{places[name]}" for name in comparison.columns]
    casts = ["::text" if type_class(table.column(name)) == "text" else "" for name in comparison.columns]
    pairs = zip(comparison.ref_columns, columns, casts, strict=True)
    same = " AND ".join(f"p.{quoted(ref)}{cast} = d.{column}{cast}" for ref, column, cast in pairs)
    filled = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    listed = ", ".join(columns)
    nobody = f"d.{columns[0]}::text IN {_NOBODY}"
    lacking = f"NOT EXISTS (SELECT FROM {qualified(*comparison.parent.key)} p WHERE {same}) AS lacking"
    values = f"SELECT DISTINCT {listed} FROM part WHERE {filled} LIMIT {_COMPARED}"
    return (
        f"(SELECT {place} AS place, count(*) FILTER (WHERE NOT (lacking AND nobody)) AS seen,"
        f" count(*) FILTER (WHERE lacking AND NOT nobody) AS orphans"
        f" FROM (SELECT {nobody} AS nobody, {lacking} FROM ({values}) d) e)"
    )
