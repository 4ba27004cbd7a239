"""The draft: readable, complete, and it never loses or overrules what a person wrote."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from data_pipeline.catalog.model import Catalog
from data_pipeline.documents.describe import Descriptions
from data_pipeline.glossary.apply import apply_glossary
from data_pipeline.glossary.draft import draft
from data_pipeline.glossary.model import Glossary
from data_pipeline.glossary.read import read_glossary
from data_pipeline.step import PipelineError
from data_pipeline.steps import ddl_generation
from tests.pipeline.made_tables import column, shop, table
from tests.pipeline.plain_step import PlainStep
from tests.postgres import run_sql


def _drafted(catalog: Catalog, earlier: str = "", language: str = "en") -> str:
    glossary = read_glossary(earlier, "glossary.draft.yaml") if earlier else Glossary()
    told = apply_glossary(catalog, glossary)
    return draft(told, Descriptions(told), glossary, language)


def test_draft__tells_what_is_known_and_who_says_so() -> None:
    text = _drafted(shop())
    assert text.startswith("# Business glossary of the database shop")
    assert "    description: Orders of the shop  # database\n" in text
    assert "title: {en: date returned}\n" in text
    assert "# inferred\n" in text
    assert 'values: {"1": open, "2": ""}\n' in text
    assert set(yaml.safe_load(text)["tables"]) == {"customer", "orders"}


@pytest.mark.parametrize(
    ("values", "labels", "drafted"),
    [
        (("dog", "cat", "rabbit", "bird"), {}, None),  # words: the short ones are no codes either
        (("M", "F"), {}, {"M": "", "F": ""}),
        (("10", "9"), {}, {"9": "", "10": ""}),
        (("new", "shipped", "back"), {"new": "unpaid"}, {"new": "unpaid", "shipped": "", "back": ""}),
    ],
)
def test_draft__every_value_of_an_enum_or_none(
    values: tuple[str, ...], labels: dict[str, str], drafted: dict[str, str] | None
) -> None:
    kind = "integer" if values[0].isdigit() else "text"
    made = column("kind", kind, enum_values=values, value_labels=labels)
    entry = yaml.safe_load(_drafted(Catalog("x", (table("t", made),))))["tables"]["t"]["columns"]["kind"]
    found = entry.get("values")
    assert (found and {value: label or "" for value, label in found.items()}) == drafted


@pytest.mark.parametrize(("language", "tongue"), [("zh", "zh"), ("en", "en")])
def test_draft__a_title_is_taken_over_as_its_head_says(language: str, tongue: str) -> None:
    text = _drafted(shop(), language=language)
    head = text.partition("\nignore:")[0]
    assert f"title.{tongue}=..." in head
    mark = re.search(f'drafted: "(title\\.{tongue}=\\w+ )', text.partition("  orders:")[2])
    assert mark
    taken = text.replace(f'"{mark[1]}', '"')
    (title,) = read_glossary(taken, "g").tables["orders"].entry.titles
    assert title == tongue
    again = read_glossary(_drafted(shop(), taken, language), "g").tables["orders"].entry
    assert set(again.titles) == {tongue} and not again.description


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_draft__unchanged_says_nothing(language: str) -> None:
    sealed = _drafted(shop(), language=language)
    entries, seal, _ = sealed.rpartition("# drafted: ")
    assert seal
    for text in (sealed, entries):  # with the checksum of the whole, and with those of the entries alone
        assert read_glossary(text, "g") == Glossary(source="g")


def test_draft__is_sealed_only_without_words_of_the_user() -> None:
    changed = _drafted(shop()).replace("terms: {}", "terms: {basket: what is bought at once}")
    assert [term.name for term in read_glossary(changed, "g").terms] == ["basket"]
    again = _drafted(shop(), changed)
    assert "# drafted: " not in again
    assert [term.name for term in read_glossary(again, "g").terms] == ["basket"]


def test_draft__what_was_changed_stays_and_the_rest_is_refreshed() -> None:
    changed = _drafted(shop()).replace("Orders of the shop", "What people bought")
    tables = shop().tables
    renewed = replace(shop(), tables=(replace(tables[0], comment="New comment"), replace(tables[1], comment="Other")))
    for _ in range(2):
        changed = _drafted(renewed, changed)
    assert "description: What people bought  # yours\n" in changed
    assert "description: New comment  # database\n" in changed
    told = apply_glossary(renewed, read_glossary(changed, "g"))
    assert [(one.comment, one.comment_source) for one in told.tables] == [
        ("New comment", "database"),
        ("What people bought", "glossary"),
    ]


def test_draft__keeps_what_is_said_of_tables_and_columns_that_are_not_there() -> None:
    written = "ignore: [orders.total]\ntables: {gone: {title: x, columns: {a: b}}, orders: {columns: {total: sum}}}\n"
    written += "terms: {churn: {definition: who left, synonyms: [loss]}}"
    again = read_glossary(_drafted(shop(), written), "g")
    first = read_glossary(written, "g")
    assert again.tables["gone"].columns["a"].description == "b"
    assert again.tables["orders"].columns["total"].description == "sum"
    assert again.terms == first.terms
    assert [one.pattern for one in again.ignored] == ["orders.total"]


NASTY = [
    "a: b",
    "#x",
    "- y",
    "null",
    "1",
    "'",
    '"',
    "a\\b",
    "[x]",
    "{",
    "&a",
    "*a",
    "!t",
    "\x7f",
    "x\u2028y",
    "é",
    "%",
    "@",
    "a\tb",
]


def test_draft__any_name_is_read_back() -> None:
    catalog = Catalog("x\n# y", tuple(table(name, column(name), comment=name) for name in NASTY))
    text = _drafted(catalog)
    assert set(yaml.safe_load(text)["tables"]) == set(NASTY)
    glossary = read_glossary(text, "g")
    assert (glossary.tables, glossary.unknown) == ({}, ())


def _step(url: str, directory: Path, **parameters: object) -> PlainStep:
    return PlainStep(directory, parameters=dict(parameters), connections={"business": url})


@pytest.fixture
def two_tables(make_schema: Callable[[str], str]) -> str:
    return make_schema("CREATE TABLE a (id int PRIMARY KEY, x int); CREATE TABLE b (id int REFERENCES a)")


def test_run__edited_draft_survives_reruns(two_tables: str, tmp_path: Path) -> None:
    ddl_generation.run(_step(two_tables, tmp_path, language="en"))
    path = tmp_path / "glossary.draft.yaml"
    path.write_text(
        path.read_text().replace("title: {en: x}", "title: {en: extra}").replace("terms: {}", "terms: {T: U}")
    )
    run_sql(two_tables, "ALTER TABLE a ADD fresh text; COMMENT ON COLUMN a.x IS 'by the database'")
    for _ in range(2):
        ddl_generation.run(_step(two_tables, tmp_path, language="en"))
    text = path.read_text()
    assert "title: {en: extra}" in text
    assert "description: by the database  # database" in text
    assert "      fresh:\n" in text
    assert (tmp_path / "business_terms.md").read_text() == "## T\nT: U\n"


def test_run__glossary_is_at_work_in_the_documents(
    two_tables: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "glossary.yaml").write_text("ignore: [b]\ntables: {a: {title: 甲, columns: {x: 说明}}, c: {title: y}}")
    with caplog.at_level(logging.INFO):
        ddl_generation.run(_step(two_tables, tmp_path))
    assert not (tmp_path / "b.ddl").exists()
    assert "- x (integer) - 说明 [术语表]" in (tmp_path / "a_detail.md").read_text()
    assert "## a（甲）" in (tmp_path / "a_detail.md").read_text()
    assert "glossary.yaml 第 2 行：找不到 'c'，该条目未使用" in caplog.messages


def test_run__part_of_the_tables_does_not_warn_of_the_others(
    two_tables: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "glossary.yaml").write_text("tables: {b: {title: y}}")
    ddl_generation.run(_step(two_tables, tmp_path, table_list=["a"]))
    assert "找不到" not in caplog.text


def test_run__broken_glossary_ends_the_step_and_keeps_the_files(two_tables: str, tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_text("tables:\n  a: [x")
    with pytest.raises(PipelineError) as caught:
        ddl_generation.run(_step(two_tables, tmp_path))
    assert caught.value.code == "glossary_invalid"
    assert "line 2" in caught.value.sentence
    assert (tmp_path / "glossary.yaml").read_text() == "tables:\n  a: [x"


def test_draft__its_own_edits_outlast_a_run_with_another_glossary() -> None:
    edited = _drafted(shop()).replace("Orders of the shop", "My words")
    for said in ("one", "two"):
        text = f"tables: {{orders: {{title: {said}, description: theirs}}, customer: {{description: {said}}}}}"
        used = read_glossary(text, "glossary.yaml")
        told = apply_glossary(shop(), used)
        edits = read_glossary(edited, "glossary.draft.yaml", only_edits=True)
        edited = draft(told, Descriptions(told), used, "en", edits)
    last = read_glossary(edited, "glossary.draft.yaml").tables
    assert (last["orders"].entry.description, last["orders"].entry.titles) == ("My words", {"en": "two"})
    assert last["customer"].entry.description == "two"


def test_run__edits_of_the_draft_outlast_a_glossary(database_url: str, tmp_path: Path) -> None:
    run_sql(database_url, "CREATE TABLE thing (id int PRIMARY KEY, size int)")
    step = PlainStep(tmp_path, {"language": "en"}, {"business": database_url})
    ddl_generation.run(step)
    path = tmp_path / "glossary.draft.yaml"
    path.write_text(path.read_text().replace("title: {en: thing}", "title: {en: my thing}"))
    (tmp_path / "glossary.yaml").write_text("tables: {thing: {columns: {size: in metres}}}")
    ddl_generation.run(step)
    (tmp_path / "glossary.yaml").unlink()
    ddl_generation.run(step)
    document = (tmp_path / "thing_detail.md").read_text()
    assert "my thing" in document and "in metres" in document
