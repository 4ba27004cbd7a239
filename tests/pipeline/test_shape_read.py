"""The shape of a query: names by scope, constructs, hardness, and the text with the constants masked."""

from __future__ import annotations

import pytest

from data_pipeline.shape.constructs import ATOMS
from data_pipeline.shape.read import Shape, Shapes, read_shape
from data_pipeline.shape.schema import Schema

SCHEMA = Schema(
    {
        ("public", "shop"): frozenset(("id", "name", "city", "parent_id", "opened")),
        ("public", "orders"): frozenset(("id", "shop_id", "amount", "state", "day", "paid")),
        ("public", "item"): frozenset(("order_id", "line", "price")),
        ("ops", "shop"): frozenset(("id", "load")),
        ("public", "Odd Name"): frozenset(("Id", "a")),
    }
)


def shape(sql: str) -> Shape:
    found = read_shape(sql, SCHEMA)
    assert found is not None
    return found


ATOM_CASES = [
    ("SELECT name FROM shop", ""),
    ("SELECT count(*) FROM shop", "count"),
    ("SELECT count(DISTINCT city) FROM shop", "count_distinct"),
    ("SELECT sum(amount), max(day) FROM orders", "agg"),
    ("SELECT DISTINCT city FROM shop", "distinct"),
    ("SELECT name FROM shop WHERE city = 'Rome'", "eq_text"),
    ("SELECT name FROM shop WHERE id <> 3", "eq_number"),
    ("SELECT id FROM orders WHERE paid", "eq_number"),
    ("SELECT id FROM orders WHERE NOT paid AND amount > 3", "eq_number range"),
    ("SELECT id FROM orders WHERE paid IS TRUE", "eq_number"),
    ("SELECT id FROM orders WHERE day IS NOT NULL", "null_test"),
    ("SELECT id FROM orders WHERE amount NOT BETWEEN 1 AND 2", "between"),
    ("SELECT name FROM shop WHERE city IN ('a', 'b')", "in_or"),
    ("SELECT name FROM shop WHERE city = 'a' OR city = 'b'", "in_or eq_text"),
    ("SELECT name FROM shop WHERE id = ANY (ARRAY[1, 2])", "in_or"),
    ("SELECT name FROM shop WHERE name ILIKE '%a%' OR name ~ 'b'", "in_or like"),
    ("SELECT name FROM shop ORDER BY name", "order"),
    ("SELECT name FROM shop ORDER BY name LIMIT 3", "top_n"),
    ("SELECT name FROM shop ORDER BY id FETCH FIRST 3 ROWS ONLY", "top_n"),
    ("SELECT city FROM shop GROUP BY city ORDER BY count(*) DESC LIMIT 1", "group1 top_n top_n_by_agg count"),
    ("SELECT city, count(*) AS n FROM shop GROUP BY 1 ORDER BY n DESC LIMIT 1", "group1 top_n top_n_by_agg count"),
    ("SELECT city, count(*) FROM shop GROUP BY 1 ORDER BY 2 DESC LIMIT 1", "group1 top_n top_n_by_agg count"),
    ("SELECT city, opened FROM shop GROUP BY city, opened", "group2+"),
    ("SELECT city, sum(id) FROM shop GROUP BY ROLLUP (city)", "group2+ agg"),
    ("SELECT city FROM shop GROUP BY city HAVING count(*) > 3", "group1 having count"),
    ("SELECT s.name FROM shop s JOIN orders o ON o.shop_id = s.id", "join1"),
    ("SELECT s.name FROM shop s, orders o WHERE o.shop_id = s.id", "join1"),
    ("SELECT s.name FROM shop s LEFT JOIN orders o ON o.shop_id = s.id AND o.state = 'x'", "join1 left_join eq_text"),
    ("SELECT 1 FROM shop s JOIN orders o ON o.shop_id = s.id JOIN item i ON i.order_id = o.id", "join2"),
    ("SELECT a.name FROM shop a JOIN shop b ON b.id = a.parent_id", "join1 self_join"),
    ("SELECT a.id FROM shop a JOIN ops.shop b ON b.id = a.id", "join1"),
    ("SELECT sum(price) / count(*) FROM item", "agg count arithmetic"),
    ("SELECT day + INTERVAL '1 day' FROM orders", "time"),
    ("SELECT day::date, DATE '2025-01-01' FROM orders", "time"),
    ("SELECT id FROM orders WHERE day >= DATE '2025-01-01'", "range"),
    ("SELECT date_trunc('month', day), EXTRACT(year FROM day), to_char(day, 'YYYY') FROM orders", "time"),
    ("SELECT upper(name) FROM shop", "string"),
    ("SELECT name FROM shop WHERE lower(city) = 'rome'", "eq_text"),
    ("SELECT name || city, length(name) FROM shop", "string"),
    ("SELECT CASE WHEN amount > 1 THEN 1 END FROM orders", "case"),
    ("SELECT count(*) FILTER (WHERE amount > 1) FROM orders", "case count range"),
    ("SELECT rank() OVER (ORDER BY amount) FROM orders", "window"),
    ("SELECT sum(amount) OVER (PARTITION BY shop_id) FROM orders", "window"),
    ("SELECT name FROM shop WHERE id IN (SELECT shop_id FROM orders)", "semi_join"),
    ("SELECT name FROM shop s WHERE EXISTS (SELECT 1 FROM orders WHERE shop_id = s.id)", "semi_join"),
    ("SELECT name FROM shop WHERE id NOT IN (SELECT shop_id FROM orders)", "anti_join"),
    ("SELECT name FROM shop WHERE id <> ALL (SELECT shop_id FROM orders)", "anti_join"),
    ("SELECT name FROM shop WHERE id > (SELECT avg(id) FROM shop)", "scalar_subquery agg"),
    ("SELECT count(*) FROM (SELECT city FROM shop) AS cities", "cte count"),
    ("WITH c AS (SELECT city FROM shop) SELECT city FROM c", "cte"),
    ("SELECT name FROM shop UNION SELECT city FROM shop", "set_op"),
]


@pytest.mark.parametrize(("sql", "atoms"), ATOM_CASES, ids=[sql for sql, _ in ATOM_CASES])
def test_atoms(sql: str, atoms: str) -> None:
    assert shape(sql).atoms == frozenset(atoms.split())


def test_atoms__the_cases_cover_all() -> None:
    assert set(ATOMS) - {"join3+"} == {atom for _, atoms in ATOM_CASES for atom in atoms.split()}
    assert "join3+" in shape("SELECT 1 FROM shop a, shop b, shop c, shop d").atoms


@pytest.mark.parametrize(
    ("sql", "level"),
    [
        ("SELECT name FROM shop", "easy"),
        ("SELECT count(*) FROM shop WHERE city = 'Rome'", "easy"),
        ("SELECT name, city FROM shop WHERE city = 'Rome'", "medium"),
        ("SELECT city, count(*) FROM shop GROUP BY city", "medium"),
        ("SELECT name FROM shop ORDER BY id LIMIT 3", "medium"),
        ("SELECT s.name FROM shop s JOIN orders o ON o.shop_id = s.id WHERE o.amount > 3", "medium"),
        ("SELECT name FROM shop WHERE city = 'a' OR city = 'b' ORDER BY name", "hard"),
        ("SELECT name FROM shop WHERE id IN (SELECT shop_id FROM orders)", "hard"),
        ("SELECT city, count(*) AS n FROM shop GROUP BY city ORDER BY n DESC LIMIT 5", "hard"),
        ("SELECT name FROM shop EXCEPT SELECT name FROM shop WHERE id = 1", "hard"),
        ("SELECT name, city FROM shop WHERE id IN (SELECT shop_id FROM orders)", "extra"),
        ("WITH c AS (SELECT city FROM shop) SELECT city FROM c UNION SELECT name FROM shop", "hard"),
        ("SELECT a.name, sum(1) FROM shop a, shop b, shop c WHERE a.id = b.id GROUP BY 1 ORDER BY 2 LIMIT 1", "extra"),
    ],
)
def test_hardness(sql: str, level: str) -> None:
    assert shape(sql).hardness == level


@pytest.mark.parametrize(
    "sql",
    [
        "WITH c AS (SELECT 1) SELECT * FROM c",
        "SELECT 1 WHERE EXISTS (WITH c AS (SELECT 1) SELECT * FROM c)",
        "WITH a AS (SELECT 1), b AS (SELECT * FROM a) SELECT * FROM b UNION SELECT 2",
    ],
)
def test_read_shape__values_without_a_name(sql: str) -> None:
    assert read_shape(sql, SCHEMA) is not None


def test_names__by_scope() -> None:
    found = shape(
        """
        WITH paid AS (SELECT shop_id AS s, sum(amount) AS total FROM orders WHERE paid GROUP BY shop_id)
        SELECT name, total FROM paid JOIN shop ON s = shop.id
        WHERE EXISTS (SELECT * FROM item WHERE order_id = shop.parent_id AND price > total)
        """
    )
    assert found.tables == {"public.orders", "public.shop", "public.item"}
    assert {name.removeprefix("public.") for name in found.columns} == {
        *("orders.shop_id", "orders.amount", "orders.paid", "shop.name", "shop.id", "shop.parent_id"),
        *("item.order_id", "item.price"),
    }
    assert found.edges == {frozenset(("public.item.order_id", "public.shop.parent_id"))}


@pytest.mark.parametrize(
    ("sql", "columns"),
    [
        ("SELECT * FROM shop", ""),
        ("SELECT s.* FROM shop s", ""),
        ("SELECT NAME FROM Shop", "shop.name"),
        ('SELECT "NAME" FROM shop', ""),
        ('SELECT "Id" FROM "Odd Name"', "Odd_Name.Id"),
        ("SELECT Id FROM \"Odd Name\"", ""),
        ("SELECT load FROM shop", ""),
        ("SELECT amount AS name FROM orders ORDER BY name", "orders.amount"),
        ("SELECT count(*) AS amount FROM orders ORDER BY amount", ""),
        ("SELECT name FROM (SELECT * FROM shop) AS s WHERE id > 1", ""),
        ("SELECT x FROM generate_series(1, 3) AS g(x) JOIN shop ON shop.id = x", "shop.id"),
        ("SELECT l.n FROM shop s CROSS JOIN LATERAL (SELECT count(*) n FROM orders WHERE shop_id = s.id) l",
         "orders.shop_id shop.id"),
    ],
)  # fmt: skip
def test_columns(sql: str, columns: str) -> None:
    expected = {f"public.{name}".replace("Odd_", "Odd ") for name in columns.split()}
    assert shape(sql).columns == expected


def test_columns__of_another_schema() -> None:
    assert shape("SELECT load FROM ops.shop").columns == {"ops.shop.load"}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM item JOIN orders ON item.order_id = orders.id",
        "SELECT 1 FROM item, orders WHERE orders.id = order_id",
        "SELECT 1 FROM item WHERE order_id IN (SELECT id FROM orders)",
        "SELECT 1 FROM item WHERE lower(line) = 'a' AND EXISTS (SELECT 1 FROM orders o WHERE o.id = order_id)",
    ],
)
def test_edges(sql: str) -> None:
    assert shape(sql).edges == {frozenset(("public.item.order_id", "public.orders.id"))}


@pytest.mark.parametrize("join", ["JOIN ops.shop AS t USING (id)", "NATURAL JOIN ops.shop AS t"])
def test_edges__using_and_natural(join: str) -> None:
    found = shape(f"SELECT count(*) FROM public.shop AS s {join}")
    assert found.edges == {frozenset(("public.shop.id", "ops.shop.id"))}
    assert found.columns == {"public.shop.id", "ops.shop.id"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT name FROM shop WHERE city = 'Rome'", "select s.name as x from public.shop s where s.city = 'Oslo';"),
        ("SELECT name FROM shop WHERE id IN (1, 2)", "SELECT name FROM shop WHERE id IN (1, 2, 3)"),
        ("SELECT name FROM shop WHERE id = -1", "SELECT name FROM shop WHERE id = 1"),
        ("SELECT city, count(*) AS n FROM shop GROUP BY city ORDER BY n",
         "SELECT city, count(*) FROM shop GROUP BY 1 ORDER BY 2"),
        ("SELECT round(avg(amount)::numeric, 2) FROM orders", "SELECT round(avg(amount), 1) FROM orders"),
        ("SELECT id FROM orders WHERE paid = true", "SELECT id FROM orders WHERE paid = false"),
        ("SELECT name FROM shop ORDER BY name LIMIT 3", "SELECT name FROM shop ORDER BY name ASC LIMIT 10"),
    ],
)  # fmt: skip
def test_canonical__same(one: str, other: str) -> None:
    assert shape(one).canonical == shape(other).canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT name FROM shop", "SELECT city FROM shop"),
        ("SELECT id FROM shop", "SELECT id FROM orders"),
        ("SELECT name FROM shop ORDER BY name", "SELECT name FROM shop ORDER BY name DESC"),
        ("SELECT count(*) FROM shop", "SELECT count(DISTINCT id) FROM shop"),
        ("SELECT min(id) FROM shop", "SELECT max(id) FROM shop"),
        ("SELECT 1 FROM shop s JOIN orders o ON o.shop_id = s.id",
         "SELECT 1 FROM shop s LEFT JOIN orders o ON o.shop_id = s.id"),
        ("SELECT date_trunc('month', day) FROM orders", "SELECT EXTRACT(month FROM day) FROM orders"),
        ("SELECT name FROM shop UNION SELECT city FROM shop", "SELECT name FROM shop UNION ALL SELECT city FROM shop"),
    ],
)  # fmt: skip
def test_canonical__different(one: str, other: str) -> None:
    assert shape(one).canonical != shape(other).canonical


def test_skeleton__masks_names() -> None:
    one, other = shape("SELECT name FROM shop WHERE city = 'a'"), shape("SELECT day FROM orders WHERE state = 'b'")
    assert one.skeleton == other.skeleton and one.canonical != other.canonical
    assert "shop" not in one.skeleton


@pytest.mark.parametrize(
    "sql",
    ["", ";", "not sql at all", "SELECT 1; SELECT 2", "DELETE FROM shop", "CREATE TABLE t (a int)", "SELECT 'open",
     "SELECT " + "(" * 5000 + "1" + ")" * 5000, "SELECT " + " + ".join(["1"] * 20_000)],
    ids=range(9),
)  # fmt: skip
def test_read_shape__not_one_query(sql: str) -> None:
    assert read_shape(sql, SCHEMA) is None


@pytest.mark.parametrize(
    "sql",
    ["SELECT nothing FROM nowhere n JOIN nobody USING (x)", "VALUES (1), (2)", "SELECT 1 ORDER BY 7",
     "SELECT t FROM shop t",
     "WITH RECURSIVE r AS (SELECT id FROM shop UNION ALL SELECT s.id FROM shop s JOIN r ON s.parent_id = r.id) TABLE r",
     "SELECT (SELECT (SELECT name FROM shop LIMIT 1))", "(SELECT 1) UNION (SELECT 2) ORDER BY 1"],
)  # fmt: skip
def test_read_shape__odd_ones_do_no_harm(sql: str) -> None:
    read_shape(sql, SCHEMA)


def test_shapes__reads_each_text_once() -> None:
    shapes = Shapes(SCHEMA)
    assert shapes.of("SELECT name FROM shop") is shapes.of("SELECT name FROM shop") is not None


def test_shapes__reads_one_statement_at_a_time() -> None:
    shapes = Shapes(SCHEMA)
    reading = shapes.reading(["SELECT name FROM shop", "no SQL", "SELECT id FROM shop"])
    assert [next(reading, "done") for _ in range(4)] == [None, None, None, "done"]
