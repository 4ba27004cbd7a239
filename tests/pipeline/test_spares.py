"""Spare pairs in the place of those that validation refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data_pipeline.files import write_json
from data_pipeline.pairs.asking import Pair
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.steps import qa_generation, sql_validation
from tests.pipeline.business import catalog_of
from tests.pipeline.plain_step import PlainStep, read_pairs
from tests.pipeline.rerun import SHOP, Pairs


@pytest.fixture
def url(make_schema: Callable[[str], str]) -> str:
    return make_schema(SHOP)


@pytest.fixture
def generated(tmp_path: Path, url: str) -> tuple[PlainStep, Path, Pairs]:
    """A step over pairs some of which validation refuses, their file and they themselves."""
    step = PlainStep(tmp_path, {"language": "en", "db_name": "shop", "max_pairs": 60}, {"business": url})
    path = tmp_path / qa_generation.run(step)["pair_file"]
    return step, path, read_pairs(path)


def test_generate_pairs__are_the_same_with_spare_ones(url: str) -> None:
    catalog, spares = catalog_of(url), list[Pair]()
    pairs = generate_pairs(catalog, ("zh", "en"), count=100, on_spares=spares.extend)
    assert pairs == generate_pairs(catalog, ("zh", "en"), count=100)
    assert len(spares) == 30 and not {one.sql for one in spares} & {one.sql for one in pairs}
    assert not {one.question for one in spares} & {one.question for one in pairs}


def test_run__as_many_are_left_as_were_made(generated: tuple[PlainStep, Path, Pairs]) -> None:
    step, path, before = generated
    figures = sql_validation.run(step)
    after = read_pairs(path)
    stayed = [pair for pair in before if pair in after]
    assert 0 < len(before) - len(stayed) <= figures["removed"] == figures["total"] - figures["valid"]
    assert len(after) == len(before) == 60 and after[: len(stayed)] == stayed
    assert figures["total"] == figures["valid"] + sum(figures[one] for one in ("empty", "tied", "trivial", "invalid"))
    assert figures["total"] > 60 and figures["valid"] == 60 and figures["valid_percent"] < 100
    report = json.loads((path.parent / figures["files"][0]).read_text(encoding="utf-8"))
    valid = [(one["question"], one["sql"]) for one in report["detailed_results"] if one["valid"]]
    assert valid == after


def test_run__once_more_changes_nothing(generated: tuple[PlainStep, Path, Pairs]) -> None:
    step, path, _ = generated
    first = sql_validation.run(step)
    content = path.read_bytes()
    again = sql_validation.run(step)
    assert (again["files"], again["removed"], path.read_bytes()) == (first["files"], 0, content)


def test_run__what_people_wrote_or_took_out_is_not_replaced(generated: tuple[PlainStep, Path, Pairs]) -> None:
    step, path, before = generated
    sql_validation.run(step)
    kept = [{"question": question, "sql": sql} for question, sql in read_pairs(path)][:50]
    write_json(path, [*kept, {"question": "mine?", "sql": "SELECT nothing FROM nowhere"}])
    sql_validation.run(step)
    assert len(read_pairs(path)) == 50 < len(before)


def test_run__a_file_that_is_not_to_be_modified_stays(generated: tuple[PlainStep, Path, Pairs]) -> None:
    step, path, before = generated
    figures = sql_validation.run(PlainStep(step.directory, {**step.parameters, "modify_original_file": False},
                                           step.connections))  # fmt: skip
    assert (figures["total"], read_pairs(path)) == (60, before)
