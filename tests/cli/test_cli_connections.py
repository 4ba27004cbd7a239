"""``trainyard connections``, whose passwords appear nowhere."""

from __future__ import annotations

import json

from tests.cli.command import Run
from tests.postgres import run_sql

URL = "postgresql://reader:s3cret-pw@db.example:5433/sales"


def test_add__list_shows_it_without_the_password(run: Run) -> None:
    run("connections", "add", "sales", URL)
    result = run("connections", "list")
    assert result.stdout.splitlines()[1].split() == ["sales", "db.example", "5433", "sales", "reader"]
    shown = json.loads(run("connections", "list", "--json").stdout)
    assert shown[0]["password"] == "******" and "s3cret-pw" not in json.dumps(shown)


def test_add__password_at_rest_is_encrypted(run: Run, environment: dict[str, str]) -> None:
    run("connections", "add", "sales", URL)
    rows = run_sql(environment["DATABASE_URL"], "SELECT connections::text FROM connections")
    assert len(rows) == 1 and "s3cret-pw" not in rows[0][0]


def test_add__url_by_stdin(run: Run) -> None:
    run("connections", "add", "sales", "-", input=URL + "\n")
    assert "db.example" in run("connections", "list").stdout


def test_add__password_by_stdin_is_used(run: Run, environment: dict[str, str]) -> None:
    run("connections", "add", "sales", "postgresql://r@h/d?port=5433", "--password-stdin", input="a b&c'd%\n")
    from bus import connections
    from bus.db import connect
    from bus.settings import read_settings

    connection = connect(environment["DATABASE_URL"])
    stored = connections.url(read_settings(environment), connections.get(connection, "sales"))
    connection.close()
    assert "a b&c\\'d%" in stored and "5433" in stored


def test_add__refuses_what_is_no_url(run: Run) -> None:
    result = run("connections", "add", "sales", "mysql://root:s3cret-pw@h/d", exit_code=1)
    assert "postgresql://" in result.stderr and "s3cret-pw" not in result.stderr


def test_add__refuses_a_password_that_would_be_shown(run: Run) -> None:
    url = "postgresql://ro:Zebra@Kiwi77@127.0.0.1:15433/awk"
    for given, lines in ((url, None), ("-", url + "\n")):
        result = run("connections", "add", "typo", given, input=lines, exit_code=1)
        assert "write @ as %40" in result.stderr and "Kiwi77" not in result.stderr + result.stdout
    assert "typo" not in run("connections", "list").stdout


def test_add__refuses_a_name_with_a_path(run: Run) -> None:
    assert "cannot be the name" in run("connections", "add", "../x", URL, exit_code=1).stderr


def test_test__database_that_answers(run: Run, shop: str) -> None:
    run("connections", "add", "shop", shop)
    said = run("connections", "test", "shop").stdout
    assert said.startswith("shop answers: PostgreSQL ") and said.endswith("tables that may be read: 2\n")


def test_test__unknown_name(run: Run) -> None:
    assert "no connection named 'nowhere'" in run("connections", "test", "nowhere", exit_code=1).stderr


def test_test__in_chinese(run: Run, shop: str) -> None:
    run("connections", "add", "shop", shop)
    assert run("connections", "test", "shop", LC_ALL="zh_CN.UTF-8").stdout.endswith("可读的表: 2\n")


def test_test__database_that_does_not_is_named_without_its_password(run: Run) -> None:
    run("connections", "add", "gone", "postgresql://reader:s3cret-pw@127.0.0.1:1/sales")
    result = run("connections", "test", "gone", exit_code=1)
    assert "127.0.0.1" in result.stderr and "sales" in result.stderr and "s3cret-pw" not in result.stderr


def test_remove__twice_says_that_it_is_gone(run: Run) -> None:
    run("connections", "add", "sales", URL)
    assert run("connections", "remove", "sales").stdout == "Removed sales.\n"
    assert "no connection named 'sales'" in run("connections", "remove", "sales", exit_code=1).stderr
