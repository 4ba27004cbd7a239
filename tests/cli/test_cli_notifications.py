"""``trainyard tasks notifications``: who was told of a task."""

from __future__ import annotations

import json

from tests.cli.command import Run
from tests.postgres import run_sql

SQL = """
INSERT INTO user_preferences (user_id, notification_preferences)
VALUES ('ann', '{{"webhook": {{"url": "https://hooks.example.com/in?key=k", "events": ["cancelled"]}}}}');
UPDATE tasks SET created_by = 'ann' WHERE task_id = '{0}';
UPDATE tasks SET status = 'cancelled' WHERE task_id = '{0}';
"""


def test_notifications__in_columns_and_as_json(run: Run, environment: dict[str, str]) -> None:
    task_id = run("tasks", "create").stdout.strip()
    run_sql(environment["DATABASE_URL"], SQL.format(task_id))
    lines = run("tasks", "notifications", task_id).stdout.splitlines()
    assert lines[1].split() == ["cancelled", "webhook", "https://hooks.example.com/in", "waiting", "0", "-"]
    shown = json.loads(run("tasks", "notifications", task_id, "--json").stdout)
    assert shown["total"] == 1 and shown["notifications"][0]["event"] == "cancelled"


def test_notifications__of_no_task(run: Run) -> None:
    assert "task_20240101_000000" in run("tasks", "notifications", "task_20240101_000000", exit_code=1).output
