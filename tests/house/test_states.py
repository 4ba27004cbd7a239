"""States are the same in Python, in the tables and in the table of moves."""

from __future__ import annotations

import re

import pytest

from bus.db import Connection, fetch_all
from bus.log_file import LEVELS
from bus.states import EXECUTION_MOVES, LIVE, ExecutionStatus, TaskStatus
from bus.users import Role


def literals(text: str) -> set[str]:
    return set(re.findall(r"'(\w+)'::text", text))


def allowed(connection: Connection, table: str, column: str) -> set[str]:
    """The values that the CHECK of one column allows."""
    statement = """
        SELECT pg_get_constraintdef(c.oid) AS text FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
        WHERE c.contype = 'c' AND c.conrelid = %(table)s::regclass AND a.attname = %(column)s"""
    (row,) = fetch_all(connection, statement, {"table": table, "column": column})
    return literals(row["text"])


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("tasks", "status", set(TaskStatus)),
        ("executions", "status", set(ExecutionStatus)),
        ("logs", "level", set(LEVELS)),
        ("users", "role", {role.name for role in Role}),
    ],
)
def test_check__equals_python(migrated: Connection, table: str, column: str, values: set[str]) -> None:
    assert allowed(migrated, table, column) == values


def test_moves__every_status_and_only_from_live_ones() -> None:
    assert set(EXECUTION_MOVES) == set(ExecutionStatus)
    assert {status for status, moves in EXECUTION_MOVES.items() if moves} == set(LIVE)
    reachable = set().union(*EXECUTION_MOVES.values()) | {ExecutionStatus.QUEUED}
    assert reachable == set(ExecutionStatus)


def test_live__is_what_the_unique_index_means_by_it(migrated: Connection) -> None:
    statement = "SELECT pg_get_expr(indpred, indrelid) AS text FROM pg_index WHERE indexrelid = %(index)s::regclass"
    (row,) = fetch_all(migrated, statement, {"index": "executions_one_live_per_task"})
    assert literals(row["text"]) == set(LIVE)
    assert "parent_id IS NULL" in row["text"]
