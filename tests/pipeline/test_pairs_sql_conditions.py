"""Every condition of the query tree as SQL that PostgreSQL plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from data_pipeline.pairs.conditions import (
    Between,
    Beyond,
    ColumnCondition,
    Compare,
    Condition,
    Contains,
    Either,
    Equals,
    HasElement,
    IsNull,
    IsTrue,
    OneOf,
    Related,
    Relative,
    Since,
    Window,
)  # fmt: skip
from data_pipeline.pairs.sql_conditions import window_end
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Join, Measure, Query
from data_pipeline.pairs.values import Field
from tests.pipeline.sales_tables import AREA, FINDING, LIVES, ORDER, PERSON, SALE, SALES, TO_AREA, TO_VISIT, VISIT, of
from tests.postgres import run_sql

NAME, STARS, DAY, METHOD = of(AREA, "area_name"), of(AREA, "stars"), of(SALE, "Day"), of(SALE, "Method")
PRICE = of(SALE, "price")
COUNT = Measure("count")
BIG = (Compare(of(AREA, "stars", 1), ">", "3"),)
OF_AREAS: dict[str, tuple[ColumnCondition, str]] = {
    "text": (Equals(NAME, "North"), "area_name = 'North'"),
    "quotes": (Equals(NAME, "O'Brien's"), "area_name = 'O''Brien''s'"),
    "backslash": (Equals(NAME, "a\\b"), "area_name = 'a\\b'"),
    "percent is no wildcard here": (Equals(NAME, "100%"), "area_name = '100%'"),
    "number": (Equals(STARS, "3"), "stars = 3"),
    "negative number": (Equals(STARS, "-3"), "stars = -3"),
    "not equal": (Equals(NAME, "North", negated=True), "area_name <> 'North'"),
    "entity": (Equals(NAME, "North", entity=True), "area_name = 'North'"),
    "one of texts": (OneOf(NAME, ("It's", "North")), "area_name IN ('It''s', 'North')"),
    "one of numbers": (OneOf(STARS, ("1", "3")), "stars IN (1, 3)"),
    "true": (IsTrue(of(AREA, "is_open"), True), "is_open = TRUE"),
    "false": (IsTrue(of(AREA, "is_open"), False), "is_open = FALSE"),
    "above": (Compare(STARS, ">", "2"), "stars > 2"),
    "at most": (Compare(STARS, "<=", "4.5"), "stars <= 4.5"),
    "between": (Between(STARS, "-1", "4"), "stars BETWEEN -1 AND 4"),
    "year": (Window(of(AREA, "opened_on"), "year", date(2024, 1, 1), main=True),
             "opened_on >= '2024-01-01' AND opened_on < '2025-01-01'"),
    "quarter": (Window(of(AREA, "opened_on"), "quarter", date(2024, 10, 1), main=True),
                "opened_on >= '2024-10-01' AND opened_on < '2025-01-01'"),
    "month": (Window(of(AREA, "opened_on"), "month", date(2024, 2, 1), main=False),
              "opened_on >= '2024-02-01' AND opened_on < '2024-03-01'"),
    "since": (Since(of(AREA, "opened_on"), date(2024, 2, 29)), "opened_on > '2024-02-29'"),
    "before": (Since(of(AREA, "opened_on"), date(2024, 2, 29), before=True), "opened_on < '2024-02-29'"),
    "a flag that is a number": (IsTrue(STARS, value=True), "stars = 1"),
    "null": (IsNull(STARS, negated=False), "stars IS NULL"),
    "not null": (IsNull(STARS, negated=True), "stars IS NOT NULL"),
    "contains": (Contains(NAME, "or"), "area_name LIKE '%or%'"),
    "starts with": (Contains(NAME, "No", start=True), "area_name LIKE 'No%'"),
    "wildcards to be found as they are": (Contains(NAME, "5%_\\'"), r"area_name LIKE '%5\%\_\\''%'"),
    "element": (HasElement(of(AREA, "tags"), "it's"), "'it''s' = ANY(tags)"),
    "above average": (Relative(STARS, "above_average"), "stars > (SELECT AVG(stars) FROM area)"),
    "below average": (Relative(STARS, "below_average"), "stars < (SELECT AVG(stars) FROM area)"),
    "greatest": (Relative(STARS, "greatest"), "stars = (SELECT MAX(stars) FROM area)"),
    "least": (Relative(STARS, "least"), "stars = (SELECT MIN(stars) FROM area)"),
    "beyond one": (Beyond(STARS, Equals(NAME, "It's", entity=True), above=True),
                   "stars > (SELECT stars FROM area WHERE area_name = 'It''s')"),
    "beyond all of a kind": (Beyond(STARS, Equals(NAME, "North"), above=False),
                             "stars < (SELECT MIN(stars) FROM area WHERE area_name = 'North')"),
    "reserved word": (Equals(of(AREA, "select"), "x"), '"select" = \'x\''),
}  # fmt: skip
WHERE: dict[str, tuple[Query, str]] = {
    "enum, mixed case, another schema": (
        Query((SALE,), outputs=(COUNT,), conditions=(Equals(METHOD, "cash"),)),
        """SELECT COUNT(*) AS total_count FROM trade."DaySale" WHERE "Method" = 'cash';""",
    ),
    "not ASCII, spaces": (
        Query((ORDER,), outputs=(of(ORDER, "编号"),), conditions=(Contains(of(ORDER, "客户 名称"), "王"),)),
        """SELECT "编号" FROM "订单" WHERE "客户 名称" LIKE '%王%';""",
    ),
    "several": (
        Query((AREA,), outputs=(NAME,), conditions=(Equals(NAME, "a"), Compare(STARS, ">", "2"), IsNull(STARS, True))),
        "SELECT area_name FROM area WHERE area_name = 'a' AND stars > 2 AND stars IS NOT NULL;",
    ),
    "either, beside another": (
        Query((AREA,), outputs=(NAME,), conditions=(
            Either(Equals(NAME, "a"), Equals(STARS, "2")), IsNull(STARS, True))),
        "SELECT area_name FROM area WHERE (area_name = 'a' OR stars = 2) AND stars IS NOT NULL;",
    ),
    "either of two periods": (
        Query((SALE,), outputs=(COUNT,), conditions=(
            Either(Window(DAY, "month", date(2024, 12, 1), main=True), Compare(PRICE, "<", "1")),)),
        """SELECT COUNT(*) AS total_count FROM trade."DaySale"
        WHERE ("Day" >= '2024-12-01' AND "Day" < '2025-01-01' OR price < 1);""",
    ),
    "average of a joined table": (
        Query((SALE, AREA), (Join(1, 0, 1, TO_AREA),), (COUNT,), (Relative(of(AREA, "stars", 1), "above_average"),)),
        """SELECT COUNT(*) AS total_count FROM trade."DaySale" AS s JOIN area AS a ON s."areaId" = a.id
        WHERE a.stars > (SELECT AVG(stars) FROM area);""",
    ),
    "average of a quoted table": (
        Query((SALE,), outputs=(COUNT,), conditions=(Relative(PRICE, "greatest"),)),
        'SELECT COUNT(*) AS total_count FROM trade."DaySale" WHERE price = (SELECT MAX(price) FROM trade."DaySale");',
    ),
    "none refers to it": (
        Query((AREA,), outputs=(NAME,), conditions=(Related(SALE, TO_AREA, exists=False),)),
        """SELECT area_name FROM area WHERE NOT EXISTS
        (SELECT 1 FROM trade."DaySale" AS r WHERE r."areaId" = area.id);""",
    ),
    "one that meets conditions does": (
        Query((AREA,), outputs=(NAME,), conditions=(
            Related(SALE, TO_AREA, True, (Equals(METHOD, "card"), Window(DAY, "year", date(2024, 1, 1), main=True))),)),
        """SELECT area_name FROM area WHERE EXISTS (SELECT 1 FROM trade."DaySale" AS r WHERE r."areaId" = area.id
        AND r."Method" = 'card' AND r."Day" >= '2024-01-01' AND r."Day" < '2025-01-01');""",
    ),
    "listed": (
        Query((AREA,), outputs=(NAME,), conditions=(Related(SALE, TO_AREA, True, listed=True),)),
        """SELECT area_name FROM area WHERE id IN (SELECT "areaId" FROM trade."DaySale");""",
    ),
    "listed, not one of, some without": (
        Query((AREA,), outputs=(NAME,), conditions=(Related(SALE, TO_AREA, exists=False, listed=True),)),
        """SELECT area_name FROM area WHERE id NOT IN
        (SELECT "areaId" FROM trade."DaySale" WHERE "areaId" IS NOT NULL);""",
    ),
    "listed, not one of, all with": (
        Query((AREA,), outputs=(NAME,), conditions=(
            Related(PERSON, LIVES, False, (Equals(of(PERSON, "last_name"), "Li"),), listed=True),)),
        "SELECT area_name FROM area WHERE id NOT IN (SELECT area_id FROM person WHERE last_name = 'Li');",
    ),
    "one of what is further": (
        Query((AREA,), outputs=(NAME,), conditions=(Related(SALE, TO_AREA, True, BIG, parent=AREA, further=TO_AREA),)),
        """SELECT area_name FROM area WHERE EXISTS (SELECT 1 FROM trade."DaySale" AS r
        JOIN area AS p ON r."areaId" = p.id WHERE r."areaId" = area.id AND p.stars > 3);""",
    ),
    "listed, none of what is further": (
        Query((AREA,), outputs=(NAME,), conditions=(
            Related(SALE, TO_AREA, False, BIG, listed=True, parent=AREA, further=TO_AREA),)),
        """SELECT area_name FROM area WHERE id NOT IN (SELECT r."areaId" FROM trade."DaySale" AS r
        JOIN area AS p ON r."areaId" = p.id WHERE p.stars > 3 AND r."areaId" IS NOT NULL);""",
    ),
    "by a key of two columns": (
        Query((VISIT,), outputs=(COUNT,), conditions=(Related(FINDING, TO_VISIT, exists=True),)),
        """SELECT COUNT(*) AS total_count FROM visit WHERE EXISTS (SELECT 1 FROM finding AS r
        WHERE r.area_id = visit.area_id AND r.visited_on = visit.visited_on);""",
    ),
    "of the first of two tables": (
        Query((PERSON, AREA), (Join(1, 0, 1, LIVES),), (of(AREA, "area_name", 1),),
              (Related(PERSON, PERSON.foreign_keys[0], exists=False),)),
        """SELECT a.area_name FROM person AS p JOIN area AS a ON p.area_id = a.id
        WHERE NOT EXISTS (SELECT 1 FROM person AS r WHERE r.boss_id = p.id);""",
    ),
}  # fmt: skip
AREAS_WHERE = {
    case: (Query((AREA,), outputs=(NAME,), conditions=(condition,)), f"SELECT area_name FROM area WHERE {text};")
    for case, (condition, text) in OF_AREAS.items()
}
ALL = AREAS_WHERE | WHERE


@pytest.fixture(scope="module")
def url(make_schema: Callable[[str], str]) -> str:
    return make_schema(SALES)


@pytest.mark.parametrize(("query", "sql"), ALL.values(), ids=ALL)
def test_to_sql__condition(query: Query, sql: str) -> None:
    assert to_sql(query).split() == sql.split()


def test_to_sql__conditions_are_planned(url: str) -> None:
    run_sql(url, "".join(f"EXPLAIN {to_sql(query)}" for query, _ in ALL.values()))


def test_to_sql__after_a_day_is_not_after_its_midnight() -> None:
    paid = Field(0, replace(AREA.column("opened_on"), type="timestamp without time zone"))
    said = [to_sql(Query((AREA,), outputs=(COUNT,), conditions=(Since(paid, date(2024, 2, 29), before=before),)))
            for before in (False, True)]  # fmt: skip
    assert [one.split("WHERE ")[1] for one in said] == ["opened_on >= '2024-03-01';", "opened_on < '2024-02-29';"]


def test_to_sql__a_table_that_is_called_as_a_subquery_calls_its_own() -> None:
    related = Related(SALE, TO_AREA, False, BIG, parent=AREA, further=TO_AREA)
    called = to_sql(Query((replace(AREA, name="p"),), outputs=(NAME,), conditions=(related,)))
    assert called.endswith('AS r JOIN area AS p2 ON r."areaId" = p2.id WHERE r."areaId" = p.id AND p2.stars > 3);')


def test_to_sql__a_joined_table_that_is_called_as_a_subquery_calls_its_own() -> None:
    rental, place = replace(PERSON, name="rental"), replace(AREA, name="zone")
    related = Related(rental, PERSON.foreign_keys[0], exists=False)
    said = to_sql(Query((rental, place), (Join(1, 0, 1, LIVES),), (of(AREA, "area_name", 1),), (related,)))
    assert said.endswith("WHERE NOT EXISTS (SELECT 1 FROM rental AS r2 WHERE r2.boss_id = r.id);"), said


def test_to_sql__wildcards_find_themselves_only(url: str) -> None:
    names = r"ARRAY['5%', '50', '5_', '5\', 'It''s 5%']"
    row = "row_number() OVER (), name, 1, true, null, date '2024-01-01', ''"
    run_sql(url, f"INSERT INTO area SELECT {row} FROM unnest({names}) AS name")
    for part, found in {"5%": ["5%", "It's 5%"], "5_": ["5_"], "5\\": ["5\\"], "t's": ["It's 5%"]}.items():
        query = Query((AREA,), outputs=(NAME,), conditions=(Contains(NAME, part),))
        assert sorted(row[0] for row in run_sql(url, to_sql(query))) == found


def test_to_sql__condition_kinds_are_all_here() -> None:
    tried = {type(one) for query, _ in ALL.values() for one in query.conditions}
    assert tried == set(Condition.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("start", "grain", "end"),
    [
        (date(2024, 12, 1), "month", date(2025, 1, 1)),
        (date(2024, 1, 1), "month", date(2024, 2, 1)),
        (date(2024, 10, 1), "quarter", date(2025, 1, 1)),
        (date(2024, 1, 1), "quarter", date(2024, 4, 1)),
        (date(2024, 1, 1), "year", date(2025, 1, 1)),
    ],
)
def test_window_end(start: date, grain: str, end: date) -> None:
    assert window_end(start, grain) == end  # type: ignore[arg-type]
