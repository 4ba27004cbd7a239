"""Views whose rows cannot be read: told with the reason, in every place that would call them empty."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data_pipeline.steps import ddl_generation, qa_generation
from tests.pipeline.plain_step import PlainStep
from tests.postgres import run_sql


@pytest.fixture(scope="module")
def url(make_schema: Callable[[str], str]) -> Iterator[str]:
    """A database with a table, views that raise or may not read it, and one that is empty."""
    owner = f"owner_{uuid.uuid4().hex[:12]}"
    url = make_schema(
        f"""
        CREATE TABLE item (id int PRIMARY KEY, label text, price numeric);
        INSERT INTO item SELECT i, 'label ' || i, i FROM generate_series(1, 50) i;
        CREATE VIEW shares AS SELECT id, 100 / (id - 5) AS share FROM item;
        CREATE VIEW numbers AS SELECT id, label::int AS number FROM item;
        CREATE VIEW foreign_view AS SELECT id, label FROM item;
        CREATE VIEW nothing AS SELECT id, label FROM item WHERE id < 0;
        CREATE ROLE {owner};
        ALTER VIEW foreign_view OWNER TO {owner};
        ANALYZE;
        """
    )
    yield url
    run_sql(url, f"DROP OWNED BY {owner}; DROP ROLE {owner}")


def _run(url: str, directory: Path, language: str) -> None:
    step = PlainStep(directory, {"language": language, "max_pairs": 20}, {"business": url})
    ddl_generation.run(step)
    qa_generation.run(step)


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "- its rows could not be read ({}), "), ("zh", "- 无法读取其中的数据（{}），")],
)
def test_documents__say_why_a_view_could_not_be_read(url: str, tmp_path: Path, language: str, told: str) -> None:
    _run(url, tmp_path, language)
    documents = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*_detail.md")}
    assert told.format("division by zero") in documents["shares_detail.md"]
    assert told.format("permission denied for table item") in documents["foreign_view_detail.md"]
    assert told.format("invalid input syntax for type integer") in documents["numbers_detail.md"]
    assert told.split("{")[0] not in documents["nothing_detail.md"] + documents["item_detail.md"]


def test_log_and_report__call_no_unread_view_empty(url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    _run(url, tmp_path, "en")
    assert "Table shares is empty" not in caplog.text
    assert "Table nothing is empty" in caplog.text
    assert "The rows of table shares could not be read (division by zero): nothing is asked about it" in caplog.text
    report = json.loads((tmp_path / "quality_report.json").read_text(encoding="utf-8"))
    assert [(one["table"], one["reason"]) for one in report["unread"]] == [
        ("foreign_view", "permission denied for table item"),
        ("numbers", "invalid input syntax for type integer"),
        ("shares", "division by zero"),
    ]
    advice = {one["code"]: one for one in report["advice"]}["unread_tables"]
    assert "shares: division by zero" in advice["en"]
    assert "shares: division by zero" in advice["zh"]
