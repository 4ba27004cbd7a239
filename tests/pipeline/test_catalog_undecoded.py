"""Databases whose texts are not in the encoding that they ought to be in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import make_dsn

from data_pipeline.step import PipelineError
from data_pipeline.steps import ddl_generation
from tests.pipeline.plain_step import PlainStep
from tests.postgres import run_sql

TABLE = "CREATE TABLE acct (id int PRIMARY KEY, name text);"
COLUMN = "COMMENT ON COLUMN acct.name IS E'caf\\xe9 in town'; COMMENT ON COLUMN acct.id IS 'plain';"


@pytest.fixture(scope="module")
def make_ascii(make_database: Callable[..., str]) -> Callable[[str], str]:
    """Make a database of encoding SQL_ASCII with the script run in it."""

    def make(script: str) -> str:
        url = make_database()
        name = f"ascii_{uuid.uuid4().hex[:12]}"
        run_alone(
            url, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'"
        )
        made = make_dsn(url, dbname=name, client_encoding="UTF8")
        run_sql(made, script)
        return made

    return make


def run_alone(url: str, statement: str) -> None:
    """Outside of a transaction."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def refusal(url: str, directory: Path) -> PipelineError:
    with pytest.raises(PipelineError) as caught:
        ddl_generation.run(PlainStep(directory, {}, {"business": url}))
    assert caught.value.__suppress_context__
    return caught.value


def test_run__comment_that_is_no_utf8_is_named(make_ascii: Callable[[str], str], tmp_path: Path) -> None:
    error = refusal(make_ascii(TABLE + COLUMN + "COMMENT ON TABLE acct IS E'\\xff'"), tmp_path)
    assert (error.code, error.retryable) == ("database_text_undecodable", False)
    for said in (error.sentence, error.zh):
        assert "SQL_ASCII" in said and ": acct, acct.name" in said.replace("comments on ", "").replace("注释: ", "")
        assert "COMMENT ON" in said and "pg_dump --encoding" in said
    assert "acct.id" not in error.sentence


def test_run__other_text_that_is_no_utf8(make_ascii: Callable[[str], str], tmp_path: Path) -> None:
    error = refusal(make_ascii("CREATE TABLE acct (id int, name text DEFAULT E'caf\\xe9')"), tmp_path)
    assert error.code == "database_text_undecodable"
    assert "a name, a comment or a definition" in error.sentence


def test_run__plain_sql_ascii_is_read(make_ascii: Callable[[str], str], tmp_path: Path) -> None:
    script = TABLE + "COMMENT ON COLUMN acct.name IS '名称'; INSERT INTO acct VALUES (1, E'caf\\xe9'), (2, 'b')"
    ddl_generation.run(PlainStep(tmp_path, {}, {"business": make_ascii(script)}))
    assert "名称" in (tmp_path / "acct.ddl").read_text(encoding="utf-8")
