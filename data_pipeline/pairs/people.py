"""Real first and last names that belong together: a question about one person needs both of one row."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.catalog.session import Spared, telling
from data_pipeline.names import qualified, quoted
from data_pipeline.pairs.subjects import may_be_read, person_names
from data_pipeline.sentence import Sentence

logger = logging.getLogger(__name__)

_NO_NAMES = Sentence("names not read", "未读取姓名")

People = Mapping[tuple[str, str], tuple[tuple[str, str], ...]]  # (first, last) of some rows, by the table's key
_ROWS = 40  # of a table: the first ones that come
_TABLES = 50


def read_people(connection: Connection, catalog: Catalog) -> People:
    """Some rows' names of every table with a first and a last name; none of those that are masked.

    One bounded statement for each such table. A table that cannot be read in time goes without.
    """
    return {table.key: _names(connection, table) for table in tables_of_people(catalog)}


def tables_of_people(catalog: Catalog) -> list[Table]:
    """The tables with rows of which ``read_people`` reads names."""
    return [table for table in catalog.tables if table.row_count and _may_be_named(table)][:_TABLES]


def _may_be_named(table: Table) -> bool:
    names = person_names(table)
    return bool(names) and may_be_read(names)


def _names(connection: Connection, table: Table) -> tuple[tuple[str, str], ...]:
    first, last = (quoted(column.name) for column in person_names(table))
    part = f"SELECT {first}, {last} FROM {qualified(*table.key)} WHERE {first} <> '' AND {last} <> '' LIMIT {_ROWS}"
    with Spared(connection, telling(logger.warning, table.key, _NO_NAMES)):
        with connection.cursor() as cursor:
            cursor.execute(part)
            names = Counter(cursor.fetchall())
        return tuple(name for name, times in names.items() if times == 1)  # of two called so, whom would one mean?
    return ()
