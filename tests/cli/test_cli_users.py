"""``trainyard users``."""

from __future__ import annotations

import json

from werkzeug.security import check_password_hash

from tests.cli.command import Run
from tests.postgres import run_sql


def test_add__stores_a_hash_of_the_password(run: Run, environment: dict[str, str]) -> None:
    result = run("users", "add", "ann", "--role", "operator", "--password-stdin", input="correct horse\n")
    assert result.stdout == "ann may log in as operator.\n"
    ((stored,),) = run_sql(environment["DATABASE_URL"], "SELECT password_hash FROM users")
    assert check_password_hash(stored, "correct horse")


def test_add__asks_twice_without_stdin(run: Run) -> None:
    run("users", "add", "ann", "--role", "viewer", input="correct horse\ncorrect horse\n")
    assert [user["username"] for user in json.loads(run("users", "list", "--json").stdout)] == ["ann"]


def test_add__again_changes_the_role(run: Run) -> None:
    for role in ("viewer", "admin"):
        run("users", "add", "ann", "--role", role, "--password-stdin", input="correct horse\n")
    assert run("users", "list").stdout.splitlines()[1].split()[:2] == ["ann", "admin"]


def test_add__refuses_a_short_password(run: Run) -> None:
    result = run("users", "add", "ann", "--role", "admin", "--password-stdin", input="short\n", exit_code=1)
    assert "password: at least 8 characters." in result.stderr


def test_add__unknown_role_is_usage(run: Run) -> None:
    assert "'viewer', 'operator', 'admin'" in run("users", "add", "ann", "--role", "king", exit_code=2).stderr


def test_remove__unknown_user(run: Run) -> None:
    assert run("users", "remove", "ann", exit_code=1).stderr == "There is no user 'ann'.\n"


def test_remove__user(run: Run) -> None:
    run("users", "add", "ann", "--role", "admin", "--password-stdin", input="correct horse\n")
    run("users", "remove", "ann")
    assert json.loads(run("users", "list", "--json").stdout) == []
