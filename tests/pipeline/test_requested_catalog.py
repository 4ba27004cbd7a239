"""Steps and the state of the business database: tables that may not be read, locks, a lost session."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import parse_dsn

from data_pipeline.step import PipelineError
from data_pipeline.steps import ddl_generation, qa_generation
from data_pipeline.steps.requested import requested_catalog
from tests.pipeline.plain_step import PlainStep
from tests.postgres import run_sql


@pytest.mark.parametrize("run", [ddl_generation.run, qa_generation.run])
def test_run__unreadable_table_asked_for_is_refused_before_anything_is_written(
    narrow_url: str, tmp_path: Path, run: Callable[[PlainStep], object]
) -> None:
    step = PlainStep(tmp_path, {"table_list": ["open", "closed"]}, {"business": narrow_url})
    with pytest.raises(PipelineError, match=r"public\.closed") as caught:
        run(step)
    assert caught.value.code == "table_not_readable"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("language", "words"), [("zh", "无权读取"), ("en", "Left out"), (None, "无权读取")])
def test_requested_catalog__tables_left_out_are_told_in_the_language(
    narrow_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, language: str | None, words: str
) -> None:
    requested_catalog(PlainStep(tmp_path, {"language": language}, {"business": narrow_url}))
    record, columns = caplog.records
    assert columns.message.startswith("Columns left out" if language == "en" else "以下列")
    assert (record.name, record.levelno) == ("step", logging.WARNING)
    assert words in record.message
    assert record.message.endswith(": hidden.t, closed")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Columns left out, because this user may not read them: half.id, half.salary"),
        ("zh", "以下列因该用户无权读取而跳过: half.id, half.salary"),
        (None, "以下列因该用户无权读取而跳过: half.id, half.salary"),
    ],
)
def test_requested_catalog__columns_left_out_are_told(
    narrow_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, language: str | None, told: str
) -> None:
    parameters = {"language": language, "table_list": ["half", "open"]}
    catalog = requested_catalog(PlainStep(tmp_path, parameters, {"business": narrow_url}))
    assert catalog.unreadable_columns == (("public", "half", "id"), ("public", "half", "salary"))
    (record,) = caplog.records
    assert (record.levelno, record.message) == (logging.WARNING, told)


@pytest.mark.parametrize(
    ("language", "end"), [("en", "wide.c29, wide.c30 and 70 more"), ("zh", "wide.c29, wide.c30 等 100 个")]
)
def test_requested_catalog__many_columns_left_out_are_counted(
    narrow_url: str, database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, language: str, end: str
) -> None:
    columns = ", ".join(f"c{number} int" for number in range(1, 101))
    role = parse_dsn(narrow_url)["user"]
    run_sql(database_url, f"CREATE TABLE wide (id int, {columns}); GRANT SELECT (id) ON wide TO {role}")
    requested_catalog(PlainStep(tmp_path, {"language": language, "table_list": ["wide"]}, {"business": narrow_url}))
    (record,) = caplog.records
    assert record.message.endswith(end)


def test_requested_catalog__locked_table_ends_soon(make_schema: Callable[[str], str], tmp_path: Path) -> None:
    url = make_schema("CREATE TABLE held (id int)")
    with closing(psycopg2.connect(url)) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE held IN ACCESS EXCLUSIVE MODE")
        started = time.monotonic()
        with pytest.raises(PipelineError, match="is locked by other work") as caught:
            requested_catalog(PlainStep(tmp_path, {}, {"business": url}))
    assert (caught.value.code, caught.value.retryable) == ("database_busy", False)
    assert time.monotonic() - started < 8
