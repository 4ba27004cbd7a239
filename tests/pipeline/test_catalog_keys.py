"""Foreign keys that nobody declared."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.key_names import words
from data_pipeline.catalog.model import ForeignKey
from data_pipeline.catalog.read import read_catalog


def _inferred(url: str) -> dict[tuple[str, str], ForeignKey]:
    with closing(connect_read_only(url)) as connection:
        tables = read_catalog(connection).tables
    return {
        (table.name, key.columns[0]): key for table in tables for key in table.foreign_keys if key.source == "inferred"
    }


def _targets(url: str) -> dict[tuple[str, str], tuple[str, str]]:
    return {place: (key.ref_table, key.ref_columns[0]) for place, key in _inferred(url).items()}


def test_infer_keys__by_name_in_its_usual_forms(make_schema: Callable[[str], str]) -> None:
    url = make_schema(
        """
        CREATE TABLE t_customer (id int PRIMARY KEY, name text);
        CREATE TABLE t_address (address_id bigint PRIMARY KEY, street text);
        CREATE TABLE t_employee (id int PRIMARY KEY, manager_id int, name text);
        CREATE TABLE t_order (
            id int PRIMARY KEY, "customerId" int, billing_address_id int, address_id int, employee_id int);
        INSERT INTO t_customer SELECT i FROM generate_series(1, 9) i;
        INSERT INTO t_address SELECT i FROM generate_series(1, 9) i;
        INSERT INTO t_employee SELECT i, 1 FROM generate_series(1, 9) i;
        INSERT INTO t_order SELECT i, 1 + i % 9, 1 + i % 9, 1 + i % 9, 1 + i % 9 FROM generate_series(1, 99) i;
        """
    )
    assert _targets(url) == {
        ("t_order", "customerId"): ("t_customer", "id"),
        ("t_order", "billing_address_id"): ("t_address", "address_id"),
        ("t_order", "address_id"): ("t_address", "address_id"),
        ("t_order", "employee_id"): ("t_employee", "id"),
        ("t_employee", "manager_id"): ("t_employee", "id"),
    }


def test_infer_keys__values_or_types_that_do_not_fit_refute(make_schema: Callable[[str], str]) -> None:
    url = make_schema(
        """
        CREATE TABLE area (id int PRIMARY KEY); CREATE TABLE shop (id int PRIMARY KEY);
        CREATE TABLE visits (area_id int, shop_id text, id int);
        INSERT INTO area VALUES (1), (2); INSERT INTO shop VALUES (1);
        INSERT INTO visits VALUES (1, '1', 1), (77, '1', 1);
        """
    )
    assert _targets(url) == {}


def test_infer_keys__declared_keys_are_not_repeated(make_schema: Callable[[str], str]) -> None:
    url = make_schema("CREATE TABLE area (id int PRIMARY KEY); CREATE TABLE visits (area_id int REFERENCES area)")
    assert _targets(url) == {}


def test_infer_keys__less_sure_without_values(make_schema: Callable[[str], str]) -> None:
    script = "CREATE TABLE area (id int PRIMARY KEY); CREATE TABLE visits (area_id int);"
    empty = make_schema(script)
    filled = make_schema(script + "INSERT INTO area VALUES (1); INSERT INTO visits VALUES (1);")
    place = ("visits", "area_id")
    assert 0 < _inferred(empty)[place].confidence < _inferred(filled)[place].confidence < 1


def test_words__snake_camel_and_plural() -> None:
    assert words("OrderItems") == words("order_items") == words("ORDER_ITEM") == ("order", "item")
    assert words("sbTxID") == ("sb", "tx", "id")
    assert words("服务区_编号") == ("服务区", "编号")


def test_infer_keys__comments_name_the_table(make_schema: Callable[[str], str]) -> None:
    url = make_schema(
        """
        CREATE TABLE customer (id int PRIMARY KEY); CREATE TABLE crew (id int PRIMARY KEY);
        CREATE TABLE visit (
            a int, b int, c int, d int);
        COMMENT ON TABLE crew IS '员工信息表';
        COMMENT ON COLUMN visit.a IS 'who came; references customer.id';
        COMMENT ON COLUMN visit.b IS '接待人（关联员工表）';
        COMMENT ON COLUMN visit.c IS '客户数量，见报表';
        COMMENT ON COLUMN visit.d IS 'how often the customer came';
        INSERT INTO customer SELECT i FROM generate_series(1, 20) i;
        INSERT INTO crew SELECT i FROM generate_series(1, 9) i;
        INSERT INTO visit SELECT i % 20 + 1, i % 9 + 1, i % 5 + 1, i % 4 + 1 FROM generate_series(1, 100) i;
        """
    )
    assert _targets(url) == {("visit", "a"): ("customer", "id"), ("visit", "b"): ("crew", "id")}


def test_infer_keys__plain_names_are_surer_than_roles_and_short_forms(make_schema: Callable[[str], str]) -> None:
    url = make_schema(
        """
        CREATE TABLE employee (id int PRIMARY KEY);
        CREATE TABLE visit (employee_id int, old_employee_id int, emp_id int, approved_by int);
        INSERT INTO employee SELECT i FROM generate_series(1, 20) i;
        INSERT INTO visit SELECT i, i, i, i FROM generate_series(1, 20) i;
        """
    )
    sure = [_inferred(url)["visit", name].confidence for name in ("employee_id", "old_employee_id", "emp_id")]
    assert sure[0] > sure[1] > _inferred(url)["visit", "approved_by"].confidence
    assert sure[0] > sure[2] > 0.5


def test_infer_keys__rows_that_refer_to_nothing(make_schema: Callable[[str], str]) -> None:
    url = make_schema(
        """
        CREATE TABLE area (id int PRIMARY KEY, parent_id int NOT NULL, area_name text);
        INSERT INTO area SELECT i, CASE WHEN i < 4 THEN 0 ELSE i / 4 END, 'a' FROM generate_series(1, 40) i;
        """
    )
    assert _targets(url) == {("area", "parent_id"): ("area", "id")}


def test_infer_keys__a_place_in_line_refers_to_nothing(make_schema: Callable[[str], str]) -> None:
    """The "order" of a menu is no row of orders, though all its numbers are there."""
    url = make_schema("""
        CREATE TABLE orders (id integer PRIMARY KEY, total numeric);
        INSERT INTO orders SELECT n, n FROM generate_series(1, 300) n;
        CREATE TABLE menu_item (id integer PRIMARY KEY, label text, "order" integer, order_id integer);
        INSERT INTO menu_item SELECT n, 'Item ' || n, n, n * 7 FROM generate_series(1, 40) n;
        ANALYZE
    """)
    assert _targets(url) == {("menu_item", "order_id"): ("orders", "id")}
