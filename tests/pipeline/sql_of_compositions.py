"""Compositions made by hand with the SQL that they are: joins, window functions, set operations, queries of queries."""

from __future__ import annotations

from data_pipeline.catalog.model import ForeignKey
from data_pipeline.pairs.conditions import Compare, Equals, IsTrue
from data_pipeline.pairs.tree import Derived, Dimension, Join, Measure, Order, Over, Query, Question, SetQuery
from tests.pipeline.sales_tables import AREA, FINDING, LIVES, ORDER, PERSON, SALE, TO_VISIT, VISIT, of
from tests.pipeline.sql_of_trees import (
    AREA_NAME,
    AREAS,
    BOSS,
    CHILDREN,
    COUNT,
    DAY,
    GROUPED,
    JOINED,
    MEASURED,
    METHOD,
    MONTH,
    NAME,
    ORDERED,
    PRICE,
    SALES,
    SHOWN,
    STARS,
    SUM,
    WEIGHT,
    areas,
    joined,
    people,
    sales,
)

JOINS: dict[str, tuple[Question, str]] = {
    "one": (joined(AREA_NAME, DAY), f'SELECT a.area_name, s."Day" {JOINED};'),
    "a table with itself": (
        Query((PERSON, PERSON), (BOSS,), (of(PERSON, "last_name"), of(PERSON, "last_name", 1))),
        "SELECT p.last_name, p2.last_name FROM person AS p JOIN person AS p2 ON p.boss_id = p2.id;",
    ),
    "three tables": (
        Query((PERSON, PERSON, AREA), (BOSS, Join(2, child=1, parent=2, key=LIVES)), (of(AREA, "area_name", 2),)),
        """SELECT a.area_name FROM person AS p JOIN person AS p2 ON p.boss_id = p2.id
        JOIN area AS a ON p2.area_id = a.id;""",
    ),
    "two columns": (
        Query((FINDING, VISIT), (Join(1, child=0, parent=1, key=TO_VISIT),), (of(FINDING, "note"),)),
        """SELECT f.note FROM finding AS f JOIN visit AS v ON f.area_id = v.area_id
        AND f.visited_on = v.visited_on;""",
    ),
    "none counted too": (
        Query(
            (AREA, SALE),
            (CHILDREN,),
            (NAME, Measure("count", of(SALE, "Day", 1))),
            dimensions=(Dimension(of(AREA, "id"), entity=True, names=(NAME,)),),
        ),
        """SELECT a.area_name, COUNT(s."Day") AS total_count FROM area AS a
        LEFT JOIN trade."DaySale" AS s ON s."areaId" = a.id GROUP BY a.id, a.area_name;""",
    ),
    "no letter to call it by": (
        Query((ORDER, ORDER), (Join(1, 0, 1, ForeignKey(("编号",), "public", "订单", ("编号",))),), (COUNT,)),
        'SELECT COUNT(*) AS total_count FROM "订单" AS t JOIN "订单" AS t2 ON t."编号" = t2."编号";',
    ),
}
OVER: dict[str, tuple[Question, str]] = {
    "rank": (
        sales(DAY, PRICE, Over("rank", PRICE)),
        f'SELECT "Day", price, RANK() OVER (ORDER BY price DESC) AS "position" {SALES};',
    ),
    "rank within": (
        sales(METHOD, DAY, Over("rank", PRICE, METHOD)),
        f'SELECT "Method", "Day", RANK() OVER (PARTITION BY "Method" ORDER BY price DESC) AS "position" {SALES};',
    ),
    "running total": (
        sales(MONTH, COUNT, Over("running", COUNT), dimensions=(Dimension(MONTH),), orders=(Order(MONTH),)),
        f"""SELECT to_char("Day", 'YYYY-MM') AS month, COUNT(*) AS total_count,
        SUM(COUNT(*)) OVER (ORDER BY to_char("Day", 'YYYY-MM')) AS running_total {SALES}
        GROUP BY to_char("Day", 'YYYY-MM') ORDER BY month;""",
    ),
    "share of the whole": (
        sales(METHOD, SUM, Over("share", SUM), dimensions=(Dimension(METHOD),)),
        f"""SELECT "Method", SUM(price) AS total_price,
        ROUND(100.0 * SUM(price) / SUM(SUM(price)) OVER (), 2) AS percentage {SALES} GROUP BY "Method";""",
    ),
    "share of the whole, doubles": (
        sales(METHOD, Over("share", Measure("sum", WEIGHT)), dimensions=(Dimension(METHOD),)),
        f"""SELECT "Method", ROUND((100.0 * SUM(weight) / SUM(SUM(weight)) OVER ())::numeric, 2) AS percentage {SALES}
        GROUP BY "Method";""",
    ),
    "average of the group": (
        sales(DAY, Over("group_average", PRICE, METHOD)),
        f"""SELECT "Day", ROUND(AVG(price) OVER (PARTITION BY "Method")::numeric, 2) AS group_average {SALES};""",
    ),
}
OPEN = areas(NAME, conditions=(IsTrue(of(AREA, "is_open"), True),))
STARRED = areas(NAME, conditions=(Compare(STARS, ">", "3"),))
SETS: dict[str, tuple[Question, str]] = {
    kind: (
        SetQuery(kind, OPEN, STARRED),
        f"SELECT area_name {AREAS} WHERE is_open = TRUE {word} SELECT area_name {AREAS} WHERE stars > 3;",
    )
    for kind, word in (("union", "UNION"), ("intersect", "INTERSECT"), ("except", "EXCEPT"))
}
BY_METHOD = sales(METHOD, SUM, dimensions=(Dimension(METHOD),))
LAST, FIRST = of(PERSON, "last_name"), of(PERSON, "first_name")
DERIVED: dict[str, tuple[Question, str]] = {
    "alike": (
        Derived("alike", people(FIRST, LAST, conditions=(Equals(of(PERSON, "area_id"), "2"),)), LAST),
        """SELECT a.first_name, b.first_name, a.last_name FROM person AS a
        JOIN person AS b ON a.last_name = b.last_name AND a.id < b.id WHERE a.area_id = 2 AND b.area_id = 2;""",
    ),
    "top_per_group": (
        Derived("top_per_group", sales(METHOD, DAY, WEIGHT, orders=(Order(WEIGHT, descending=True),)), METHOD, 3),
        f"""WITH ranked AS ( SELECT "Method" AS "Method", "Day" AS "Day", weight AS weight,
        ROW_NUMBER() OVER (PARTITION BY "Method" ORDER BY weight DESC NULLS LAST) AS place {SALES} )
        SELECT "Method", "Day", weight FROM ranked WHERE place <= 3;""",
    ),
    "top_per_group of joined tables": (
        Derived("top_per_group", joined(AREA_NAME, DAY, PRICE, orders=(Order(PRICE, descending=True),)), AREA_NAME, 1),
        f"""WITH ranked AS ( SELECT a.area_name AS area_name, s."Day" AS "Day", s.price AS price,
        ROW_NUMBER() OVER (PARTITION BY a.area_name ORDER BY s.price DESC) AS place {JOINED} )
        SELECT area_name, "Day", price FROM ranked WHERE place <= 1;""",
    ),
    "average_of_groups": (
        Derived("average_of_groups", BY_METHOD),
        f"""SELECT ROUND(AVG(total_price), 2) AS average FROM (
        SELECT "Method" AS "Method", SUM(price) AS total_price {SALES} GROUP BY "Method" ) AS per_group;""",
    ),
    "average_of_groups, sums of doubles": (
        Derived("average_of_groups", sales(METHOD, Measure("sum", WEIGHT), dimensions=(Dimension(METHOD),))),
        f"""SELECT ROUND(AVG(total_weight)::numeric, 2) AS average FROM (
        SELECT "Method" AS "Method", SUM(weight) AS total_weight {SALES} GROUP BY "Method" ) AS per_group;""",
    ),
    "groups_above_average": (
        Derived("groups_above_average", BY_METHOD),
        f"""WITH per_group AS ( SELECT "Method" AS "Method", SUM(price) AS total_price {SALES} GROUP BY "Method" )
        SELECT "Method", total_price FROM per_group WHERE total_price > (SELECT AVG(total_price) FROM per_group);""",
    ),
    "change": (
        Derived("change", sales(MONTH, COUNT, dimensions=(Dimension(MONTH),))),
        f"""WITH per_period AS ( SELECT to_char("Day", 'YYYY-MM') AS month, COUNT(*) AS total_count {SALES}
        GROUP BY to_char("Day", 'YYYY-MM') )
        SELECT month, total_count, total_count - LAG(total_count) OVER (ORDER BY month) AS change
        FROM per_period ORDER BY month;""",
    ),
    "any": (
        Derived("any", sales(conditions=(Compare(PRICE, ">", "5"),))),
        f"SELECT EXISTS ( SELECT 1 {SALES} WHERE price > 5 ) AS found;",
    ),
    "two columns of one name": (
        Derived("top_per_group", Query((PERSON, PERSON), (BOSS,), (of(PERSON, "last_name", 1), of(PERSON, "last_name")),
                orders=(Order(of(PERSON, "id")),)), of(PERSON, "last_name", 1), 1),
        """WITH ranked AS ( SELECT p2.last_name AS last_name, p.last_name AS last_name_2,
        ROW_NUMBER() OVER (PARTITION BY p2.last_name ORDER BY p.id) AS place
        FROM person AS p JOIN person AS p2 ON p.boss_id = p2.id )
        SELECT last_name, last_name_2 FROM ranked WHERE place <= 1;""",
    ),
}  # fmt: skip
TREES = {
    f"{part}: {case}": tree
    for part, trees in {"shown": SHOWN, "measured": MEASURED, "ordered": ORDERED, "grouped": GROUPED, "joins": JOINS,
                        "over": OVER, "sets": SETS, "derived": DERIVED}.items()
    for case, tree in trees.items()
}  # fmt: skip
