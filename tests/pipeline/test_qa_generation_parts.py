"""What the question step takes along and leaves behind: people's names, imported pairs, examples, progress."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from data_pipeline.steps import ddl_generation, qa_generation
from tests.pipeline.plain_step import PlainStep, read_pairs, write_pairs
from tests.pipeline.webshop import WEBSHOP
from tests.postgres import run_sql

MINE = [
    ("What did people pay altogether?", "SELECT SUM(total_amount) FROM orders;"),
    ("How many countries are there at all?", "SELECT COUNT(*) AS total_count FROM country;"),
]


@pytest.fixture(scope="module")
def url(make_schema: Callable[[str], str]) -> str:
    return make_schema(WEBSHOP + "ANALYZE")


def step(directory: Path, url: str, **parameters: object) -> PlainStep:
    return PlainStep(directory, {"language": "en", "max_pairs": 80, **parameters}, {"business": url})


def pairs_of(directory: Path, result: dict[str, object]) -> list[tuple[str, str]]:
    return read_pairs(directory / str(result["pair_file"]))


def test_run__people_are_named_by_both_names_that_belong_together(tmp_path: Path, url: str) -> None:
    pairs = pairs_of(tmp_path, qa_generation.run(step(tmp_path, url, max_pairs=150)))
    together = re.compile(r"first_name = '(\w+)' AND (?:\w+\.)?last_name = '(\w+)'")
    named = [(found.groups(), question) for question, sql in pairs if (found := together.search(sql))]
    assert named
    assert {names for names, _ in named} <= set(run_sql(url, "SELECT first_name, last_name FROM customer"))
    assert all(f"{first} {last}" in question for (first, last), question in named)


def test_run__progress_rises_to_the_end(tmp_path: Path, url: str) -> None:
    this = step(tmp_path, url)
    qa_generation.run(this)
    assert this.fractions == sorted(this.fractions)
    assert (this.fractions[0], this.fractions[-1]) == (0.0, 1.0)
    assert 10 <= len(this.fractions) <= 40


def test_run__imported_pairs_come_first_and_nothing_is_asked_again(tmp_path: Path, url: str) -> None:
    write_pairs(tmp_path, MINE, "mine.json")
    result = qa_generation.run(step(tmp_path, url, import_files=["mine.json"]))
    pairs = pairs_of(tmp_path, result)
    assert pairs[:2] == MINE
    assert (result["imported"], result["pairs"]) == (2, len(pairs))
    assert [sql for _, sql in pairs].count(MINE[1][1]) == 1
    assert len({question for question, _ in pairs}) == len(pairs)


def test_run__nothing_imported(tmp_path: Path, url: str) -> None:
    assert qa_generation.run(step(tmp_path, url))["imported"] == 0


def test_run__first_questions_stand_in_the_documents(tmp_path: Path, url: str) -> None:
    this = step(tmp_path, url)
    ddl_generation.run(this)
    questions = [question for question, _ in pairs_of(tmp_path, qa_generation.run(this))]
    for table in ("customer", "product", "orders", "order_line"):
        document = (tmp_path / f"{table}_detail.md").read_text(encoding="utf-8")
        examples = document.partition("Example questions:\n")[2].splitlines()
        assert 1 <= len(examples) <= 5, table
        assert {example.removeprefix("- ") for example in examples} <= set(questions)


def test_run__report_of_the_step(tmp_path: Path, url: str) -> None:
    result = qa_generation.run(step(tmp_path, url))
    report = json.loads((tmp_path / "quality_report.json").read_text(encoding="utf-8"))
    assert str(result["pairs"]) in json.dumps(report)
    assert (tmp_path / "quality_report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_run__masked_names_are_not_read(tmp_path: Path, url: str) -> None:
    result = qa_generation.run(step(tmp_path, url, sensitive_data="strict"))
    pairs = pairs_of(tmp_path, result)
    names = {name for row in run_sql(url, "SELECT first_name, last_name FROM customer") for name in row}
    words = {word for question, sql in pairs for word in re.findall(r"\w+", question + sql)}
    assert not {name for name in names if name.startswith("Miller")} & words
