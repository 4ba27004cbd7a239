"""Phone numbers in columns of numbers, by their values alone; and what has as many digits but is none."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from data_pipeline.catalog.model import Catalog, Column, ForeignKey
from data_pipeline.sensitive.guard import guarded
from data_pipeline.sensitive.mode import Mode
from tests.pipeline.test_sensitive_columns import MOBILES, column, kind_of, table

RNG = random.Random(3)
OF_ONE_RANGE = tuple(str(13900000033 + n) for n in range(20))
AMOUNTS = tuple(str(RNG.randrange(10**10, 10**11)) for _ in range(60))
SMALLER_AMOUNTS = tuple(str(RNG.randrange(10**10, 2 * 10**10)) for _ in range(60))


def numeric(name: str, *values: str) -> Column:
    return column(name, *values, category="N")


@pytest.mark.parametrize("mode", ["mask", "strict"])
@pytest.mark.parametrize("name", ["caller", "to_dial", "caller_no", "c7", "来电"])
@pytest.mark.parametrize("values", [OF_ONE_RANGE, MOBILES, ("0", "13900000033"), (*MOBILES, "75586543219", "0")])
def test_guarded__phones_in_a_numeric_column(name: str, values: tuple[str, ...], mode: Mode) -> None:
    assert kind_of(numeric(name, *values), mode) == "phone"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("id", OF_ONE_RANGE),
        ("order_no", OF_ONE_RANGE),
        ("track_key", OF_ONE_RANGE),
        ("流水号", OF_ONE_RANGE),
        ("balance", OF_ONE_RANGE),
        ("c7", AMOUNTS),
        ("c7", SMALLER_AMOUNTS),
        ("c7", tuple(f"{value}.50" for value in OF_ONE_RANGE)),
        ("c7", (*("1", "2", "3", "4"), OF_ONE_RANGE[0])),
    ],
)
def test_guarded__other_numbers_of_eleven_digits(name: str, values: tuple[str, ...]) -> None:
    assert kind_of(numeric(name, *values)) == ""


def test_guarded__keys_are_no_phones() -> None:
    parent = table(numeric("ref", *OF_ONE_RANGE), name="parent", primary_key=("ref",))
    key = ForeignKey(("towards",), "public", "parent", ("ref",))
    child = table(numeric("towards", *OF_ONE_RANGE), name="child", foreign_keys=(key,))
    drawn = table(replace(numeric("drawn", *OF_ONE_RANGE), default="nextval('s'::regclass)"), name="drawn")
    counted = table(replace(numeric("counted", *OF_ONE_RANGE), identity="always"), name="counted")
    alone = table(
        numeric("alone", *(str(int(value) + 500) for value in OF_ONE_RANGE)), name="alone", unique_keys=(("alone",),)
    )
    safe = guarded(Catalog("db", (parent, child, drawn, counted, alone)))
    assert [one.columns[0].sensitive for one in safe.tables] == ["", "", "", "", "phone"]


def test_guarded__a_key_with_phones_of_many_operators_is_one() -> None:
    parent = table(numeric("ref", *MOBILES), name="parent", primary_key=("ref",))
    key = ForeignKey(("towards",), "public", "parent", ("ref",))
    child = table(numeric("towards", *MOBILES[:1]), name="child", foreign_keys=(key,))
    safe = guarded(Catalog("db", (parent, child)))
    assert [one.columns[0].sensitive for one in safe.tables] == ["phone", "phone"]
