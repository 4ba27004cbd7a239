from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path

import pytest
from stand import finished, new_task, started

from bus import retention, tasks
from bus.db import Connection, execute, fetch_all
from bus.requests import Request, request_execution
from bus.settings import Settings

DAY = 86_400


def age(connection: Connection, task_id: str, days: int) -> None:
    statement = "UPDATE tasks SET created_at = now() - make_interval(days => %(days)s) WHERE task_id = %(id)s"
    execute(connection, statement, {"days": days, "id": task_id})


def directory(settings: Settings, name: str, days: int) -> Path:
    """A directory last touched that long ago."""
    path = settings.training_data / name
    path.mkdir(parents=True)
    (path / "a.ddl").write_text("x", encoding="utf-8")
    os.utime(path, (time.time() - days * DAY,) * 2)
    return path


@pytest.fixture
def old(bus: Connection) -> dict[str, str]:
    """Tasks of 40 days ago by status, one of them being executed again."""
    found = {}
    for name, status in (("failed", "failed"), ("cancelled", "cancelled"), ("rerun", "failed")):
        found[name] = new_task(bus).task_id
        finished(bus, found[name], "ddl_generation", status)
    found["partial"] = new_task(bus).task_id
    finished(bus, found["partial"], "ddl_generation")
    found["pending"] = new_task(bus).task_id
    started(bus, found["rerun"])
    for task_id in found.values():
        age(bus, task_id, 40)
    return found


def test_cleanup_old_tasks__only_ended_ones_with_nothing_live(bus: Connection, old: dict[str, str]) -> None:
    young = new_task(bus).task_id
    request = request_execution(bus, young, Request(queue=True))
    assert request.admitted_at is None
    assert {row["task_id"] for row in tasks.old(bus, 30)} == {old["failed"], old["cancelled"]}
    assert tasks.old(bus, 41) == []
    assert set(tasks.delete_old(bus, 30)) == {old["failed"], old["cancelled"]}
    assert {row["task_id"] for row in fetch_all(bus, "SELECT task_id FROM tasks", {})} == {
        old["rerun"], old["partial"], old["pending"], young
    }  # fmt: skip


def test_cleanup_old_tasks__thirty_days_unless_told(bus: Connection) -> None:
    task = new_task(bus).task_id
    finished(bus, task, "ddl_generation", "failed")
    age(bus, task, 29)
    assert fetch_all(bus, "SELECT cleanup_old_tasks()", {}) == []
    age(bus, task, 31)
    assert len(fetch_all(bus, "SELECT cleanup_old_tasks()", {})) == 1


def test_clean_up__rows_and_directories(bus: Connection, settings: Settings, old: dict[str, str]) -> None:
    gone, kept = directory(settings, old["failed"], 40), directory(settings, old["partial"], 40)
    assert set(retention.clean_up(bus, settings)) == {old["failed"], old["cancelled"]}
    assert not gone.exists()
    assert kept.exists()


def test_clean_up__never_when_zero(bus: Connection, settings: Settings, old: dict[str, str]) -> None:
    orphan = directory(settings, "task_20230101_000000", 400)
    assert retention.clean_up(bus, dataclasses.replace(settings, retention_days_text="0")) == []
    assert orphan.exists()


def test_orphans__half_deleted_and_old_ones_without_a_row(bus: Connection, settings: Settings, tmp_path: Path) -> None:
    task = new_task(bus)
    directory(settings, task.task_id, 400)
    directory(settings, "task_20230101_000001", 1)  # young: it may be about to be committed
    directory(settings, "manual_20230101_000000", 400)  # made by hand, never a row
    directory(settings, "precious", 400)
    directory(settings, "task_20230101_00000x", 400)
    (settings.training_data / "task_20230101_000002").symlink_to(tmp_path)
    orphan = directory(settings, "task_20230101_000000_2", 400)
    doomed = directory(settings, ".deleting_task_20230101_000003", 0)
    assert set(retention.orphans(bus, settings, 0)) == {orphan, doomed}


def test_orphans__no_directory_yet(bus: Connection, settings: Settings) -> None:
    assert retention.orphans(bus, settings, 0) == []


def test_doom__out_of_sight_and_known_to_the_cleanup(bus: Connection, settings: Settings) -> None:
    path = directory(settings, "task_20230101_000000", 0)
    doomed = retention.doom(path)
    assert doomed is not None and doomed.is_dir() and not path.exists()
    assert retention.orphans(bus, settings, 0) == [doomed]
    assert retention.doom(path) is None


def test_orphans__a_delete_under_way_keeps_its_directory(bus: Connection, settings: Settings) -> None:
    doomed = retention.doom(directory(settings, "task_20230101_000000", 0))
    assert doomed is not None
    assert retention.orphans(bus, settings) == []
