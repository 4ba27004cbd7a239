"""Tables made again from their DDL files in an empty database, and whether they are the same as those of the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.catalog.read import read_catalog
from data_pipeline.steps import ddl_generation
from tests.pipeline.plain_step import PlainStep


def catalog(url: str) -> Catalog:
    with closing(connect_read_only(url)) as connection:
        return read_catalog(connection)


def generate(url: str, directory: Path, **parameters: str) -> None:
    directory.mkdir(exist_ok=True)
    ddl_generation.run(PlainStep(directory, parameters=dict(parameters), connections={"business": url}))


@contextmanager
def made(url: str, paths: Iterable[Path]) -> Iterator[Connection]:
    """A connection to the empty database in which the files were run, one after the other; undone at the end."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for path in paths:
            cursor.execute(path.read_text(encoding="utf-8"))
        yield connection
        connection.rollback()


def _columns(table: Table) -> list[tuple[object, ...]]:
    """What has to come out as it went in; types as they stand for in a database without the source's own types."""
    return [
        (
            column.name,
            column.ddl_type,
            column.nullable,
            column.identity,
            column.sequence_options,
            column.virtual,
            None if column.collation in table.unportable else column.collation,
            None if column.default in table.unportable else column.default,
            None if column.generated in table.unportable else column.generated,
        )
        for column in table.columns
    ]


def _declared_keys(table: Table) -> set[str | None]:
    return {key.definition for key in table.foreign_keys if key.source == "declared"}


def _names(checks: Iterable[str]) -> set[str]:
    """PostgreSQL itself writes some conditions anew when it reads them (casts within lists), so only the names."""
    return {check.partition(" CHECK ")[0] for check in checks}


def assert_same(source: Catalog, copy: Catalog) -> None:
    tables = [table for table in source.tables if not table.is_view]
    assert [table.key for table in tables] == [table.key for table in copy.tables]
    for table in tables:
        again = copy.table(*table.key)
        assert _columns(table) == _columns(again), table.name
        assert table.primary_key == again.primary_key
        assert set(table.unique_keys) == set(again.unique_keys)
        assert _names(set(table.checks) - table.unportable) == _names(again.checks)
        assert {key: clause for key, clause in table.key_clauses.items() if clause not in table.unportable} == dict(
            again.key_clauses
        )
        assert table.inherits == again.inherits
        assert table.partition_key == again.partition_key
        assert _declared_keys(table) == _declared_keys(again), table.name
