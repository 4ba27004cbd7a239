"""What the files of a run contribute to the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_pipeline.step import PipelineError
from data_pipeline.store.documents import documents
from tests.pipeline.plain_step import write_documents


def test_documents__sections_by_heading(tmp_path: Path) -> None:
    write_documents(tmp_path)
    (tmp_path / "orders_detail.md").write_text(
        "前言\n\n## orders（订单）\n- id\n### 补充\n- x\n# 关系\n- y\n", encoding="utf-8"
    )
    texts = [entry.document for entry in documents(tmp_path, "shop") if entry.kind == "documentation"]
    assert texts == ["前言", "## orders（订单）\n- id\n### 补充\n- x", "# 关系\n- y"]


def test_documents__only_tables_of_the_run(tmp_path: Path) -> None:
    """Defect 11: what an earlier run or another file left does not leak in."""
    write_documents(tmp_path, ["orders", "gone"])
    write_documents(tmp_path, ["orders"])
    (tmp_path / "metadata_detail.md").write_text("## metadata\n", encoding="utf-8")
    assert {(entry.kind, "orders" in entry.document) for entry in documents(tmp_path, "shop")} == {
        ("ddl", True),
        ("documentation", True),
    }


def test_documents__view_has_no_ddl(tmp_path: Path) -> None:
    write_documents(tmp_path)
    (tmp_path / "orders.ddl").unlink()
    assert [entry.kind for entry in documents(tmp_path, "shop")] == ["documentation"]


def test_documents__long_one_is_stored_whole(tmp_path: Path) -> None:
    write_documents(tmp_path)
    (tmp_path / "orders_detail.md").write_text("## orders\n" + "- column\n" * 1000, encoding="utf-8")
    entry = documents(tmp_path, "shop")[1]
    assert len(entry.document) > 8000
    assert len(entry.embedded) <= 300


def test_documents__embedded_by_names_and_comments(tmp_path: Path) -> None:
    write_documents(tmp_path)
    columns = ["- no (character varying(32)) - 订单号 [主键, 非空] [示例: A1, B2]", "- day (date) - 日期"]
    markdown = "\n".join(["## orders（订单）", "字段列表：", *columns])
    (tmp_path / "orders_detail.md").write_text(markdown, encoding="utf-8")
    ddl, document = documents(tmp_path, "shop")
    assert ddl.embedded == document.embedded == "orders（订单） 字段列表： - no 订单号 - day 日期"


@pytest.mark.parametrize("name", ["schema_profile.json", "orders_detail.md"])
def test_documents__missing_file_is_named(tmp_path: Path, name: str) -> None:
    write_documents(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(PipelineError) as caught:
        documents(tmp_path, "shop")
    assert caught.value.code == "documents_missing"
    assert name in caught.value.sentence


@pytest.mark.parametrize("content", ["{", "[]", '{"tables": [{"name": "orders"}]}', '{"tables": 3}'])
def test_documents__broken_profile(tmp_path: Path, content: str) -> None:
    (tmp_path / "schema_profile.json").write_text(content, encoding="utf-8")
    with pytest.raises(PipelineError) as caught:
        documents(tmp_path, "shop")
    assert caught.value.code == "profile_invalid"
