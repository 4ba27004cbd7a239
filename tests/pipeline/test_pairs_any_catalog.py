"""Whatever a catalog holds, nothing raises; a large one takes no longer than it must."""

from __future__ import annotations

import time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Statistics, Table
from data_pipeline.pairs.generate import generate_pairs
from tests.pipeline.large_catalog import large_catalog

TYPES = [("integer", "N"), ("numeric(10,2)", "N"), ("double precision", "N"), ("text", "S"), ("character(3)", "S"),
         ("date", "D"), ("timestamp with time zone", "D"), ("boolean", "B"), ("text[]", "A"), ("jsonb", "U"),
         ("mood", "E"), ("uuid", "U"), ("interval", "T")]  # fmt: skip
NAMES = ["id", "name", "title", "first_name", "last_name", "amount", "price", "quantity", "state", "created_at", "day",
         "order", "note", "area_id", "订单", "金额", "X", "_", "a b", "phone", "is_open"]  # fmt: skip
VALUES = st.lists(
    st.sampled_from(["1", "2", "-3.5", "0", "NaN", "1e400", "", " ", "x", "O'Brien", "50%", "true", "false", "f",
                     "2024-01-01", "2024-02-30", "0001-01-01 BC", "infinity", "{a,b}", "{", "王小明", "a" * 60,
                     "9" * 40]),
    max_size=8, unique=True,
)  # fmt: skip
TEXTS = st.sampled_from([None, "", "状态：1-启用 2-停用", "Order total, in EUR", "（元）", "订单表", "\n", "1"])
FRACTIONS = st.sampled_from([0.0, 0.3, 0.97, 1.0])


@st.composite
def columns(draw: Any, name: str) -> Column:
    type_, category = draw(st.sampled_from(TYPES))
    common, bounds = draw(VALUES), sorted(draw(VALUES))
    shares = tuple(0.9 / len(common) for _ in common)
    distinct = draw(st.sampled_from([None, 1.0, 3.0, 50.0, 900.0]))
    seen = Statistics(draw(FRACTIONS), distinct, tuple(common), shares, tuple(bounds))
    enum = tuple(common) if draw(st.booleans()) else ()
    return Column(
        name, type_, category, 1, bool(draw(st.booleans())), comment=draw(TEXTS), statistics=seen, enum_values=enum
    )


@st.composite
def catalogs(draw: Any) -> Catalog:
    names = draw(
        st.lists(
            st.sampled_from(["area", "day_sale", "order", "人员", "T", "v_all"]), min_size=1, max_size=4, unique=True
        )
    )
    return Catalog("d", tuple(draw(tables(name, names)) for name in sorted(names)))


@st.composite
def tables(draw: Any, name: str, others: list[str]) -> Table:
    called = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=7, unique=True))
    made = tuple(draw(columns(one)) for one in called)
    key = (called[0],) if draw(st.booleans()) else ()
    parents = draw(st.lists(st.sampled_from(others), max_size=2))
    keys = tuple(ForeignKey((draw(st.sampled_from(called)),), "public", parent, ("id",)) for parent in parents)
    rows = draw(st.sampled_from([0, 1, 40, 10_000_000]))
    kind = draw(st.sampled_from(["table", "view", "partitioned"]))
    return Table("public", name, kind, draw(TEXTS), rows, made, key, foreign_keys=keys)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(catalogs())
def test_generate_pairs__never_raises(catalog: Catalog) -> None:
    pairs = generate_pairs(catalog, ("zh", "en"), count=12)
    assert len(pairs) <= 24
    assert all(pair.sql.endswith(";") and pair.question for pair in pairs)


def test_generate_pairs__of_three_hundred_tables() -> None:
    catalog = large_catalog(300)
    started = time.process_time()
    pairs = generate_pairs(catalog, ("en",), count=400)
    assert len(pairs) == 400
    assert len({table for pair in pairs for table in pair.tables}) > 250
    assert time.process_time() - started < 20  # 3 s alone


def test_generate_pairs__ten_for_each_table() -> None:
    assert len(generate_pairs(large_catalog(8), ("en",))) == 80
