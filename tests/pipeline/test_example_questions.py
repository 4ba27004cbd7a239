"""Example questions in the documents, and terms of the glossary in the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_pipeline.catalog.model import Catalog
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.markdown import detail_markdown
from data_pipeline.documents.questions import with_examples
from data_pipeline.documents.terms import terms_markdown
from data_pipeline.fingerprint.made import MadePair, as_json
from data_pipeline.fingerprint.record import Record, write_record
from data_pipeline.glossary.model import Term
from data_pipeline.steps.example_questions import RECORD_NAME, show_examples, show_valid_examples
from data_pipeline.store.documents import documents
from tests.pipeline.made_tables import shop
from tests.pipeline.plain_step import write_documents

QUESTIONS = ["有多少订单？", "How many orders are 已付款?", "哪些订单的 state 是 open？", "What is the total?"]


def _document(path: Path, language: str, catalog: Catalog | None = None) -> str:
    made = catalog or shop()
    path.write_text(detail_markdown(made.tables[1], Descriptions(made), language), encoding="utf-8")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "heading"), [("zh", "常见问题："), ("en", "Example questions:")])
def test_with_examples__at_the_end_and_in_place_of_earlier_ones(tmp_path: Path, language: str, heading: str) -> None:
    path = tmp_path / "orders_detail.md"
    before = _document(path, language)
    with_examples(path, ["old"])
    for _ in range(2):
        with_examples(path, ["one\ntwo", "three", "four"], most=2)
        assert path.read_text(encoding="utf-8") == f"{before}{heading}\n- one two\n- three\n"
    with_examples(path, [])
    assert path.read_text(encoding="utf-8") == before


def test_with_examples__each_language_in_its_section(tmp_path: Path) -> None:
    path = tmp_path / "orders_detail.md"
    before = _document(path, "both")
    with_examples(path, QUESTIONS)
    chinese, english = path.read_text(encoding="utf-8").split("\n\n## ")
    assert chinese.endswith("常见问题：\n- 有多少订单？\n- 哪些订单的 state 是 open？")
    assert english.endswith("Example questions:\n- How many orders are 已付款?\n- What is the total?\n")
    with_examples(path, [])
    assert path.read_text(encoding="utf-8") == before


def test_with_examples__no_document(tmp_path: Path) -> None:
    with_examples(tmp_path / "gone_detail.md", ["x"])
    assert list(tmp_path.iterdir()) == []


def test_show_valid_examples__those_that_validation_took_out_go(tmp_path: Path) -> None:
    path = tmp_path / "orders_detail.md"
    before = _document(path, "en")
    made = [MadePair(f"Question {n}?", f"SELECT {n}", (("public", "orders"),), "generated") for n in range(8)]
    show_examples(tmp_path, [("public", "orders")], made)
    assert "- Question 1?\n" in path.read_text(encoding="utf-8")
    write_record(tmp_path / RECORD_NAME, Record(more={"pairs": as_json(made)}))
    left = [{"question": one.question, "sql": one.sql} for one in made if one.question != "Question 1?"]
    show_valid_examples(tmp_path, left)
    shown = "".join(f"- Question {number}?\n" for number in (0, 2, 3, 4, 5))
    assert path.read_text(encoding="utf-8") == f"{before}Example questions:\n{shown}"


def test_show_valid_examples__pairs_that_no_run_made(tmp_path: Path) -> None:
    path = tmp_path / "orders_detail.md"
    before = _document(path, "en")
    show_valid_examples(tmp_path, [])
    assert path.read_text(encoding="utf-8") == before


def test_terms__each_is_a_document_of_the_store(tmp_path: Path) -> None:
    write_documents(tmp_path)
    terms = [Term("客单价", "销售额除以订单数", ("笔单价",)), Term("GMV\n## x", "all sales", ())]
    (tmp_path / "business_terms.md").write_text(terms_markdown(terms, "zh"), encoding="utf-8")
    entries = [entry for entry in documents(tmp_path, "shop") if "orders" not in entry.document]
    assert [entry.document for entry in entries] == [
        "## 客单价\n客单价：销售额除以订单数\n- 又称：笔单价",
        "## GMV ## x\nGMV ## x：all sales",
    ]
    assert entries[0].embedded == "客单价 客单价：销售额除以订单数 - 又称：笔单价"


def test_terms__none() -> None:
    assert terms_markdown([], "en") == ""
