"""The quality report: its figures, its grades and its advice."""

from __future__ import annotations

import json
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.report.figure import grade, percent
from data_pipeline.report.refresh import refresh, write_quality_report
from data_pipeline.report.words import ATOM_WORDS
from data_pipeline.shape.constructs import ATOMS
from tests.pipeline.plain_step import PAIR_FILE, PlainStep, write_pairs
from tests.pipeline.report_run import (
    COUNT,
    JUST_NULLS,
    MISSING,
    PAIRS,
    SHOPS,
    codes,
    repaired_result,
    write_profile,
    write_validation,
)

ROOT = Path(__file__).resolve().parents[2]


def report_of(directory: Path, step: str = "training_load", **figures: Any) -> dict[str, Any]:
    return refresh(directory, language="en", step=step, figures=figures)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A directory as validation leaves it: six pairs made, four of them good."""
    write_profile(tmp_path)
    write_pairs(tmp_path, PAIRS)
    write_validation(tmp_path)
    return tmp_path


def test_refresh__writes_what_it_gives(run: Path) -> None:
    given = report_of(run)
    assert json.loads((run / "quality_report.json").read_text(encoding="utf-8")) == given
    assert {"version", "made_at", "language", "database", "counts", "coverage", "headlines", "advice"} <= given.keys()


def test_counts(run: Path) -> None:
    assert report_of(run)["counts"] == {
        "tables": 4,
        "views": 1,
        "empty_tables": 1,
        "columns": 11,
        "declared_keys": 1,
        "inferred_keys": 1,
        "enums": 1,
    }


def test_coverage__names_what_is_not_used(run: Path) -> None:
    coverage = report_of(run)["coverage"]
    assert coverage["tables"] == {
        "count": 2,
        "of": 4,
        "percent": 50.0,
        "unused": ["ops.log", "nothing"],
        "unused_because_empty": ["nothing"],
    }
    assert (coverage["columns"]["count"], coverage["columns"]["of"]) == (4, 10)
    assert "orders.email" in coverage["columns"]["unused"] and "orders.shop_id" not in coverage["columns"]["unused"]
    assert coverage["declared_keys"]["percent"] == 100.0
    assert coverage["inferred_keys"]["unused"] == ["ops.log(order_id) → orders(id)"]
    assert coverage["pairs_of_table"] == {"ops.log": 0, "nothing": 0, "orders": 3, "shop": 2, "totals": 0}


def test_pairs__refused_ones_do_not_count(run: Path) -> None:
    report = report_of(run)
    assert report["pairs"] == {"shipped": 4, "distinct_sql": 4}
    assert report["patterns"]["atoms"]["count"] == 2 and set(report["patterns"]["atoms"]) == set(ATOMS)


def test_repetition__constants_do_not_make_a_query(run: Path) -> None:
    repetition = report_of(run)["repetition"]
    assert repetition["queries"] == {"count": 1, "of": 4, "percent": 25.0}
    assert repetition["most_repeated"] == [{"times": 2, "question": COUNT[0], "sql": COUNT[1]}]
    assert repetition["questions"]["count"] == 0


def test_repetition__two_languages_are_none(run: Path) -> None:
    write_pairs(run, [COUNT, ("状态为 open 的订单有多少？", COUNT[1])])
    assert report_of(run)["repetition"]["queries"]["count"] == 0


def test_validity__before_and_after(run: Path) -> None:
    validity = report_of(run)["validity"]
    assert validity["before"]["executes"] == {"count": 5, "of": 6, "percent": 83.3}
    assert validity["before"]["non_trivial"] == {"count": 4, "of": 6, "percent": 66.7}
    assert validity["after"]["non_trivial"] == {"count": 4, "of": 4, "percent": 100.0}
    assert validity["dropped_by_status"] == {"trivial": 1, "invalid": 1}
    assert [(one["sql"], one["reason"]) for one in validity["dropped_examples"]] == [
        (JUST_NULLS[1], "Every value it returns is NULL."),
        (MISSING[1], 'column "x" does not exist'),
    ]


def test_validity__repaired_ones_were_not_valid_as_generated(run: Path) -> None:
    path = run / "sql_validation_20260101_120001_report.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    value["detailed_results"].append(repaired_result("SELECT nam FROM shop;", SHOPS))
    value["summary"] |= {"repairs_attempted": 2, "repairs_successful": 1, "repairs_by_rule": {"misspelt": 1}}
    path.write_text(json.dumps(value))
    validity = report_of(run)["validity"]
    assert (validity["before"]["executes"]["count"], validity["after"]["executes"]["count"]) == (5, 5)
    assert (validity["repairs_attempted"], validity["repairs_by_rule"]) == (2, {"misspelt": 1})
    (example,) = validity["repaired_examples"]
    assert (example["before"], example["sql"], example["rules"]) == ("SELECT nam FROM shop;", SHOPS[1], ["misspelt"])
    assert "SELECT nam FROM shop;" in (run / "quality_report.html").read_text(encoding="utf-8")


def test_validity__examples_are_bounded(run: Path) -> None:
    many = [(f"q{i}", f"SELECT x{i} FROM orders -- {'long ' * 1000}") for i in range(200)]
    write_validation(run, dict.fromkeys(many, ("invalid", "no such column")))
    examples = report_of(run)["validity"]["dropped_examples"]
    assert len(examples) == 50 and all(len(one["sql"]) <= 2000 for one in examples)


def test_validity__a_report_on_another_file_says_nothing(run: Path) -> None:
    (run / PAIR_FILE).unlink()
    write_pairs(run, PAIRS, "qs_shop_20260102_120000_pair.json")
    report = report_of(run)
    assert "validity" not in report and report["pairs"]["shipped"] == 6


def test_hardness__against_spider(run: Path) -> None:
    levels = report_of(run)["hardness"]["levels"]
    assert {level: one["count"] for level, one in levels.items()} == {"easy": 3, "medium": 1, "hard": 0, "extra": 0}
    assert [one["spider"] for one in levels.values()] == [24, 43, 17, 16]
    assert report_of(run)["hardness"]["largest_gap"] == 51.0


def test_inventory__enums_keys_sensitive_and_descriptions(run: Path) -> None:
    report = report_of(run)
    assert report["enums"] == [{"table": "orders", "column": "state", "values": 2, "labelled": 1}]
    assert [(key["table"], key["ref_table"], key["confidence"]) for key in report["inferred_keys"]] == [
        ("ops.log", "orders", 0.7)
    ]
    assert report["sensitive"] == [{"table": "orders", "column": "email", "kind": "email"}]
    columns = report["descriptions"]["columns"]
    assert columns["by_source"] == {"database": 1, "glossary": 1, "llm": 0, "inferred": 8}
    assert columns["described"]["count"] == 10 and columns["written"]["count"] == 2


def test_headlines__each_has_a_grade(run: Path) -> None:
    grades = {one["id"]: one["grade"] for one in report_of(run)["headlines"]}
    assert grades == {
        "pairs": "good",
        "valid_before": "poor",
        "tables": "poor",
        "columns": "poor",
        "keys": "poor",
        "repeated": "poor",
        "atoms": "poor",
        "hardness_gap": "poor",
        "described": "fair",
    }


def test_advice__says_what_to_do_the_gravest_first(run: Path) -> None:
    advice = report_of(run)["advice"]
    assert {"many_refused", "empty_tables", "unused_tables", "unused_columns", "unsure_keys"} <= set(codes(advice))
    assert [one["grade"] for one in advice] == sorted((one["grade"] for one in advice), reverse=True)
    (empty,) = (one for one in advice if one["code"] == "empty_tables")
    assert "1 (nothing)" in empty["en"] and "1 个表" in empty["zh"]


def test_advice__few_pairs_say_nothing_about_variety(run: Path) -> None:
    assert not {"few_constructs", "hardness_mix", "repeated"} & set(codes(report_of(run)["advice"]))
    write_pairs(run, [(f"How many {i}?", f"SELECT count(*) FROM orders WHERE id = {i}") for i in range(30)])
    advice = {one["code"]: one for one in report_of(run)["advice"]}
    assert {"hardness_mix", "repeated"} <= set(advice) and "raise max_pairs" in advice["few_constructs"]["en"]


def test_advice__validation_switched_off(run: Path) -> None:
    step = PlainStep(run, {"enable_sql_validation": False, "language": "en"})
    write_quality_report(step, "qa_generation", {})
    report = json.loads((run / "quality_report.json").read_text(encoding="utf-8"))
    assert report["steps"]["sql_validation"] == {"skipped": True}
    assert "not_validated" in codes(report["advice"])


def test_steps__accumulate_and_a_rerun_forgets_the_later_ones(run: Path) -> None:
    report_of(run, "ddl_generation", seconds=1.5)
    report_of(run, "qa_generation", pairs=6)
    assert report_of(run, "sql_validation", seconds=2)["steps"] == {
        "ddl_generation": {"seconds": 1.5},
        "qa_generation": {"pairs": 6},
        "sql_validation": {"seconds": 2},
    }
    assert list(report_of(run, "qa_generation")["steps"]) == ["ddl_generation", "qa_generation"]


def test_steps__what_the_engine_wrote_down_counts(run: Path) -> None:
    result = {"step": "ddl_generation", "status": "completed", "result": {"seconds": 9}}
    (run / "ddl_generation_result.json").write_text(json.dumps(result))
    assert report_of(run, "qa_generation")["steps"]["ddl_generation"] == {"seconds": 9}


def test_llm__in_all_and_per_step(run: Path) -> None:
    usage = {"calls": 3, "retries": 1, "cache_hits": 2, "failures": 1, "input_tokens": 100, "output_tokens": 20}
    steps = {"ddl_generation": {"describe": usage, "name": usage}}
    value = {"model": "m", "endpoint": "llm.example", "total": {**usage, "cost": 0.5}, "steps": steps}
    (run / "llm_usage.json").write_text(json.dumps(value))
    report = report_of(run)
    assert report["llm"]["total"]["cost"] == 0.5
    assert report["llm"]["steps"]["ddl_generation"]["calls"] == 6
    assert "llm_failures" in codes(report["advice"])


def test_refresh__same_pairs_are_not_read_again(run: Path) -> None:
    """What the earlier report says of them is taken over, unless somebody else wrote it."""
    before = report_of(run)
    path = run / "quality_report.json"
    assert report_of(run)["digest"] == before["digest"]
    forged = {**before, "coverage": {"tables": "forged"}}
    path.write_text(json.dumps(forged))
    assert report_of(run)["coverage"] == before["coverage"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"tables": 7}', '{"tables": [1, {}, {"name": 3}]}', "[" * 9999]
)
def test_refresh__files_that_are_none_do_no_harm(run: Path, content: str) -> None:
    for name in ("schema_profile.json", "quality_report.json", "llm_usage.json", "ddl_generation_result.json"):
        (run / name).write_text(content)
    assert report_of(run)["pairs"]["shipped"] == 4


def test_refresh__half_characters_and_odd_numbers(run: Path) -> None:
    (run / PAIR_FILE).write_text('[{"question": "\\ud83d", "sql": "SELECT \'\\udc00\'"}]')
    (run / "quality_report.json").write_text('{"steps": {"ddl_generation": {"seconds": NaN}}}')
    (run / "llm_usage.json").write_text('{"total": {"calls": Infinity, "failures": "many"}}')
    assert report_of(run)["pairs"]["shipped"] == 1


def test_refresh__nothing_there(tmp_path: Path) -> None:
    report = report_of(tmp_path, "ddl_generation")
    assert report["headlines"] == [] and report["advice"] == []
    assert "counts" not in report and "coverage" not in report


def test_refresh__no_tables_and_no_pairs_divide_by_nothing(tmp_path: Path) -> None:
    (tmp_path / "schema_profile.json").write_text('{"database": "empty", "tables": []}')
    write_pairs(tmp_path, [])
    write_validation(tmp_path, {})
    report = report_of(tmp_path)
    assert report["coverage"]["tables"]["percent"] is None and report["hardness"]["largest_gap"] is None
    assert codes(report["advice"]) == ["no_pairs"]


def test_write_quality_report__that_cannot_be_written_is_a_warning(tmp_path: Path, caplog: Any) -> None:
    (tmp_path / "quality_report.json").mkdir()
    write_quality_report(PlainStep(tmp_path, {"language": "en"}), "ddl_generation", {})
    assert "could not be written" in caplog.text


@pytest.mark.parametrize(("part", "whole", "shown"), [(0, 0, None), (0, 9, 0.0), (9, 9, 100.0), (9999, 10_000, 99.9),
                                                      (1, 10_000, 0.1), (1, 3, 33.3)])  # fmt: skip
def test_percent(part: int, whole: int, shown: float | None) -> None:
    assert percent(part, whole) == shown


@pytest.mark.parametrize(
    ("name", "value", "worth"),
    [
        ("tables", 95, "good"),
        ("tables", 94.9, "fair"),
        ("tables", 10, "poor"),
        ("repeated", 5, "good"),
        ("repeated", 5.1, "fair"),
        ("repeated", 16, "poor"),
        ("tables", None, None),
    ],
)
def test_grade(name: str, value: float | None, worth: str | None) -> None:
    assert grade(name, value) == worth


def test_words__every_atom_has_one() -> None:
    assert set(ATOM_WORDS) == set(ATOMS)


def test_workflow__lists_the_report_once_and_keeps_it_when_a_later_step_is_run_again() -> None:
    """A step's outputs are removed before it runs; what is listed at the question step outlives a failed load."""
    steps = json.loads((ROOT / "workflows" / "data_pipeline.json").read_text(encoding="utf-8"))["steps"]
    for name in ("quality_report.json", "quality_report.html"):
        listed = [one["id"] for one in steps for output in one["output_files"] if fnmatch(name, output["pattern"])]
        assert listed == ["qa_generation"]
