"""The columns of views: as sensitive as what they show, whatever they are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.sensitive.guard import guarded, masked_columns
from data_pipeline.steps.requested import requested_catalog
from tests.pipeline.plain_step import PlainStep
from tests.pipeline.test_sensitive_columns import column, table

LANDLINES = ("5558001", "5558002", "5558003")
BASE = table(
    column("mobile", *LANDLINES, category="N"), column("email"), column("city", "Rome"), column("id"), name="employee"
)


def view(definition: str, *names: str, name: str = "v", values: tuple[str, ...] = ()) -> Table:
    """A view with such columns of numbers."""
    columns = (column(one, *values, category="N") for one in names)
    return replace(table(*columns, name=name), kind="view", definition=definition)


def table_kinds(*tables: Table) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for (_, name), one, kind in masked_columns(guarded(Catalog("db", (BASE, *tables)))):
        found.setdefault(name, {})[one] = kind
    return found


@pytest.mark.parametrize(
    "definition",
    [
        "SELECT mobile AS to_dial FROM employee",
        "SELECT e.mobile AS to_dial FROM public.employee e JOIN other o ON o.id = e.id;",
        "SELECT x.m AS to_dial FROM (SELECT mobile AS m FROM employee) x",
        "WITH x AS (SELECT mobile AS m FROM employee) SELECT x.m AS to_dial FROM x",
        "WITH x(m) AS (SELECT mobile FROM employee) SELECT x.m AS to_dial FROM x",
        "SELECT 1 AS to_dial UNION ALL SELECT employee.mobile FROM employee",
        "SELECT max(COALESCE(mobile, 0)::bigint) AS to_dial FROM employee GROUP BY city",
        "SELECT CASE WHEN city = 'Rome' THEN mobile ELSE 0 END AS to_dial FROM employee",
        "SELECT e.mobile AS to_dial FROM (a JOIN employee e ON e.id = a.id) LEFT JOIN b ON b.id = a.id",
        "SELECT x.m AS to_dial FROM a CROSS JOIN LATERAL (SELECT mobile AS m FROM employee LIMIT 1) x",
        "SELECT x.m AS to_dial FROM a, LATERAL (SELECT mobile FROM employee LIMIT 1) x(m)",
        "SELECT (SELECT e.mobile FROM employee e LIMIT 1) AS to_dial FROM a",
        "SELECT string_agg(DISTINCT mobile::text, ','::text ORDER BY mobile) AS to_dial FROM employee",
        "SELECT first_value(mobile) OVER (ORDER BY city) AS to_dial FROM employee",
        "SELECT concat(city, ': ', mobile) AS to_dial FROM employee",
        "SELECT ('+86'::text || mobile::text) AS to_dial FROM employee",
    ],
)
def test_guarded__a_views_column_is_what_it_shows(definition: str) -> None:
    assert table_kinds(view(definition, "to_dial"))["v"] == {"to_dial": "phone"}


@pytest.mark.parametrize(
    "definition",
    [
        "SELECT count(mobile) AS to_dial FROM employee",
        "SELECT city AS to_dial FROM employee WHERE mobile > 0",
        "SELECT length(mobile::text) AS to_dial FROM employee",
        "SELECT CASE WHEN mobile > 0 THEN 1 ELSE 0 END AS to_dial FROM employee",
        "SELECT mobile AS to_dial FROM elsewhere.employee",
        "SELECT FROM ((",
        "SELECT 'unended",
        "",
    ],
)
def test_guarded__what_a_view_only_figures_stays(definition: str) -> None:
    assert "v" not in table_kinds(view(definition, "to_dial"))


def test_guarded__a_view_of_a_view_whichever_comes_first() -> None:
    inner = view("SELECT mobile AS m FROM employee", "m", name="z")
    outer = view("SELECT z.m AS n, 1 AS one FROM z", "n", "one", name="a")
    assert table_kinds(outer, inner) == {
        "employee": {"mobile": "phone", "email": "email"},
        "a": {"n": "phone"},
        "z": {"m": "phone"},
    }


def test_guarded__the_same_numbers_tell_where_no_definition_does() -> None:
    assert table_kinds(view("", "to_dial", values=LANDLINES))["v"] == {"to_dial": "phone"}
    assert "v" not in table_kinds(view("", "to_dial", values=(*LANDLINES[:1], "17", "18")))


@pytest.mark.slow
def test_requested_catalog__stranger_tables(make_schema: Callable[[str], str], tmp_path: Path) -> None:
    url = make_schema("""
        CREATE TABLE employee (emp_name text, mobile bigint, residence text, memo text);
        INSERT INTO employee SELECT '王芳', 13700000000 + i * 37, '北京市朝阳区建国路' || i || '号',
            '紧急联系人王芳，住北京市朝阳区建国路1号' FROM generate_series(1, 90) i;
        CREATE TABLE visit (id int PRIMARY KEY, caller bigint, amount numeric(12, 2));
        INSERT INTO visit SELECT i, 13900000033 + i % 9, i * 100 FROM generate_series(1, 90) i;
        CREATE VIEW hotline AS SELECT mobile AS to_dial, caller + 0 AS other FROM employee CROSS JOIN visit;
        ANALYZE;
    """)
    found: dict[str, dict[str, str]] = {}
    catalog = requested_catalog(PlainStep(tmp_path, {"sensitive_data": "strict"}, {"business": url}))
    for (_, name), one, kind in masked_columns(catalog):
        found.setdefault(name, {})[one] = kind
    assert found == {
        "employee": {"emp_name": "person_name", "mobile": "phone", "residence": "address"},
        "visit": {"caller": "phone"},
        "hotline": {"to_dial": "phone", "other": "phone"},
    }
    assert "王芳" not in repr(catalog)
    assert "建国路" not in repr(catalog)
