"""The step with repair: what is mended in the file, what is told, and the language model's turn."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.steps.sql_validation import run
from data_pipeline.store.shippable import shippable
from data_pipeline.validation.repair.repairs import by_model
from tests.pipeline.plain_step import PAIR_FILE, PlainStep, make_shop, read_pairs, write_pairs

GOOD = ("订单数？", "SELECT count(*) FROM orders;")
TYPO = ("每种状态的订单数？", "SELECT stat, count(*) FROM `orders` GROUP BY stat;")
MENDED = (TYPO[0], "SELECT state, count(*) FROM orders GROUP BY state;")
HOPELESS = ("天气？", "SELECT weather FROM orders;")
DROP = ("删除", "DROP TABLE orders;")


@pytest.fixture(scope="module")
def shop(make_database: Callable[..., str]) -> str:
    return make_shop(make_database)


@pytest.fixture
def step(tmp_path: Path, shop: str) -> PlainStep:
    return PlainStep(tmp_path, connections={"business": shop})


def written(directory: Path, pattern: str) -> str:
    (path,) = directory.glob(pattern)
    return path.read_text(encoding="utf-8")


def report_of(directory: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(written(directory, "sql_validation_*_report.json"))
    return value


def test_run__mended_sql_takes_its_place(step: PlainStep) -> None:
    path = write_pairs(step.directory, [GOOD, TYPO, HOPELESS])
    original = path.read_bytes()
    figures = run(step)
    assert read_pairs(path) == [GOOD, MENDED]
    assert path.with_name(f"{PAIR_FILE}.backup").read_bytes() == original
    assert (figures["valid"], figures["repaired"], figures["removed"]) == (2, 1, 1)
    assert [pair["sql"] for pair in shippable(step)[0]] == [GOOD[1], MENDED[1]]


def test_run__repairs_are_told(step: PlainStep) -> None:
    write_pairs(step.directory, [GOOD, TYPO, HOPELESS])
    run(step)
    report = report_of(step.directory)
    assert (report["summary"]["repairs_attempted"], report["summary"]["repairs_successful"]) == (2, 1)
    assert report["summary"]["repairs_by_rule"] == {"quoted_identifier": 1, "identifier": 1}
    first, second, third = report["detailed_results"]
    assert first["repair"] is None and third["repair"] is None and not third["valid"]
    assert (second["sql"], second["valid"]) == (MENDED[1], True)
    assert (second["repair"]["before"], second["repair"]["after"]) == (TYPO[1], MENDED[1])
    assert second["repair"]["applied"] and "无法解析" in second["repair"]["error_before"]
    for pattern in ("sql_validation_*_summary.log", "file_modifications_*.log"):
        text = written(step.directory, pattern)
        assert TYPO[1] in text and MENDED[1] in text and "quoted_identifier, identifier" in text


def test_run__modify_off_proposes_only(step: PlainStep) -> None:
    step.parameters["modify_original_file"] = False
    path = write_pairs(step.directory, [GOOD, TYPO])
    original = path.read_bytes()
    figures = run(step)
    assert path.read_bytes() == original
    assert (figures["valid"], figures["invalid"], figures["repaired"]) == (1, 1, 1)
    entry = report_of(step.directory)["detailed_results"][1]
    assert (entry["sql"], entry["valid"], entry["repair"]["applied"]) == (TYPO[1], False, False)
    assert "仅供参考" in written(step.directory, "sql_validation_*_summary.log")
    assert [pair["sql"] for pair in shippable(step)[0]] == [GOOD[1]]


def test_run__a_repair_that_makes_two_pairs_one(step: PlainStep) -> None:
    path = write_pairs(step.directory, [(GOOD[0], "SELECT count(*) FROM ordres;"), GOOD, ("几个？", GOOD[1])])
    assert run(step)["removed"] == 1
    assert read_pairs(path) == [GOOD, ("几个？", GOOD[1])]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT state FROM orders WHERE state = 'open' ORDER BY id LIMIT 3;",
        'SELECT "state" FROM ORDERS',
        "SELECT count(*) order_count FROM public.orders o WHERE o.amount BETWEEN '5' AND 10 -- “note”",
    ],
)
def test_run__what_is_valid_is_never_changed(step: PlainStep, sql: str) -> None:
    path = write_pairs(step.directory, [("问", sql)])
    original = path.read_bytes()
    assert run(step)["repaired"] == 0
    assert path.read_bytes() == original


def test_run__what_is_unsafe_is_never_mended(step: PlainStep) -> None:
    write_pairs(step.directory, [GOOD, DROP, ("睡", "SELECT pg_sleep(1) FROM ordes;")])
    figures = run(step)
    assert (figures["unsafe"], figures["repaired"], figures["removed"]) == (2, 0, 2)


def test_run__no_sensitive_value_of_an_error_in_any_file(step: PlainStep) -> None:
    """The server's sentence quotes the literal; the pair itself left the file."""
    write_pairs(step.directory, [GOOD, ("谁？", "SELECT id FROM orders WHERE day = '13812345678'::date AND x = 1;")])
    run(step)
    entry = report_of(step.directory)["detailed_results"][1]
    assert not entry["valid"] and "13812345678" not in entry["error_message"]


def test_by_model__accepted_through_the_whole_check(shop: str) -> None:
    asked: list[tuple[str, str, str]] = []

    def answer(question: str, sql: str, error: str) -> str | None:
        asked.append((question, sql, error))
        return "DROP TABLE orders" if len(asked) == 1 else "SELECT avg(amount) FROM orders;"

    repairs = by_model(
        shop, {HOPELESS[1]: HOPELESS[0]}, {HOPELESS[1]: "no such column"}, answer,
        timeout_seconds=5, progress=lambda done, total: None,
    )  # fmt: skip
    repair = repairs[HOPELESS[1]]
    assert (repair.after, repair.rules, repair.verdict.status) == ("SELECT avg(amount) FROM orders;", ("llm",), "valid")
    assert asked[0] == (*HOPELESS, "no such column")
    assert asked[1][:2] == (HOPELESS[0], "DROP TABLE orders") and "DROP" in asked[1][2]


@pytest.mark.parametrize("reply", [None, "SELECT weather FROM orders;", "SELECT * FROM nothing;", "no SQL at all"])
def test_by_model__two_tries_at_most(shop: str, reply: str | None) -> None:
    asked: list[str] = []

    def answer(question: str, sql: str, error: str) -> str | None:
        asked.append(sql)
        return reply

    repairs = by_model(
        shop, {HOPELESS[1]: HOPELESS[0]}, {HOPELESS[1]: "no such column"}, answer,
        timeout_seconds=5, progress=lambda done, total: None,
    )  # fmt: skip
    assert repairs == {}
    assert len(asked) == (1 if reply is None else 2)
