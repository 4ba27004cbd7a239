"""Queries that the database itself knows: what is run on it often, and what its views ask."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.session import Spared, fetch
from data_pipeline.imports.placeholders import fill, names_sensitive
from data_pipeline.imports.scope import UnknownNameError
from data_pipeline.imports.tidy import parsed_select, tidied
from data_pipeline.masked import masked_sql
from data_pipeline.names import quoted, shown
from data_pipeline.sentence import Sentence

if TYPE_CHECKING:
    from sqlglot import exp

logger = logging.getLogger(__name__)

MOST_QUERIES = 500  # of each kind
_MOST_STATEMENTS = 2_000  # that are looked at, the most frequent first
_LEAST_CALLS = 2
_NOT_INSTALLED = Sentence(
    "pg_stat_statements is not installed in this database: no queries to mine from it",
    "该数据库未安装 pg_stat_statements，无法从中挖掘查询",
)

_STATEMENTS = """
SELECT s.query
FROM {schema}.pg_stat_statements s
WHERE s.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  AND coalesce((to_jsonb(s) ->> 'toplevel')::boolean, true)
  AND s.query ~* '^\\s*(/\\*.*?\\*/\\s*)?select\\M'
  AND length(s.query) <= 20000
GROUP BY s.query
HAVING sum(s.calls) >= %(least)s
ORDER BY sum(s.calls) DESC, s.query
LIMIT %(most)s
"""
_EXTENSION = """
SELECT n.nspname AS schema
FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = 'pg_stat_statements'
"""


@dataclass(frozen=True, slots=True)
class MinedQuery:
    """A query over tables of the catalog, with constants in it; ``source`` as for an ImportedPair."""

    tree: exp.Select
    source: str


def view_queries(catalog: Catalog) -> Iterator[MinedQuery]:
    """What the views of the catalog ask of its tables."""
    views = [table for table in catalog.tables if table.is_view and table.definition]
    for view in views[:MOST_QUERIES]:
        if (tree := usable(view.definition or "", catalog)) is not None:
            yield MinedQuery(tree, f"view:{shown(*view.key)}")


def frequent_queries(connection: Connection, catalog: Catalog) -> list[MinedQuery]:
    """The SELECTs of ``pg_stat_statements`` over tables of the catalog that ran twice or more, the most frequent first.

    None where the extension is not there or may not be read, which the log tells.
    """
    found: dict[str, MinedQuery] = {}
    for sql in _statements(connection):
        tree = usable(sql, catalog)
        if tree is not None:
            found.setdefault(masked_sql(tree.sql(dialect="postgres")), MinedQuery(tree, "pg_stat_statements"))
        if len(found) == MOST_QUERIES:
            break
    return list(found.values())


def _statements(connection: Connection) -> Iterable[str]:
    installed = fetch(connection, _EXTENSION)
    if not installed:
        logger.info(_NOT_INSTALLED)
        return ()
    statement = _STATEMENTS.format(schema=quoted(installed[0].schema))
    with Spared(connection, _tell_unreadable):
        return [row.query for row in fetch(connection, statement, {"least": _LEAST_CALLS, "most": _MOST_STATEMENTS})]
    return ()


def _tell_unreadable(why: str) -> None:
    logger.warning(Sentence(f"pg_stat_statements cannot be read: {why}", f"无法读取 pg_stat_statements：{why}"))


def usable(sql: str, catalog: Catalog) -> exp.Select | None:
    """The tidied tree with all constants in place; None for what is no SELECT over the catalog's tables."""
    tree = parsed_select(sql)
    try:
        if tree is None or not fill(tree, catalog) or names_sensitive(tree, catalog):
            return None
        return tidied(tree, catalog)
    except (UnknownNameError, RecursionError):
        return None
