"""Which tables tie no two rows of others twice, where no key says so: their own rows tell."""

from __future__ import annotations

import logging
from itertools import islice

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.catalog.session import Spared, fetch, telling
from data_pipeline.names import qualified, quoted
from data_pipeline.pairs.bare_links import declared_once, tying_keys
from data_pipeline.pairs.subjects import SURE_ENOUGH, Key, name_columns
from data_pipeline.sentence import Sentence

logger = logging.getLogger(__name__)

_NO_TIES = Sentence("ties not read", "未读取关联")

_MOST_ROWS = 10_000  # of a table that is read for it
_TABLES = 100


def may_tie_once(catalog: Catalog) -> dict[Key, tuple[str, ...]]:
    """The tables to be looked at, with the columns that tie: small, with two keys to named rows and none of their own
    that others refer to.
    """
    named = {table.key for table in catalog.tables if table.row_count and name_columns(table)}
    referred = {(key.ref_schema, key.ref_table) for table in catalog.tables for key in table.foreign_keys}
    small = (table for table in catalog.tables if 0 < table.row_count <= _MOST_ROWS and table.key not in referred)
    found = ((table.key, columns) for table in small if (columns := _undeclared(table, named)))
    return dict(islice(found, _TABLES))


def _undeclared(table: Table, named: set[Key]) -> tuple[str, ...]:
    keys = tying_keys(table, named)
    sure = all(key.confidence >= SURE_ENOUGH for key in keys)
    return tuple(key.columns[0] for key in keys) if sure and not declared_once(table, keys) else ()


def read_ties(connection: Connection, catalog: Catalog) -> frozenset[Key]:
    """Those of ``may_tie_once`` whose rows do: one bounded statement each; one that cannot be read in time does not."""
    return frozenset(key for key, tying in may_tie_once(catalog).items() if _ties_once(connection, key, tying))


def _ties_once(connection: Connection, table: Key, tying: tuple[str, ...]) -> bool:
    columns = ", ".join(map(quoted, tying))
    few = f"SELECT {columns} FROM {qualified(*table)} LIMIT {_MOST_ROWS + 1}"
    with Spared(connection, telling(logger.warning, table, _NO_TIES)):
        (found,) = fetch(connection, f"SELECT count(*) AS rows, count(DISTINCT ({columns})) AS ties FROM ({few}) AS t")
        return bool(found.rows == found.ties <= _MOST_ROWS)
    return False
