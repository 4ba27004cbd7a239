"""Descriptions of tables, and the profile of the schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data_pipeline.documents.table_documents import table_documents
from data_pipeline.documents.text import clipped, examples, shortened, title
from data_pipeline.step import PipelineError
from data_pipeline.steps import ddl_generation
from tests.pipeline.made_tables import column
from tests.pipeline.plain_step import PlainStep


@pytest.fixture(scope="module")
def written(odd_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("documents")
    ddl_generation.run(PlainStep(directory, connections={"business": odd_url}))
    return directory


def _lines(directory: Path, name: str) -> list[str]:
    return (directory / name).read_text(encoding="utf-8").splitlines()


def test_detail_markdown__format(written: Path) -> None:
    lines = _lines(written, "bss__area_detail.md")
    assert lines[0] == "## bss.area（服务区）"
    assert lines[1].startswith("bss.area 表：服务区，全国 第二行 */")
    assert lines[2] == "字段列表："
    assert "- id (integer) - 服务区的唯一标识，由数据库自动编号 [推断] [主键, 非空] [示例: 1, 34, 67]" in lines
    assert "- code (smallint) - 状态：1-启用 2-停用 3-规划中 [示例: 1, 2]" in lines
    notes = lines[lines.index("字段补充说明：") :]
    assert "- code 为枚举字段，包含取值：1（启用）、2（停用）、3（规划中）" in notes
    assert "- id 为主键" in notes
    assert "- parent_id 为外键，关联 bss.area.id" in notes
    assert "- 被 a_child 引用：area_id → id" in notes
    assert "- 被 a_child 引用（推断，置信度 0.95）：area_no → area_no" in notes
    assert "- 数据量：约 100 行" in notes
    assert "- d 的时间范围：2020-01-02 至 2020-04-10" in notes


def test_detail_markdown__composite_key_and_partitions(written: Path) -> None:
    lines = _lines(written, "sales_detail.md")
    assert "- 复合主键：id, d" in lines
    assert "- 分区表，分区方式：RANGE (d)" in lines


def test_detail_markdown__views_have_one_and_no_ddl(written: Path) -> None:
    lines = _lines(written, "busy_detail.md")
    assert lines[1].startswith("busy 视图")
    assert "- code 为枚举字段，包含取值：1（启用）、2（停用）、3（规划中）" in lines
    assert "视图定义：" in lines
    assert not (written / "busy.ddl").exists()


def test_detail_markdown__both_languages(odd_url: str) -> None:
    _, markdown = table_documents(odd_url, "bss", "area", "both")
    assert "## bss.area（服务区）" in markdown
    assert "## bss.area (服务区)\n" in markdown
    assert "- code is an enum with the values: 1 (启用), 2 (停用), 3 (规划中)" in markdown


def test_schema_profile__format(written: Path) -> None:
    profile = json.loads((written / "schema_profile.json").read_text(encoding="utf-8"))
    tables = {(table["schema"], table["name"]): table for table in profile["tables"]}
    assert len(tables) == 12
    child = tables["public", "a_child"]
    assert (child["comment_source"], child["row_count"]) == ("inferred", 400)
    assert child["comment"].startswith("a child，每行一个")
    assert child["primary_key"] == ["id"]
    assert {
        "columns": ["area_id"],
        "ref_schema": "bss",
        "ref_table": "area",
        "ref_columns": ["id"],
        "source": "declared",
        "confidence": 1.0,
    } in child["foreign_keys"]
    code = next(column for column in tables["bss", "area"]["columns"] if column["name"] == "code")
    assert code == {
        "name": "code",
        "type": "smallint",
        "nullable": True,
        "comment": "状态：1-启用 2-停用 3-规划中",
        "comment_source": "database",
        "titles": {"zh": "状态"},
        "synonyms": [],
        "sensitive": "",
        "unit": "",
        "is_enum": True,
        "enum_values": ["1", "2"],
        "value_labels": {"1": "启用", "2": "停用", "3": "规划中"},
    }


def test_table_documents__missing_table_is_told(odd_url: str) -> None:
    with pytest.raises(PipelineError) as caught:
        table_documents(odd_url, "public", "missing")
    assert caught.value.code == "table_not_found"


def test_clipped__one_line_of_forty_characters() -> None:
    assert clipped("a\n\tb\u2028c\x00d") == "a b c d"
    assert clipped("x" * 41) == "x" * 39 + "…"


@pytest.mark.parametrize(
    ("comment", "short"),
    [
        ("服务区，全国", "服务区"),
        ("Orders. One row each", "Orders"),
        ("订单（主表）", "订单"),
        ("", ""),
        ("：x", "：x"),
        ("One row for each order", ""),
        ("Orders of the shop and what became of them", ""),
        ("记" * 31, ""),
    ],
)
def test_title__first_clause(comment: str, short: str) -> None:
    assert title(comment) == short


@pytest.mark.parametrize(
    ("text", "longest", "short"),
    [
        ("one of food, vaccine, Rabies vaccine", 30, "one of food, vaccine, …"),
        ("from 2011-04-21 to 2025-04-18; refers to clinic", 34, "from 2011-04-21 to 2025-04-18; …"),
        ("what the owner told the clinic", 21, "what the owner told …"),
        ("取值：咨询、疫苗、手术、住院", 12, "取值：咨询、疫苗、…"),
        ("宠" * 20, 10, "宠" * 9 + "…"),
        ("x" * 20, 10, "x" * 9 + "…"),
        ("a, b", 4, "a, b"),
    ],
)
def test_shortened__ends_at_a_word_or_a_part(text: str, longest: int, short: str) -> None:
    assert shortened(text, longest) == short
    assert all(len(shortened(text, n)) <= n for n in range(6, 60))


def test_examples__are_different_and_as_many_as_there_are() -> None:
    twice = column("left_on", "date", statistics={"bounds": ("2025-08-16", "2025-08-16", "2025-10-05")})
    assert examples(twice) == ["2025-08-16", "2025-10-05"]
    seen = {"common_values": ("Hughes",), "bounds": ("Abbott", "Dixon", "Lowe", "Moss", "Reed", "Webb")}
    assert examples(column("last_name", statistics=seen)) == ["Hughes", "Abbott", "Lowe"]
    assert examples(column("phone", sensitive="phone", masked_examples=("138****0001",))) == ["138****0001"]


def test_detail_markdown__yes_and_no_is_no_enum(make_schema: Callable[[str], str]) -> None:
    url = make_schema(
        "CREATE TABLE pets (id int PRIMARY KEY, neutered boolean, species text, notes text);"
        "INSERT INTO pets SELECT i, i % 2 = 0, (ARRAY['dog', 'rabbit'])[1 + i % 2], (ARRAY['shy', 'bites'])[1 + i % 2]"
        " FROM generate_series(1, 60) i; ANALYZE"
    )
    _, markdown = table_documents(url, "public", "pets", "en")
    assert [line for line in markdown.splitlines() if "is an enum" in line] == [
        "- species is an enum with the values: dog, rabbit"
    ]
    assert "- notes (text) - Free text with notes on the pet [inferred] [examples: " in markdown
