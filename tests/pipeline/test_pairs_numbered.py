"""Rows that people know by a number."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from data_pipeline.catalog.model import Catalog, Statistics
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.literals import equals
from data_pipeline.pairs.numbered import number_given, number_of_rows
from data_pipeline.pairs.roles import Role
from data_pipeline.pairs.subjects import Subject, read_subjects
from data_pipeline.pairs.values import Field
from tests.pipeline.made_tables import column, table

KEY = column("id", "integer", nullable=False)
UNIQUE = {"nullable": False, "statistics": {"distinct": 1000.0, "bounds": ("HT-001", "HT-002", "HT-900")}}
NUMBER = column("contract_no", comment="合同编号", **UNIQUE)
SIGNED = column("signed_on", "date", comment="签订日期")


def subject(*columns: Any, **more: Any) -> Subject:
    (found,) = read_subjects(Catalog("d", (table("contract", KEY, *columns, comment="租赁合同", **more),))).values()
    return found


@pytest.mark.parametrize(
    ("given", "number", "known_by"),
    [
        (subject(SIGNED, NUMBER), "contract_no", "contract_no"),
        (subject(SIGNED), None, "id"),
        (subject(SIGNED, column("contract_no", statistics={"distinct": 500.0})), None, "id"),
        (subject(SIGNED, column("contract_no", statistics={"distinct": 1000.0})), None, "id"),  # may be empty
        (subject(column("name", **UNIQUE), NUMBER), "contract_no", None),  # known by name
        (subject(replace(NUMBER, statistics=Statistics()), primary_key=("contract_no",)), "contract_no", "contract_no"),
        (subject(NUMBER, unique_keys=(("contract_no",),)), "contract_no", "contract_no"),
        (subject(column("amount", "numeric")), None, None),
        (subject(SIGNED, column("phone_number", **UNIQUE)), None, "id"),
        (subject(SIGNED, column("sjh", comment="手机号码", **UNIQUE)), None, "id"),
        (subject(SIGNED, column("khm", comment="卡号码", **UNIQUE)), None, "id"),
    ],
)
def test_number(given: Subject, number: str | None, known_by: str | None) -> None:
    found = number_given(given.table), number_of_rows(given)
    assert tuple(one and one.name for one in found) == (number, known_by)


@pytest.mark.parametrize(
    ("column_", "named"),
    [(column("receiver_name", **UNIQUE), False), (column("x_name", comment="收件人", **UNIQUE), False),
     (column("holder_name", comment="持卡人姓名", **UNIQUE), True)],
)  # fmt: skip
def test_names__an_order_is_not_called_by_who_gets_it(column_: Any, named: bool) -> None:
    given = subject(column_)
    assert given.roles[column_.name] is Role.NAME
    assert bool(given.names) is named


def test_equals__a_number_that_was_given_is_said_as_such() -> None:
    chosen = equals(Field(0, NUMBER), Random(1), entity=True, given=True)
    assert chosen and chosen[0].by_number  # type: ignore[union-attr]


def test_questions__of_a_contract_by_its_number() -> None:
    one = table("contract", KEY, NUMBER, SIGNED, column("amount", "numeric", comment="年租金（元）",
                statistics={"bounds": tuple(map(str, range(100, 200)))}), comment="租赁合同")  # fmt: skip
    catalog = Catalog("d", (one,))
    asked = [(p.question, p.sql) for seed in range(6) for p in generate_pairs(catalog, ("zh",), count=60, seed=seed)]
    by_number = [question for question, sql in asked if "WHERE contract_no = 'HT-" in sql]
    assert by_number and not [sql for _, sql in asked if "WHERE id = " in sql]
    assert all(re.search("编号[为是] HT-", question) for question in by_number), by_number  # id is the contract's ID
    assert not [question for question in by_number if "序" in question or "排列" in question], "of one row"
