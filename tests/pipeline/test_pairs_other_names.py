"""Synonyms of the glossary in questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.other_names import other_names
from data_pipeline.pairs.wording import wording, wordings
from tests.pipeline.business import catalog_of, make_business


@pytest.fixture(scope="module")
def catalog(make_database: Callable[..., str]) -> Catalog:
    return catalog_of(make_business(make_database))


def called(catalog: Catalog, name: str, *synonyms: str, column: str = "") -> Catalog:
    """The catalog where a table, or a column of it, has synonyms."""

    def told(table: Table) -> Table:
        if table.name != name:
            return table
        if not column:
            return replace(table, synonyms=synonyms)
        columns = tuple(replace(one, synonyms=synonyms) if one.name == column else one for one in table.columns)
        return replace(table, columns=columns)

    return replace(catalog, tables=tuple(map(told, catalog.tables)))


def questions(catalog: Catalog, language: str) -> list[str]:
    return [pair.question for pair in generate_pairs(catalog, [language], count=300)]  # type: ignore[list-item]


def test_generate_pairs__a_part_of_the_questions_has_the_synonym(catalog: Catalog) -> None:
    told = called(catalog, "employee", "colleague", "同事")
    usual, other = (sum(noun in text for text in questions(told, "en")) for noun in ("employee", "colleague"))
    assert 0 < other < usual
    assert any("同事" in text for text in questions(told, "zh"))
    assert not any("colleague" in text for text in questions(catalog, "en"))


def test_generate_pairs__synonyms_change_no_statement(catalog: Catalog) -> None:
    """And every question says all of its query, in the words of one of the wordings."""
    told = called(catalog, catalog.tables[0].name, "gadget")
    pairs = generate_pairs(told, ["en"], count=200)
    assert {pair.sql for pair in pairs} == {pair.sql for pair in generate_pairs(catalog, ["en"], count=200)}
    spoken = wordings(told, "en")
    assert len(spoken) == 2
    assert all(any(not one.missing(pair.query, pair.question) for one in spoken) for pair in pairs)


def test_other_names__columns_and_several_sets(catalog: Catalog) -> None:
    table = catalog.tables[0]
    told = called(called(catalog, table.name, "gadget", "gizmo"), table.name, "ticket", column=table.columns[-1].name)
    place = (*table.key, table.columns[-1].name)
    assert other_names(told, "en", wording(told, "en").words) == [
        {table.key: "gadget", place: "ticket"},
        {table.key: "gizmo", place: "ticket"},
    ]


def test_other_names__none_that_says_something_else(catalog: Catalog) -> None:
    """What another table is called as a rule is no name for this one."""
    words = wording(catalog, "en").words
    first, second = catalog.tables[:2]
    assert other_names(called(catalog, first.name, words.table(second).strip()), "en", words) == []
    assert other_names(called(catalog, first.name, "naïve", "单据"), "en", words) == []


@pytest.mark.parametrize("text", ["two\nlines", "x" * 5_000, "a\0b", " blank", ""])
def test_other_names__what_is_no_name_is_not_said(catalog: Catalog, text: str) -> None:
    first = catalog.tables[0]
    told = called(called(catalog, first.name, text), first.name, text, column=first.columns[0].name)
    assert other_names(told, "en", wording(catalog, "en").words) == []
