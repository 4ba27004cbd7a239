"""Every named statement is used, and PostgreSQL understands it on the migrated schema."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from source import name, python_files, tree

from bus.db import Connection, fetch_all
from bus.queries import SQL, parse

STATEMENTS = {
    (path.stem, statement): sql
    for path in sorted(SQL.glob("*.sql"))
    for statement, sql in parse(path.read_text(encoding="utf-8")).items()
}
PLANNED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


class Nothing(dict[str, None]):
    """NULL for every parameter."""

    def __missing__(self, key: str) -> None:
        return None


def without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*\n?", "", sql).strip()


@pytest.mark.parametrize("key", STATEMENTS, ids=".".join)
def test_statement__is_understood(migrated: Connection, key: tuple[str, str]) -> None:
    sql = without_comments(STATEMENTS[key])
    with migrated.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            if sql.startswith("COPY"):
                cursor.copy_expert(sql, io.StringIO())
            else:
                cursor.execute(f"EXPLAIN {sql}" if sql.startswith(PLANNED) else sql, Nothing())
        finally:
            cursor.execute("ROLLBACK")


@pytest.mark.parametrize("key", STATEMENTS, ids=".".join)
def test_statement__has_no_parameter_in_a_comment(key: tuple[str, str]) -> None:
    """The driver would put a value there, and a line break in it would end the comment."""
    for comment in re.findall(r"--[^\n]*", STATEMENTS[key]):
        assert "%(" not in comment


def loaded() -> Iterator[tuple[str, str, Path]]:
    """Every ``load("file").statement`` of the code."""
    for path in python_files("bus", "server", "executor"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call):
                call = node.value
                if getattr(call.func, "id", "") == "load" and isinstance(call.args[0], ast.Constant):
                    yield str(call.args[0].value), node.attr, path


def recorded() -> Iterator[tuple[str, str]]:
    """Every ``record("file", "statement", ...)`` of the executor, which keeps statements until the bus is back."""
    for path in python_files("executor"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record":
                file, statement, *_ = (getattr(argument, "value", "") for argument in node.args)
                yield str(file), str(statement)


def test_statements__none_is_unused() -> None:
    used = {(file, statement) for file, statement, _ in loaded()} | set(recorded())
    assert sorted(set(STATEMENTS) - used) == []


def test_statements__none_is_missing() -> None:
    for file, statement, path in loaded():
        assert (file, statement) in STATEMENTS, f"{name(path)} wants {statement} of sql/{file}.sql"
    for file, statement in recorded():
        assert (file, statement) in STATEMENTS


def test_statements__stand_in_sql_files_only() -> None:
    """But for SET, LISTEN and the like, whose names are not data."""
    statement = re.compile(
        r"\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM|WITH\s+\w+\s+AS)\s", re.DOTALL
    )
    for path in python_files("bus", "server", "executor"):
        if "embedded" in path.parts:  # the cluster's own upkeep, before there is any table of ours
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not statement.match(node.value), f"{name(path)}:{node.lineno}"


def test_foreign_keys__are_indexed(migrated: Connection) -> None:
    """Deleting a task looks them up in every table that refers to it."""
    keys = (
        "SELECT conrelid::regclass::text AS of_table, conkey[1] AS first_column FROM pg_constraint WHERE contype = 'f'"
    )
    indexed = (
        "SELECT indrelid::regclass::text AS of_table, indkey[0] AS first_column FROM pg_index WHERE indpred IS NULL"
    )
    known = {(row["of_table"], row["first_column"]) for row in fetch_all(migrated, indexed, {})}
    for row in fetch_all(migrated, keys, {}):
        assert (row["of_table"], row["first_column"]) in known
