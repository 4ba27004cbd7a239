"""What counts as a change of a table, and what as noise."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Statistics, Table
from data_pipeline.fingerprint.estimates import alike, estimates
from data_pipeline.fingerprint.made import MadePair, mixed, still_there
from data_pipeline.fingerprint.record import Record, compare, read_record, recorded, write_record
from tests.pipeline.business import catalog_of
from tests.postgres import run_sql

SKEWED = """
    CREATE TABLE event AS SELECT i AS id, (random() * 1000)::int AS even, exp(random() * 8)::numeric(12, 2) AS skewed,
        floor(exp(random() * random() * 9))::int AS heaped, date '2020-01-01' + (random() ^ 2 * 1500)::int AS day,
        (ARRAY['a', 'b', 'c', 'd'])[1 + floor(random() * random() * 4)::int] AS state, md5(i::text) AS code,
        'city ' || floor(exp(random() * 7))::int AS city, CASE WHEN random() < .09 THEN 'x' END AS rare
    FROM generate_series(1, 60000) i;
    ALTER TABLE event ADD PRIMARY KEY (id);
    CREATE TABLE few AS SELECT * FROM event LIMIT 300;
    CREATE VIEW busy AS SELECT state, city, count(*) AS events, avg(skewed) AS mean FROM event GROUP BY 1, 2;
"""


def column(name: str, **changes: object) -> Column:
    known = Statistics(distinct=40, common_values=("1", "2"), common_fractions=(0.3, 0.2), bounds=("3", "9", "20"))
    return replace(Column(name, "integer", "N", 1, False, statistics=known), **changes)  # type: ignore[arg-type]


def catalog(*changed: Table) -> Catalog:
    key = ForeignKey(("a",), "public", "parent", ("a",), source="inferred", confidence=0.9)
    tables = {
        "parent": Table("public", "parent", "table", "Parents", 100, (column("a"),)),
        "child": Table("public", "child", "table", None, 1000, (column("a"),), foreign_keys=(key,)),
        "other": Table("public", "other", "table", None, 1000, (column("a"),)),
    }
    return Catalog("d", tuple((tables | {table.name: table for table in changed}).values()))


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """That of ``catalog()``, written and read again."""
    changes = compare(catalog(), Record(), "s")
    write_record(tmp_path / "record.json", recorded(catalog(), Record(), changes, "s", more=1))
    return read_record(tmp_path / "record.json")


def changed(record: Record, **fields: object) -> tuple[set[str], set[str]]:
    """The names of changed and of touched tables when ``parent`` has these fields."""
    parent = replace(catalog().tables[0], **fields)  # type: ignore[arg-type]
    found = compare(catalog(parent), record, "s")
    return {name for _, name in found.changed}, {name for _, name in found.touched}


def statistics(**fields: object) -> tuple[Column, ...]:
    return (column("a", statistics=replace(column("a").statistics, **fields)),)  # type: ignore[type-var]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"row_count": 120},
        {"columns": statistics(null_fraction=0.05)},
        {"columns": statistics(distinct=70)},
        {"columns": statistics(common_values=("2", "1"), common_fractions=(0.29, 0.28))},
        {"columns": statistics(bounds=("3", "8", "25"))},
        {"columns": (column("a", statistics=Statistics()),)},
    ],
)
def test_compare__noise(record: Record, fields: dict[str, object]) -> None:
    assert changed(record, **fields) == (set(), set())


@pytest.mark.parametrize(
    "fields",
    [
        {"comment": "People"},
        {"row_count": 150},
        {"row_count": 0},
        {"titles": {"en": "parent"}},
        {"columns": (column("a"), column("b"))},
        {"columns": (column("a", enum_values=("1", "2")),)},
        {"columns": statistics(null_fraction=0.5)},
        {"columns": statistics(distinct=400)},
        {"columns": statistics(common_values=("7", "8"))},
        {"columns": statistics(common_values=("100", "200"), bounds=("300", "900", "2000"))},
        {"primary_key": ("a",)},
    ],
)
def test_compare__change(record: Record, fields: dict[str, object]) -> None:
    assert changed(record, **fields) == ({"parent"}, {"parent", "child"})


def test_compare__table_gone_touches_what_referred_to_it(record: Record) -> None:
    left = replace(catalog(), tables=catalog().tables[1:])
    found = compare(left, record, "s")
    assert (found.gone, found.changed) == ({("public", "parent")}, frozenset())
    assert found.touched == {("public", "child")}


def test_compare__other_settings_change_everything(record: Record) -> None:
    found = compare(catalog(), record, "t")
    assert len(found.changed) == len(found.touched) == 3 and not found.unchanged and not found.gone


def test_compare__small_steps_add_up(record: Record) -> None:
    """The figures stay those of the last change, so that a table cannot grow unnoticed."""
    grown = catalog(replace(catalog().tables[0], row_count=120))
    again = recorded(grown, record, compare(grown, record, "s"), "s")
    assert changed(again, row_count=140) == ({"parent"}, {"parent", "child"})


@pytest.mark.parametrize("text", ["", "[]", '{"settings": "s"}', '{"settings": "s", "more": {}, "tables": [1]}', "{"])
def test_read_record__what_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "record.json").write_text(text)
    assert read_record(tmp_path / "record.json") == Record()


def test_compare__a_record_of_odd_shape_is_a_change(record: Record) -> None:
    odd = Record("s", {key: {**value, "columns": 7} for key, value in record.tables.items()})
    assert len(compare(catalog(), odd, "s").changed) == 3


def test_compare__analyze_again_and_again(make_database: Callable[..., str]) -> None:
    """Samples of a skewed table differ; the first ANALYZE tells more than a look at some rows."""
    url = make_database()
    run_sql(url, SKEWED)
    records = []
    for _ in range(4):
        found = catalog_of(url)
        for record in records:
            assert compare(found, record, "s").changed == frozenset()
        records.append(recorded(found, Record(), compare(found, Record(), "s"), "s"))
        run_sql(url, "ANALYZE event, few")


def test_mixed__evenly_and_in_order() -> None:
    assert mixed([1, 2, 3, 4], [10, 20]) == [1, 10, 2, 3, 20, 4]
    assert mixed([], [1, 2]) == [1, 2] and mixed([1, 2], []) == [1, 2]


def test_still_there__repaired_and_edited() -> None:
    made = [MadePair("q1", "s1", (("public", "a"),), "generated"), MadePair("q2", "s2", (("public", "b"),), "proposed")]
    file = json.loads('[{"question": "q1", "sql": "mended"}, {"question": "own", "sql": "own"}]')
    assert list(still_there(made, file)) == [
        MadePair("q1", "mended", (("public", "a"),), "generated"),
        MadePair("own", "own", (), "edited"),
    ]


@pytest.mark.parametrize(
    ("bounds", "is_other"),
    [
        (tuple(f"Firm {n}" for n in range(9)), True),
        (("Ship 7", "Shop 2", "Shopping"), False),
        (("Firm 1", "Shop 0"), False),  # some are left
        ((), False),  # nothing is known now
    ],
)
def test_alike__texts_that_all_begin_otherwise(bounds: tuple[str, ...], is_other: bool) -> None:
    """Nearly every shop has another name: what the questions name is there no more."""
    shops = tuple(f"Shop {n}" for n in range(9))
    before, now = (
        Table("public", "client", "table", None, 200,
              (Column("name", "text", "S", 1, False, statistics=Statistics(distinct=200, bounds=texts)),))
        for texts in (shops, bounds)
    )  # fmt: skip
    assert alike(estimates(before), now) is not is_other


def test_alike__of_a_record_that_does_not_tell_how_texts_begin() -> None:
    table = catalog().tables[0]
    earlier = estimates(table)
    del earlier["columns"]["a"]["starts"]
    assert alike(earlier, table)
