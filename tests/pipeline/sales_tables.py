"""Tables for hand-made query trees, as the catalog has them and as PostgreSQL makes them."""

from __future__ import annotations

from data_pipeline.catalog.model import Column, ForeignKey, Table
from data_pipeline.pairs.values import Field

SALES = """
    CREATE SCHEMA trade;
    CREATE TYPE method AS ENUM ('cash', 'card');
    CREATE TABLE area (id int PRIMARY KEY, area_name text NOT NULL, stars int, is_open boolean NOT NULL, tags text[],
        opened_on date NOT NULL, "select" text NOT NULL);
    CREATE TABLE trade."DaySale" ("areaId" int REFERENCES area, "Day" date NOT NULL, paid_at timestamp NOT NULL,
        price numeric(10, 2) NOT NULL, qty int NOT NULL, weight double precision, "Method" method NOT NULL);
    CREATE TABLE person (id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL,
        boss_id int REFERENCES person, area_id int NOT NULL REFERENCES area);
    CREATE TABLE visit (area_id int, visited_on date, PRIMARY KEY (area_id, visited_on));
    CREATE TABLE finding (area_id int, visited_on date, note text, FOREIGN KEY (area_id, visited_on) REFERENCES visit);
    CREATE TABLE "订单" ("编号" int PRIMARY KEY, "客户 名称" text NOT NULL);
"""


def column(name: str, type_: str = "integer", category: str = "N", *, nullable: bool = False) -> Column:
    return Column(name, type_, category, 1, nullable)


def text(name: str) -> Column:
    return column(name, "text", "S")


def table(
    name: str, *columns: Column, schema: str = "public", key: str = "", keys: tuple[ForeignKey, ...] = ()
) -> Table:
    return Table(schema, name, "table", None, 100, columns, tuple(key.split()), foreign_keys=keys)


TO_AREA = ForeignKey(("areaId",), "public", "area", ("id",))
LIVES = ForeignKey(("area_id",), "public", "area", ("id",))
BOSS = ForeignKey(("boss_id",), "public", "person", ("id",))
TO_VISIT = ForeignKey(("area_id", "visited_on"), "public", "visit", ("area_id", "visited_on"))
AREA = table(
    "area",
    column("id"),
    text("area_name"),
    column("stars", nullable=True),
    column("is_open", "boolean", "B"),
    column("tags", "text[]", "A", nullable=True),
    column("opened_on", "date", "D"),
    text("select"),
    key="id",
)
SALE = table(
    "DaySale",
    column("areaId", nullable=True),
    column("Day", "date", "D"),
    column("paid_at", "timestamp without time zone", "D"),
    column("price", "numeric(10,2)"),
    column("qty"),
    column("weight", "double precision", nullable=True),
    column("Method", "method", "E"),
    schema="trade",
    keys=(TO_AREA,),
)
PERSON = table(
    "person",
    column("id"),
    text("first_name"),
    text("last_name"),
    column("boss_id", nullable=True),
    column("area_id"),
    key="id",
    keys=(BOSS, LIVES),
)
VISIT = table("visit", column("area_id"), column("visited_on", "date", "D"), key="area_id visited_on")
FINDING = table("finding", column("area_id"), column("visited_on", "date", "D"), text("note"), keys=(TO_VISIT,))
ORDER = table("订单", column("编号"), text("客户 名称"), key="编号")


def of(rows: Table, name: str, source: int = 0) -> Field:
    """A column by its name; ``source`` is the place of its table in the query."""
    return Field(source, rows.column(name))
