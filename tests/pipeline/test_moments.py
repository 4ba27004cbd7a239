"""Dates before Christ and infinite ones: in order, told as they are, and never counted with."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from data_pipeline.catalog.moments import calendar_day, day_of, order_of
from data_pipeline.steps import ddl_generation, qa_generation, sql_validation
from tests.pipeline.plain_step import PlainStep
from tests.postgres import run_sql

REIGNS = """
    SET timezone = 'UTC';
    CREATE TABLE reign (id int PRIMARY KEY, ruler text, born date, began timestamp, ends date);
    INSERT INTO reign SELECT i, 'Ruler ' || i, date '0044-03-15 BC' + i * 7,
        timestamp '0002-01-01 BC' + i * 30 * interval '1 day',
        CASE WHEN i % 4 = 0 THEN 'infinity' WHEN i % 9 = 0 THEN '-infinity' ELSE date '2023-01-01' + i * 9 END
    FROM generate_series(1, 120) i;
    CREATE TABLE contract (id int PRIMARY KEY, reign_id int REFERENCES reign, signed_on date, valid_until date,
        amount int);
    INSERT INTO contract SELECT i, 1 + i % 120, date '2022-01-01' + i,
        CASE WHEN i % 5 = 0 THEN 'infinity' ELSE date '2023-06-01' + i * 2 END, i * 3 FROM generate_series(1, 400) i;
    ANALYZE;
"""


@pytest.fixture(scope="module")
def url(make_schema: Callable[[str], str]) -> str:
    return make_schema(REIGNS)


def test_order_of__is_that_of_postgresql(url: str) -> None:
    values = ["-infinity", "0044-03-15 BC", "0044-12-01 BC", "0001-12-31 BC", "0001-01-01", "2024-02-03", "10000-01-01",
              "infinity"]  # fmt: skip
    mixed = random.Random(1).sample(values, len(values))
    rows = run_sql(url, f"SELECT u.day::text FROM unnest('{{{','.join(mixed)}}}'::date[]) u (day) ORDER BY u.day")
    assert [value for (value,) in rows] == sorted(mixed, key=lambda value: order_of(value) or (0, 0, "")) == values
    assert order_of("10:15:00") is None


def test_day_of__keeps_the_era() -> None:
    assert day_of("0044-03-15 12:00:00 BC") == "0044-03-15 BC"
    assert day_of("10000-01-01 00:00:00+00") == "10000-01-01"
    assert calendar_day("0044-03-15 BC") is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_documents__tell_ranges_as_they_are(url: str, tmp_path: Path, language: str) -> None:
    ddl_generation.run(PlainStep(tmp_path, {"language": language}, {"business": url}))
    notes = (tmp_path / "reign_detail.md").read_text(encoding="utf-8").splitlines()
    said = {
        "en": ("- born ranges from {} to {}", "- ends is infinity or -infinity in some rows, which is no date"),
        "zh": ("- born 的时间范围：{} 至 {}", "- ends 的部分行为 infinity 或 -infinity，不是具体日期"),
    }[language]
    assert said[0].format("0044-03-22 BC", "0042-07-03 BC") in notes
    assert said[0].replace("born", "ends").format("2023-01-10", "2025-12-07") in notes
    assert said[1] in notes
    ddl = (tmp_path / "reign.ddl").read_text(encoding="utf-8")
    assert "0044-03-22 BC" in ddl
    assert "infinity" not in ddl


def test_pairs__count_no_days_or_months_of_infinite_dates(url: str, tmp_path: Path) -> None:
    step = PlainStep(tmp_path, {"language": "en", "max_pairs": 250}, {"business": url})
    ddl_generation.run(step)
    qa_generation.run(step)
    made = next(tmp_path.glob("qs_*_pair.json")).read_text(encoding="utf-8")
    for pair in json.loads(made):
        for infinite in ("ends", "valid_until"):
            assert not any(f"{of}{infinite}" in pair["sql"] for of in ("to_char(", "EXTRACT(YEAR FROM ", "- ")), pair
            assert f"{infinite} - " not in pair["sql"]
    figures = sql_validation.run(step)
    assert figures["invalid"] == 0
    assert figures["tied"] <= 3  # infinity is no first place of its own
