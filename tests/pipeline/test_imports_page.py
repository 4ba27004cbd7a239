"""The examples of docs/imports.md are right as they stand, and refusals are as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bus.settings import ROOT
from data_pipeline.imports.files import READERS, content_of
from data_pipeline.imports.imported import imported_pairs
from data_pipeline.step import PipelineError
from data_pipeline.validation.check import check
from tests.pipeline.business import catalog_of
from tests.pipeline.plain_step import PlainStep, make_shop

PAGE = (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
QUESTIONS = {
    "csv": ["How many orders are open?", "What are orders worth by state?"],
    "json": ["How many orders are open?", "What was the highest amount?"],
    "jsonl": ["一共有多少订单？", "What was the lowest amount?"],
    "sql": ["How many orders are open?", "每种状态有多少订单？",
            "List the id and amount of orders, sorted by amount from highest to lowest, only the first 10."],
}  # fmt: skip
REFUSED = {
    "the question is empty": ("a.csv", "question,sql\n,SELECT 1\n"),
    "the SQL is empty": ("a.csv", "question,sql\na?,\n"),
    "columns where 2 were expected": ("a.csv", "question,sql\na?,SELECT a, b FROM t\n"),
    "it cannot be read as CSV": ("a.csv", 'question,sql\na?,"SELECT 1\nb?,SELECT 2\n'),
    "is not understood": ("a.csv", "my pairs\nonly a question\n"),
    "the row lacks a column": ("a.csv", "question,sql\nonly a question\n"),
    "the second column is no SELECT": ("a.csv", "ask,answer\na?,nothing\n"),
    "the object has no text named 'sql'": ("a.json", '[{"question": "a?", "code": "SELECT 1"}]'),
    "it is not JSON": ("a.json", "[{]"),
    "the question has no SQL below it": ("a.sql", "-- Question: a?\n-- Question: b?\nSELECT 1;\n"),
    "no line begins with 'Question:'": ("a.sql", "CREATE TABLE t (id int);\n"),
    "it is neither UTF-8 nor GBK text": ("a.csv", b"\x81"),
}


@pytest.fixture(scope="module")
def shop(make_database) -> str:  # type: ignore[no-untyped-def]
    return make_shop(make_database)


@pytest.mark.parametrize(("ending", "example"), EXAMPLES, ids=[ending for ending, _ in EXAMPLES])
def test_examples__become_valid_pairs(shop: str, tmp_path: Path, ending: str, example: str) -> None:
    (tmp_path / f"import_ours.{ending}").write_text(example, encoding="utf-8")
    pairs = imported_pairs(PlainStep(tmp_path, {"language": "en"}), catalog_of(shop), ["en"])
    assert [pair.question for pair in pairs] == QUESTIONS[ending]
    verdicts = check(shop, [pair.sql for pair in pairs], progress=lambda done, total: None)
    assert {verdict.status for verdict in verdicts.values()} == {"valid"}


def test_examples__one_of_each_kind() -> None:
    assert {f".{ending}" for ending, _ in EXAMPLES} | {".tsv"} == set(READERS)


def test_refusals__all_that_the_page_tells() -> None:
    assert set(re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)))) == set(REFUSED)


@pytest.mark.parametrize("said", REFUSED)
def test_refusals__as_the_page_tells(tmp_path: Path, said: str) -> None:
    name, content = REFUSED[said]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(PipelineError) as caught:
        content_of(tmp_path / name)
    assert said in caught.value.sentence
