"""``trainyard cleanup``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import Run
from tests.postgres import run_sql


def _old_task(run: Run, environment: dict[str, str], status: str, days: int) -> Path:
    task_id = run("tasks", "create").stdout.strip()
    ageing = f"UPDATE tasks SET status = '{status}', created_at = now() - interval '{days} days'"
    run_sql(environment["DATABASE_URL"], f"{ageing} WHERE task_id = '{task_id}'")
    return Path(environment["TRAINING_DATA_DIR"]) / task_id


def test_cleanup__dry_run_shows_and_removes_nothing(run: Run, environment: dict[str, str]) -> None:
    directory = _old_task(run, environment, "completed", 31)
    output = run("cleanup", "--dry-run").stdout
    assert directory.name in output and "tasks 1," in output
    assert directory.is_dir()


def test_cleanup__removes_what_is_old_and_ended_with_its_files(run: Run, environment: dict[str, str]) -> None:
    old = _old_task(run, environment, "failed", 31)
    young = _old_task(run, environment, "completed", 29)
    unfinished = _old_task(run, environment, "partial_completed", 31)
    assert run("cleanup").stdout == "Tasks removed: 1.\n"
    assert not old.exists() and young.is_dir() and unfinished.is_dir()


def test_cleanup__days_instead_of_the_setting(run: Run, environment: dict[str, str]) -> None:
    directory = _old_task(run, environment, "completed", 5)
    run("cleanup", "--days", "4")
    assert not directory.exists()


def test_cleanup__retention_of_zero_days_is_never(run: Run, environment: dict[str, str]) -> None:
    directory = _old_task(run, environment, "completed", 999)
    assert "nothing is ever removed" in run("cleanup", RETENTION_DAYS="0").stdout
    assert directory.is_dir()
