"""Query trees made by hand, with the SQL that they are: every value, measure, window function and composition."""

from __future__ import annotations

from datetime import date

from data_pipeline.pairs.conditions import Compare, Equals, IsTrue, Window
from data_pipeline.pairs.tree import Dimension, Having, Join, Measure, Order, Query, Question
from data_pipeline.pairs.values import Band, Bucket, Computed
from tests.pipeline.sales_tables import AREA, ORDER, PERSON, SALE, TO_AREA, of

NAME, STARS = of(AREA, "area_name"), of(AREA, "stars")
DAY, PAID, PRICE, QTY = of(SALE, "Day"), of(SALE, "paid_at"), of(SALE, "price"), of(SALE, "qty")
WEIGHT, METHOD = of(SALE, "weight"), of(SALE, "Method")
COUNT, SUM = Measure("count"), Measure("sum", PRICE)
MONTH = Bucket(DAY, "month", main=True)
AREA_NAME = of(AREA, "area_name", 1)
UP = Join(1, child=0, parent=1, key=TO_AREA)
BY_NAME = Dimension(AREA_NAME, entity=True)
BY_KEY = Dimension(of(AREA, "id", 1), entity=True)
BY_BOTH = Dimension(of(AREA, "id", 1), entity=True, names=(AREA_NAME,))
BOSS = Join(1, child=0, parent=1, key=PERSON.foreign_keys[0])
CHILDREN = Join(1, child=1, parent=0, key=TO_AREA, outer=True)
SALES, AREAS = 'FROM trade."DaySale"', "FROM area"
JOINED = 'FROM trade."DaySale" AS s JOIN area AS a ON s."areaId" = a.id'


def sales(*outputs: object, **parts: object) -> Query:
    return Query((SALE,), outputs=outputs, **parts)  # type: ignore[arg-type]


def areas(*outputs: object, **parts: object) -> Query:
    return Query((AREA,), outputs=outputs, **parts)  # type: ignore[arg-type]


def joined(*outputs: object, **parts: object) -> Query:
    return Query((SALE, AREA), (UP,), outputs, **parts)  # type: ignore[arg-type]


def people(*outputs: object, **parts: object) -> Query:
    return Query((PERSON,), outputs=outputs, **parts)  # type: ignore[arg-type]


SHOWN: dict[str, tuple[Question, str]] = {
    "columns": (areas(NAME, STARS), f"SELECT area_name, stars {AREAS};"),
    "quoted columns": (sales(METHOD, DAY), f'SELECT "Method", "Day" {SALES};'),
    "reserved word": (areas(of(AREA, "select")), f'SELECT "select" {AREAS};'),
    "not ASCII, spaces": (Query((ORDER,), outputs=(of(ORDER, "客户 名称"),)), 'SELECT "客户 名称" FROM "订单";'),
    "distinct": (sales(METHOD, distinct=True), f'SELECT DISTINCT "Method" {SALES};'),
    "year": (sales(Bucket(DAY, "year")), f'SELECT EXTRACT(YEAR FROM "Day") AS year {SALES};'),
    "quarter": (sales(Bucket(DAY, "quarter")), f"""SELECT to_char("Day", 'YYYY-"Q"Q') AS quarter {SALES};"""),
    "month": (sales(MONTH), f"""SELECT to_char("Day", 'YYYY-MM') AS month {SALES};"""),
    "weekday": (sales(Bucket(DAY, "weekday")), f"""SELECT to_char("Day", 'FMDay') AS weekday {SALES};"""),
    "product": (sales(Computed("product", (PRICE, QTY))), f"SELECT price * qty AS amount {SALES};"),
    "difference": (sales(Computed("difference", (PRICE, QTY))), f"SELECT price - qty AS difference {SALES};"),
    "days": (sales(Computed("days", (PAID, DAY))), f'SELECT paid_at::date - "Day" AS days {SALES};'),
    "length": (areas(Computed("length", (NAME,))), f"SELECT LENGTH(area_name) AS characters {AREAS};"),
    "initial": (areas(Computed("initial", (NAME,))), f"SELECT LEFT(area_name, 1) AS initial {AREAS};"),
    "full name": (
        people(Computed("full_name", (of(PERSON, "first_name"), of(PERSON, "last_name")))),
        "SELECT first_name || ' ' || last_name AS full_name FROM person;",
    ),
    "band": (
        sales(Band(PRICE, "10", "99.5")),
        f"""SELECT CASE WHEN price < 10 THEN 'low' WHEN price < 99.5 THEN 'medium' ELSE 'high' END AS price_band
        {SALES};""",
    ),
}
MEASURED: dict[str, tuple[Question, str]] = {
    "count": (sales(COUNT), f"SELECT COUNT(*) AS total_count {SALES};"),
    "count of a column": (sales(Measure("count", WEIGHT)), f"SELECT COUNT(weight) AS total_count {SALES};"),
    "count of some": (
        sales(COUNT, Measure("count", condition=Equals(METHOD, "cash"))),
        f"""SELECT COUNT(*) AS total_count, COUNT(*) FILTER (WHERE "Method" = 'cash') AS matching_count {SALES};""",
    ),
    "different values": (
        sales(Measure("count_distinct", METHOD)), f'SELECT COUNT(DISTINCT "Method") AS distinct_count {SALES};',
    ),
    "sum": (sales(SUM), f"SELECT SUM(price) AS total_price {SALES};"),
    "sum of some": (
        sales(Measure("sum", PRICE, Compare(QTY, ">", "2"))),
        f"SELECT SUM(price) FILTER (WHERE qty > 2) AS total_price {SALES};",
    ),
    "sum of a product": (
        sales(Measure("sum", Computed("product", (PRICE, QTY)))), f"SELECT SUM(price * qty) AS total_amount {SALES};",
    ),
    "average": (sales(Measure("avg", PRICE)), f"SELECT ROUND(AVG(price), 2) AS average_price {SALES};"),
    "average of doubles": (
        sales(Measure("avg", WEIGHT)), f"SELECT ROUND(AVG(weight)::numeric, 2) AS average_weight {SALES};",
    ),
    "average of some doubles": (
        sales(Measure("avg", WEIGHT, Compare(QTY, "<", "2"))),
        f"SELECT ROUND(AVG(weight) FILTER (WHERE qty < 2)::numeric, 2) AS average_weight {SALES};",
    ),
    "average of days": (
        sales(Measure("avg", Computed("days", (PAID, DAY)))),
        f'SELECT ROUND(AVG(paid_at::date - "Day"), 2) AS average_days {SALES};',
    ),
    "average of a product with doubles": (
        sales(Measure("avg", Computed("product", (WEIGHT, QTY)))),
        f"SELECT ROUND(AVG(weight * qty)::numeric, 2) AS average_amount {SALES};",
    ),
    "extremes": (
        sales(Measure("min", PRICE), Measure("max", DAY)),
        f'SELECT MIN(price) AS lowest_price, MAX("Day") AS highest_day {SALES};',
    ),
    "share": (
        areas(Measure("share", condition=IsTrue(of(AREA, "is_open"), True))),
        f"SELECT ROUND(100.0 * COUNT(*) FILTER (WHERE is_open = TRUE) / COUNT(*), 2) AS percentage {AREAS};",
    ),
}  # fmt: skip
ORDERED: dict[str, tuple[Question, str]] = {
    "ascending": (areas(NAME, orders=(Order(STARS),)), f"SELECT area_name {AREAS} ORDER BY stars;"),
    "NULLs not before the greatest": (
        areas(NAME, orders=(Order(STARS, descending=True),), limit=3),
        f"SELECT area_name {AREAS} ORDER BY stars DESC NULLS LAST LIMIT 3;",
    ),
    "no NULLs to put last": (
        sales(DAY, orders=(Order(PRICE, descending=True),), limit=1),
        f'SELECT "Day" {SALES} ORDER BY price DESC LIMIT 1;',
    ),
    "by two": (
        areas(NAME, orders=(Order(of(AREA, "opened_on"), descending=True), Order(NAME))),
        f"SELECT area_name {AREAS} ORDER BY opened_on DESC, area_name;",
    ),
    "by the name of an output": (
        sales(METHOD, SUM, dimensions=(Dimension(METHOD),), orders=(Order(SUM, descending=True),), limit=5),
        f'SELECT "Method", SUM(price) AS total_price {SALES} GROUP BY "Method" ORDER BY total_price DESC LIMIT 5;',
    ),
    "by what is not shown": (
        sales(METHOD, dimensions=(Dimension(METHOD),), orders=(Order(COUNT, descending=True),), limit=1),
        f'SELECT "Method" {SALES} GROUP BY "Method" ORDER BY COUNT(*) DESC LIMIT 1;',
    ),
    "by a figure of what may be NULL": (
        sales(METHOD, dimensions=(Dimension(METHOD),), orders=(Order(Measure("avg", WEIGHT), descending=True),)),
        f'SELECT "Method" {SALES} GROUP BY "Method" ORDER BY AVG(weight) DESC NULLS LAST;',
    ),
    "by a period": (
        sales(MONTH, COUNT, dimensions=(Dimension(MONTH),), orders=(Order(MONTH),)),
        f"""SELECT to_char("Day", 'YYYY-MM') AS month, COUNT(*) AS total_count {SALES}
        GROUP BY to_char("Day", 'YYYY-MM') ORDER BY month;""",
    ),
}
GROUPED: dict[str, tuple[Question, str]] = {
    "two dimensions": (
        sales(METHOD, MONTH, SUM, dimensions=(Dimension(METHOD), Dimension(MONTH))),
        f"""SELECT "Method", to_char("Day", 'YYYY-MM') AS month, SUM(price) AS total_price {SALES}
        GROUP BY "Method", to_char("Day", 'YYYY-MM');""",
    ),
    "having": (
        sales(METHOD, COUNT, dimensions=(Dimension(METHOD),), having=Having(COUNT, ">=", "200")),
        f'SELECT "Method", COUNT(*) AS total_count {SALES} GROUP BY "Method" HAVING COUNT(*) >= 200;',
    ),
    "every clause": (
        joined(AREA_NAME, SUM, conditions=(Window(DAY, "year", date(2024, 1, 1), main=True),), dimensions=(BY_BOTH,),
               having=Having(COUNT, ">", "2"), orders=(Order(SUM, descending=True),), limit=5),
        f"""SELECT a.area_name, SUM(s.price) AS total_price {JOINED}
        WHERE s."Day" >= '2024-01-01' AND s."Day" < '2025-01-01' GROUP BY a.id, a.area_name HAVING COUNT(*) > 2
        ORDER BY total_price DESC LIMIT 5;""",
    ),
    "entity by its key": (
        joined(AREA_NAME, COUNT, dimensions=(BY_KEY,)),
        f"SELECT a.area_name, COUNT(*) AS total_count {JOINED} GROUP BY a.id;",
    ),
    "entity by its name": (
        joined(AREA_NAME, COUNT, dimensions=(BY_NAME,)),
        f"SELECT a.area_name, COUNT(*) AS total_count {JOINED} GROUP BY a.area_name;",
    ),
    "person by first and last name": (
        people(of(PERSON, "last_name"), COUNT,
               dimensions=(Dimension(of(PERSON, "first_name"), entity=True, names=(of(PERSON, "last_name"),)),)),
        "SELECT last_name, COUNT(*) AS total_count FROM person GROUP BY first_name, last_name;",
    ),
    "band": (
        sales(Band(PRICE, "1", "9"), COUNT, dimensions=(Dimension(Band(PRICE, "1", "9")),)),
        f"""SELECT CASE WHEN price < 1 THEN 'low' WHEN price < 9 THEN 'medium' ELSE 'high' END AS price_band,
        COUNT(*) AS total_count {SALES}
        GROUP BY CASE WHEN price < 1 THEN 'low' WHEN price < 9 THEN 'medium' ELSE 'high' END;""",
    ),
}  # fmt: skip
