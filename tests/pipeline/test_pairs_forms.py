"""Every form of question has something to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from random import Random

import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.pairs.conditions import plain_conditions
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.shared import of_both
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.mix import FORMS, Form
from data_pipeline.pairs.people import read_people
from data_pipeline.pairs.plan import Plan
from data_pipeline.pairs.scopes import Scope, scopes
from data_pipeline.pairs.subjects import Subjects, read_subjects
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Question, SetQuery, selects, two_kinds, two_tables
from data_pipeline.pairs.values import fields_of
from tests.pipeline.made_tables import column, table
from tests.pipeline.webshop import WEBSHOP
from tests.postgres import run_sql

NAMES = [form.draw.__name__ for form in FORMS]


@pytest.fixture(scope="module")
def url(make_schema: Callable[[str], str]) -> str:
    return make_schema(WEBSHOP + "ANALYZE")


@pytest.fixture(scope="module")
def subjects(url: str) -> Subjects:
    with closing(connect_read_only(url)) as connection:
        catalog = read_catalog(connection)
        return read_subjects(catalog, read_people(connection, catalog))


def drawn(form: Form, subjects: Subjects, tables: int) -> Iterator[tuple[Scope, Question]]:
    """What a form asks of scopes of so many tables (3: three or more), a few times of each."""
    for scope in scopes(subjects):
        if min(scope.told, 3) == tables and form.suits(scope):
            for seed in range(8):
                if question := form.draw(Draft(ground_of(scope, subjects), subjects, Counter(), Random(seed))):
                    yield scope, question


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_form__asks_of_so_many_tables(url: str, subjects: Subjects, form: Form) -> None:
    for tables in (1, 2, 3):
        if form.weight(tables):
            found = list(drawn(form, subjects, tables))
            assert found, tables
            run_sql(url, "".join(f"EXPLAIN {to_sql(question)}" for _, question in found))


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_form__shows_something_and_reads_its_scope(subjects: Subjects, form: Form) -> None:
    for tables in (1, 2, 3):
        for scope, question in drawn(form, subjects, tables) if form.weight(tables) else ():
            main = selects(question)[0]
            assert main.outputs or question.kind == "any"  # type: ignore[union-attr]
            assert main.tables[0] is scope.subject.table
            read = {table.key for side in selects(question) for table in side.tables}
            assert {link.parent.key for _, link in scope.links} <= read


def test_forms__sides_of_a_set_operation_match(subjects: Subjects) -> None:
    sets = [question for form in FORMS for _, question in drawn(form, subjects, 1) if isinstance(question, SetQuery)]
    assert {one.kind for one in sets} == {"union", "intersect", "except"}
    for one in sets:
        left, right = ([output.column for output in side.shown] for side in (one.left, one.right))  # type: ignore[union-attr]
        assert left == right
        assert (one.left.conditions, one.left.joins) != (one.right.conditions, one.right.joins)


def test_combined__each_side_reads_what_it_speaks_of(subjects: Subjects) -> None:
    """Customers that are active but not those in Norway: only the second SELECT joins the countries."""
    form = next(form for form in FORMS if form.draw.__name__ == "combined")
    sides = [side for tables in (2, 3) for _, question in drawn(form, subjects, tables) for side in selects(question)]
    assert len({len(side.tables) for side in sides}) > 1
    for side in sides:
        said = {field.source for value in side.shown for field in fields_of(value)}
        said |= {condition.field.source for condition in plain_conditions(side.conditions)}
        assert len(side.tables) == len(side.joins) + 1 and len(side.tables) - 1 in {0, *said}, to_sql(side)


def test_of_both__two_kinds_of_the_same_rows(subjects: Subjects) -> None:
    form = next(form for form in FORMS if form.draw.__name__ == "of_both")
    sets = [question for _, question in drawn(form, subjects, 1) if isinstance(question, SetQuery)]
    assert {len(one.left.tables) for one in sets} == {1, 2, 3}
    for one in sets:
        (first,), (second,) = one.left.conditions, one.right.conditions
        assert two_kinds(one) and first != second and first.field == second.field, to_sql(one)  # type: ignore[union-attr]


@pytest.mark.parametrize(("empty", "rows", "asked"), [(0.0, 900, True), (1.0, 900, False), (0.0, 110, False)])
def test_of_both__only_where_several_point_at_one(empty: float, rows: int, asked: bool) -> None:
    """Not of a key that is empty, nor where each rental has one payment."""
    key = column("rental_id", "integer", statistics={"null_fraction": empty, "distinct": 100.0})
    paid = {"distinct": 90.0, "bounds": tuple(str(number) for number in range(1, 90, 4))}
    rental = table("rental", column("id", "integer"), row_count=100)
    payment = table("payment", column("id", "integer"), key, column("amount", "numeric", statistics=paid),
                    keys={"rental_id": "rental"}, row_count=rows)  # fmt: skip
    subjects = read_subjects(Catalog("shop", (rental, payment)))
    form = next(form for form in FORMS if form.draw.__name__ == "of_both")
    of_rentals = [one for scope, one in drawn(form, subjects, 1) if scope.subject.table is rental]
    assert bool(of_rentals) is asked


def test_of_both__places_of_two_tables() -> None:
    """Where both have one that is known, or the first one alone; never where a row has none: NULL would be shared."""
    cities = {"distinct": 3.0, "common_values": ("Bern", "Oslo", "Rome"), "common_fractions": (0.3, 0.3, 0.3)}
    firms = [
        table(name, column("id", "integer"), column("city", statistics=cities | more), row_count=90)
        for name, more in (("buyer", {}), ("seller", {}), ("carrier", {"null_fraction": 0.1}),
                           ("broker", {"common_values": ("Lima", "Quito")}))
    ]  # fmt: skip
    subjects = read_subjects(Catalog("trade", tuple(firms)))
    grounds = [ground_of(scope, subjects) for scope in scopes(subjects)]
    found = [of_both(Draft(ground, subjects, Counter(), Random(seed))) for ground in grounds for seed in range(200)]
    sets = [one for one in found if one and two_tables(one)]
    sides = {(one.kind, one.left.tables[0].name, one.right.tables[0].name) for one in sets}
    both = {("intersect", "buyer", "seller"), ("intersect", "seller", "buyer")}
    assert sides == both | {("except", one, other) for one, other in (
        ("buyer", "broker"), ("seller", "broker"), ("broker", "buyer"), ("broker", "seller"))}  # fmt: skip


def test_plan__no_form_is_crowded_out(subjects: Subjects) -> None:
    """Also those of which every query is of a level that has its part already."""
    plan = Plan(Catalog("shop", ()), subjects, 1)
    assert sum(1 for _ in zip(range(1000), plan.questions(), strict=False)) == 1000
    assert [NAMES[number] for number in range(len(FORMS)) if number not in plan._made] == []
