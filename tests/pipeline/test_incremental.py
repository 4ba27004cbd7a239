"""Runs over what earlier runs left: nothing is redone but what has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data_pipeline.fingerprint.settings import settings_of
from tests.pipeline.plain_step import PlainStep
from tests.pipeline.rerun import SHOP, Place, assert_nothing_redone, reads, rewritten, stayed


@pytest.mark.parametrize("between", ["", "ANALYZE", "DELETE FROM repair WHERE id = 7; ANALYZE"])
def test_run__unchanged_database(place: Place, between: str) -> None:
    files, entries = place.files(), place.entries()
    if between:
        place.sql(between)
    assert_nothing_redone(place, files, entries, place.run())


def test_run__first_analyze(make_database: Callable[..., str], tmp_path: Path) -> None:
    """What autovacuum does a minute after the tables were filled."""
    place = Place(make_database(), make_database(), tmp_path)
    place.sql(SHOP)
    place.run()
    files, entries = place.files(), place.entries()
    place.sql("ANALYZE")
    assert_nothing_redone(place, files, entries, place.run())


CHANGES = {
    "comment": ("COMMENT ON COLUMN machine.power IS 'power in kW'", {"machine", "repair"}, ("machine",)),
    "column": ("ALTER TABLE machine ADD built date DEFAULT '2020-01-01'", {"machine", "repair"}, ("machine",)),
    "rows": ("INSERT INTO repair SELECT i, 1 + i % 60, i * 1.7 + 10, '2024-05-01' FROM generate_series(1000, 3000) i;"
             "ANALYZE repair", {"repair", "machine"}, ("repair",)),
    "values": ("UPDATE machine SET kind = CASE kind WHEN 'saw' THEN 'drill' ELSE 'press' END; ANALYZE machine",
               {"machine", "repair"}, ("machine",)),
    "key dropped": ("ALTER TABLE repair DROP CONSTRAINT repair_machine_id_fkey", {"repair", "machine"}, ("repair",)),
    "key added": ("ALTER TABLE repair ADD UNIQUE (day, id)", {"repair", "machine"}, ("repair",)),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_run__a_table_changed(place: Place, change: str) -> None:
    statements, touched, changed = CHANGES[change]
    before, documents, rows = place.pairs(), place.documents(), place.entries()
    place.sql(statements)
    figures = place.run()
    after = place.pairs()
    kept = [pair for pair in before if not reads(pair, *changed)]
    assert rewritten(place, documents) == touched
    assert stayed(before, after, *changed) == kept
    assert kept and all(reads(pair, *changed) for pair in set(after) - set(before))
    assert figures["qa_generation"]["new"] > 0 and len({question for question, _ in after}) == len(after)
    assert abs(len(after) - len(before)) <= 3
    assert place.loaded() == sorted(after)
    unaffected = [row for row in rows if row[1] in {r[1] for r in place.entries()}]
    assert len(unaffected) > len(rows) / 2 and set(unaffected) <= set(place.entries()), "the very same rows"
    files, entries = place.files(), place.entries()
    assert_nothing_redone(place, files, entries, place.run())


def test_run__a_table_added_and_dropped(place: Place) -> None:
    before, documents = place.pairs(), place.documents()
    place.sql(
        "CREATE TABLE coupon (id int PRIMARY KEY, customer_id int REFERENCES customer, worth numeric, kind text);"
        "INSERT INTO coupon SELECT i, 1 + i % 400, i % 20 + 5, (ARRAY['a', 'b'])[1 + i % 2]"
        " FROM generate_series(1, 500) i;"
        "ANALYZE coupon"
    )
    place.run()
    after = place.pairs()
    assert rewritten(place, documents) == {"coupon", "customer"}
    assert [pair for pair in after if pair in set(before)] == before
    assert sum(reads(pair, "coupon") for pair in after) == len(after) - len(before) >= 8
    place.sql("DROP TABLE coupon")
    place.run()
    assert place.pairs() == before
    assert "coupon.ddl" not in place.files() and "coupon_detail.md" not in place.files()
    assert "coupon" not in str(place.entries()) and place.loaded() == sorted(before)


def test_run__language_changed(place: Place) -> None:
    place.run(language="zh")
    assert all(not question.isascii() for question, _ in place.pairs())
    assert place.loaded() == sorted(place.pairs())
    assert "字段列表" in (place.directory / "orders_detail.md").read_text(encoding="utf-8")


def test_run__what_the_database_is_about_is_for_the_llm_alone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    files, entries = place.files(), place.entries()
    assert_nothing_redone(place, files, entries, place.run(business_context="a workshop"))
    monkeypatch.setenv("LLM_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("LLM_MODEL", "none")
    assert set(settings_of(PlainStep(place.directory), "seed")) == {
        "language", "seed", "business_context", "llm", "program"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"seed": 5, "max_pairs": 30}, "changed since the last run: max_pairs, seed"),
        ({"language": "zh"}, "以下设置与上次运行不同，全部重新生成：language"),
    ],
)
def test_run__says_which_setting_makes_everything_anew(place: Place, changes: dict[str, object], told: str) -> None:
    place.run(**changes)
    assert any(line.endswith(told) and "qa_generation" in line for line in place.lines)
    assert not any("stay as they are" in line for line in place.lines if "qa_generation" in line)


def test_run__glossary_changed(place: Place) -> None:
    before, documents = place.pairs(), place.documents()
    glossary = "tables:\n  machine:\n    title: {en: work station}\nterms:\n  uptime:\n    definition: share of hours\n"
    (place.directory / "glossary.yaml").write_text(glossary, encoding="utf-8")
    place.run()
    assert rewritten(place, documents) == {"machine", "repair"}
    assert any("work station" in question for question, _ in place.pairs())
    assert stayed(before, place.pairs(), "machine") == [pair for pair in before if not reads(pair, "machine")]
    (place.directory / "glossary.yaml").write_text(glossary.replace("hours", "days"), encoding="utf-8")
    figures = place.run()
    assert figures["ddl_generation"]["redone"] == figures["qa_generation"]["new"] == 0
    assert "share of days" in str(place.entries()) and "share of hours" not in str(place.entries())


def test_run__more_and_fewer_pairs(place: Place) -> None:
    place.run(max_pairs=20)
    assert len(place.pairs()) <= 20 and place.loaded() == sorted(place.pairs())
    place.sql("COMMENT ON TABLE repair IS 'Repairs of machines'")
    place.run(max_pairs=20)
    assert len(place.pairs()) <= 20 and any(reads(pair, "repair") for pair in place.pairs())
    place.run(max_pairs=90)
    assert len(place.pairs()) > 60 and place.loaded() == sorted(place.pairs())


def test_run__validation_off_and_on(place: Place) -> None:
    files, entries = place.files(), place.entries()
    place.run(enable_sql_validation=False)
    assert (place.files(), place.entries()) == (files, entries)
    assert_nothing_redone(place, files, entries, place.run())


def test_run__a_pair_that_answers_no_longer_is_taken_out(place: Place) -> None:
    """Few rows went, so that the tables are much the same, but not to every query."""
    before = place.pairs()
    place.sql("UPDATE machine SET machine_name = 'M' || id")
    figures = place.run()
    assert 0 < len(place.pairs()) <= len(before) and place.loaded() == sorted(place.pairs())
    assert figures["sql_validation"]["valid"] == len(place.pairs())


def test_run__files_that_somebody_removed_come_back(place: Place) -> None:
    names = ["orders.ddl", "region_detail.md", "metadata.txt"]
    before = {name: (place.directory / name).read_bytes() for name in names}
    pairs = place.pairs()
    for name in names:
        (place.directory / name).unlink()
    place.run()
    assert {name: (place.directory / name).read_bytes() for name in names} == before
    assert place.pairs() == pairs


def test_run__what_a_person_wrote_into_the_pair_file_stays(place: Place) -> None:
    (path,) = place.directory.glob("qs_*_pair.json")
    pairs = json.loads(path.read_text(encoding="utf-8"))
    own = {"question": "How many machines do we own?", "sql": "SELECT count(*) FROM machine;"}
    path.write_text(json.dumps([own, *pairs]), encoding="utf-8")
    place.sql("COMMENT ON TABLE orders IS 'Orders'")
    place.run()
    assert place.pairs()[0] == (own["question"], own["sql"]) and place.loaded() == sorted(place.pairs())


def test_run__report_is_right_after_a_change(place: Place) -> None:
    place.sql("DROP TABLE repair")
    place.run()
    report = json.loads((place.directory / "quality_report.json").read_text(encoding="utf-8"))
    assert report["counts"]["tables"] == 4 and set(report["steps"]) == {
        "ddl_generation", "qa_generation", "sql_validation", "training_load"
    }  # fmt: skip
    assert report["pairs"]["shipped"] == len(place.pairs())
