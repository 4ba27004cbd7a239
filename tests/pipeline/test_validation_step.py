"""The step: what leaves the pair file, what it writes, what it makes of broken files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.step import PipelineError
from data_pipeline.steps.sql_validation import run
from tests.pipeline.plain_step import PAIR_FILE, PlainStep, make_shop, read_pairs, write_pairs
from tests.postgres import run_sql

GOOD = ("每天的订单数？", "SELECT day, count(*) FROM orders GROUP BY day;")
BROKEN = ("名称？", "SELECT nope FROM orders;")
EMPTY = ("没有的订单？", "SELECT * FROM nothing;")
DROP = ("删除订单", "DROP TABLE orders;")


@pytest.fixture(scope="module")
def shop(make_database: Callable[..., str]) -> str:
    return make_shop(make_database)


@pytest.fixture
def step(tmp_path: Path, shop: str) -> PlainStep:
    return PlainStep(tmp_path, connections={"business": shop})


def only(directory: Path, pattern: str) -> Path:
    (path,) = directory.glob(pattern)
    return path


def report_of(directory: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(only(directory, "sql_validation_*_report.json").read_text(encoding="utf-8"))
    return value


def test_run__what_does_not_answer_leaves_the_file(step: PlainStep, shop: str) -> None:
    path = write_pairs(step.directory, [DROP, GOOD, BROKEN, EMPTY])
    original = path.read_bytes()
    figures = run(step)
    assert read_pairs(path) == [GOOD]
    assert (step.directory / f"{PAIR_FILE}.backup").read_bytes() == original
    assert (figures["total"], figures["valid"], figures["unsafe"], figures["removed"]) == (4, 1, 1, 3)
    assert run_sql(shop, "SELECT to_regclass('orders')") == [("orders",)]
    assert step.fractions[-1] == 1.0


def test_run__report(step: PlainStep) -> None:
    write_pairs(step.directory, [DROP, GOOD, BROKEN, EMPTY])
    run(step)
    report = report_of(step.directory)
    assert report["metadata"]["input_file"] == PAIR_FILE
    assert report["summary"]["total_questions"] == 4
    assert (report["summary"]["valid_sqls"], report["summary"]["success_rate"]) == (1, 25.0)
    assert report["summary"]["removed_from_file"] == 3
    assert [entry["status"] for entry in report["detailed_results"]] == ["unsafe", "valid", "invalid", "empty"]
    assert [entry["valid"] for entry in report["detailed_results"]] == [False, True, False, False]
    assert report["detailed_results"][2]["error_message"] == 'column "nope" does not exist'


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "SQL 验证报告"), ("en", "SQL validation report"), ("both", "SQL 验")]
)
def test_run__summary_in_the_language(step: PlainStep, language: str, title: str) -> None:
    step.parameters["language"] = language
    write_pairs(step.directory, [GOOD, BROKEN])
    run(step)
    summary = only(step.directory, "sql_validation_*_summary.log").read_text(encoding="utf-8")
    assert title in summary
    assert BROKEN[1] in summary and f"{PAIR_FILE}.backup" in summary
    assert BROKEN[0] in only(step.directory, "file_modifications_*.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "reasons"),
    [
        (None, ["不是 SELECT，而是以 DROP 开头", 'column "nope" does not exist', "没有返回任何行"]),
        ("both", ["不是 SELECT，而是以 DROP 开头", 'column "nope" does not exist', "没有返回任何行"]),
        ("en", ["It is not a SELECT: it begins with DROP.", 'column "nope" does not exist', "It returns no rows."]),
    ],
)
def test_run__reasons_in_the_language(
    step: PlainStep, language: str | None, reasons: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    step.parameters |= {} if language is None else {"language": language}
    caplog.set_level("INFO")
    write_pairs(step.directory, [DROP, BROKEN, EMPTY])
    run(step)
    assert [entry["error_message"] for entry in report_of(step.directory)["detailed_results"]] == reasons
    summary = only(step.directory, "sql_validation_*_summary.log").read_text(encoding="utf-8")
    for reason in reasons:
        assert reason in summary
        assert any(message.endswith(f": {reason}") for message in caplog.messages)


def test_run__modify_off_leaves_the_file(step: PlainStep) -> None:
    step.parameters["modify_original_file"] = False
    path = write_pairs(step.directory, [GOOD, BROKEN])
    original = path.read_bytes()
    assert run(step)["removed"] == 0
    assert path.read_bytes() == original
    assert not list(step.directory.glob("file_modifications_*")) and not list(step.directory.glob("*.backup"))


def test_run__everything_valid_leaves_the_file(step: PlainStep) -> None:
    path = write_pairs(step.directory, [GOOD])
    original = path.read_bytes()
    run(step)
    assert path.read_bytes() == original
    assert not list(step.directory.glob("*.backup"))


def test_run__same_sql_in_two_languages(step: PlainStep) -> None:
    """A pair is its question and its SQL: both stay, in order, with whatever else they carry."""
    path = step.directory / PAIR_FILE
    pairs = [
        {"question": "多少订单？", "sql": "SELECT count(*) FROM orders;", "language": "zh"},
        {"question": BROKEN[0], "sql": BROKEN[1]},
        {"question": "How many orders?", "sql": "SELECT count(*) FROM orders;"},
    ]
    path.write_text(json.dumps(pairs), encoding="utf-8")
    run(step)
    assert json.loads(path.read_text(encoding="utf-8")) == [pairs[0], pairs[2]]


def test_run__second_backup_keeps_the_first(step: PlainStep) -> None:
    path = write_pairs(step.directory, [GOOD, BROKEN])
    run(step)
    write_pairs(step.directory, [GOOD, EMPTY])
    run(step)
    assert read_pairs(step.directory / f"{PAIR_FILE}.backup") == [GOOD, BROKEN]
    assert read_pairs(only(step.directory, f"{PAIR_FILE}.backup_*")) == [GOOD, EMPTY]
    assert read_pairs(path) == [GOOD]


def test_run__takes_the_newest_pair_file(step: PlainStep) -> None:
    write_pairs(step.directory, [BROKEN], name="qs_zoo_20250101_000000_pair.json")
    write_pairs(step.directory, [GOOD])
    assert run(step)["pair_file"] == PAIR_FILE


def test_run__switched_off_writes_nothing(step: PlainStep) -> None:
    step.parameters["enable_sql_validation"] = False
    write_pairs(step.directory, [BROKEN])
    assert run(step) == {"skipped": True}
    assert [path.name for path in step.directory.iterdir()] == [PAIR_FILE]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[{", "not JSON (line 1"),
        ('{"question": "a", "sql": "b"}', "must be a list"),
        ('[{"question": "a", "sql": "SELECT 1"}, 7]', "item 2 is not an object"),
        ('[{"question": "a"}]', "item 1 has no text in 'sql'"),
        ('[{"question": 3, "sql": "SELECT 1"}]', "item 1 has no text in 'question'"),
        ('[{"question": "\\ud800", "sql": "SELECT 1"}]', "item 1 has half a character"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_run__broken_pair_file_is_named(step: PlainStep, content: str, words: str) -> None:
    (step.directory / PAIR_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(PipelineError) as caught:
        run(step)
    assert caught.value.code == "pair_file_invalid"
    assert PAIR_FILE in caught.value.sentence and words in caught.value.sentence


def test_run__pair_file_in_gbk_is_named(step: PlainStep) -> None:
    (step.directory / PAIR_FILE).write_bytes('[{"question": "订单", "sql": "SELECT 1"}]'.encode("gbk"))
    with pytest.raises(PipelineError, match="not UTF-8"):
        run(step)


def test_run__no_pair_file(step: PlainStep) -> None:
    with pytest.raises(PipelineError) as caught:
        run(step)
    assert caught.value.code == "pair_file_missing"


def test_run__unreachable_database_changes_nothing(step: PlainStep) -> None:
    step.connections["business"] = "postgresql://dev:secret@127.0.0.1:1/shop"
    path = write_pairs(step.directory, [GOOD, BROKEN])
    with pytest.raises(PipelineError) as caught:
        run(step)
    assert (caught.value.code, caught.value.retryable) == ("database_unreachable", True)
    assert "secret" not in caught.value.sentence
    assert read_pairs(path) == [GOOD, BROKEN]


@pytest.mark.parametrize("value", [0, -1, "5", True, 4000])
def test_run__timeout_must_be_a_number_of_seconds(step: PlainStep, value: object) -> None:
    step.parameters["statement_timeout_seconds"] = value
    write_pairs(step.directory, [GOOD])
    with pytest.raises(PipelineError) as caught:
        run(step)
    assert caught.value.code == "parameter_invalid"
