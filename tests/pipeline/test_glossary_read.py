"""What a person may write in a glossary, and what is said of what he may not."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from data_pipeline.glossary.find import task_glossary
from data_pipeline.glossary.model import Entry, Term
from data_pipeline.glossary.read import read_glossary
from data_pipeline.step import PipelineError

WRITTEN = """
# what we say
ignore: [sql_log, "*_bak"]
terms:
  客单价: 销售额除以订单数
  GMV: {definition: gross merchandise value, synonyms: 成交额、流水}
tables:
  orders:
    title: {zh: 订单, en: purchase}
    synonyms: [单据]
    columns:
      state:
        title: 状态
        values: {1: 新建, no: 否, 01: "是", 9: }
      total: what was paid
"""


def test_read_glossary__everything() -> None:
    glossary = read_glossary(WRITTEN, "glossary.yaml")
    orders = glossary.tables["orders"]
    assert (orders.entry.titles, orders.entry.synonyms) == ({"zh": "订单", "en": "purchase"}, ("单据",))
    assert orders.columns["total"] == Entry(15, description="what was paid")
    assert orders.columns["state"].titles == {"zh": "状态"}
    assert orders.columns["state"].labels == {"1": "新建", "no": "否", "01": "是"}
    assert glossary.terms == (
        Term("客单价", "销售额除以订单数"),
        Term("GMV", "gross merchandise value", ("成交额", "流水")),
    )
    assert [(one.pattern, one.line) for one in glossary.ignored] == [("sql_log", 3), ("*_bak", 3)]
    assert glossary.unknown == ()


def test_read_glossary__words_that_mean_nothing_are_kept_with_their_line() -> None:
    assert read_glossary("tables:\n  a:\n    synonym: x\nterm: y\n", "g").unknown == (("term", 4), ("synonym", 3))


@pytest.mark.parametrize("text", ["", "# nothing\n", "tables:\nterms:\nignore:\n", "tables: {a: {columns: {b: }}}"])
def test_read_glossary__empty(text: str) -> None:
    glossary = read_glossary(text, "g.yaml")
    assert (glossary.tables, glossary.terms, glossary.ignored) == ({}, (), ())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("tables: [a, b\n", (1, 9)),
        ("tables:\n  a:\n\t- x", (3, 1)),
        ("a: b: c", (1, 5)),
        ("tables:\n  a: {synonyms: {x: y}}", (2, 17)),
        ("tables:\n  - a", (2, 3)),
        ("tables:\n  a:\n    description: [x]", (3, 18)),
        ("tables: {a: {}, a: {}}", (1, 17)),
        ("tables:\n  a: &x {title: y}\n  b: *x", (3, 6)),
        ("ignore: " + "[" * 20 + "]" * 20, (1, 20)),
        ("tables: {? [a] : b}", (1, 12)),
        ("a: \x01", (1, 1)),
    ],
)
def test_read_glossary__refused_with_line_and_column(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(PipelineError) as caught:
        read_glossary(text, "glossary.yaml")
    assert caught.value.code == "glossary_invalid"
    assert f"glossary.yaml, line {place[0]}, column {place[1]}: " in caught.value.sentence
    assert f"第 {place[0]} 行第 {place[1]} 列" in caught.value.zh


def test_read_glossary__every_fault_is_told() -> None:
    text = "tables:\n  a: [x]\n  b:\n    synonyms: {c: d}\n    columns: x\nterms: 5\n"
    with pytest.raises(PipelineError) as caught:
        read_glossary(text, "g.yaml")
    names, listed = "names with a colon after each must stand here", "a list such as [a, b] must stand here"
    places = [f"line 2, column 6: {names}", f"line 5, column 14: {names}", f"line 4, column 15: {listed}"]
    assert caught.value.sentence == (
        f"g.yaml, {'; '.join([*places, f'line 6, column 8: {names}'])}. Correct it, then run the step again."
    )
    many = "tables:\n" + "".join(f"  t{n}: [x]\n" for n in range(30))
    with pytest.raises(PipelineError) as caught:
        read_glossary(many, "g.yaml")
    assert caught.value.sentence.count("column") == 20 and "; places besides these: 10." in caught.value.sentence
    assert "；另有 10 处" in caught.value.zh


def test_read_glossary__alias_bomb_costs_nothing() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in pairwise("abcdefghi"))
    with pytest.raises(PipelineError) as caught:
        read_glossary(bomb, "g.yaml")
    assert "line 2" in caught.value.sentence


def test_task_glossary__named_before_written_before_drafted(tmp_path: Path) -> None:
    for name in ("glossary.draft.yaml", "glossary.yaml", "ours.yml"):
        (tmp_path / name).write_text("ignore: [x]")
    assert task_glossary({"glossary_file": "ours.yml"}, tmp_path).source == "ours.yml"
    assert task_glossary({}, tmp_path).source == "glossary.yaml"
    (tmp_path / "glossary.yaml").unlink()
    assert task_glossary({}, tmp_path).source == "glossary.draft.yaml"
    (tmp_path / "glossary.draft.yaml").unlink()
    assert task_glossary({}, tmp_path).source == ""


def test_task_glossary__gbk(tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_bytes("terms: {客单价: 平均}".encode("gbk"))
    assert task_glossary({}, tmp_path).terms == (Term("客单价", "平均"),)


@pytest.mark.parametrize("name", ["missing.yaml", "../outside.yaml", "plain.txt", ".hidden.yaml"])
def test_task_glossary__only_yaml_of_the_task(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.yaml").write_text("terms: {}")
    task = tmp_path / "task"
    task.mkdir()
    (task / "plain.txt").write_text("terms: {}")
    (task / ".hidden.yaml").write_text("terms: {}")
    with pytest.raises(PipelineError) as caught:
        task_glossary({"glossary_file": name}, task)
    assert caught.value.code == "glossary_missing"
    assert name in caught.value.sentence


def test_task_glossary__too_large(tmp_path: Path) -> None:
    with (tmp_path / "glossary.yaml").open("wb") as file:
        file.truncate(9 * 1024 * 1024)
    with pytest.raises(PipelineError) as caught:
        task_glossary({}, tmp_path)
    assert "8 MB" in caught.value.sentence
