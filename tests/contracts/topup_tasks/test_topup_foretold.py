"""What the detail foretells of a task, from real runs before it; and polls that need not be answered in full."""

from __future__ import annotations

from datetime import datetime

import pytest
from test_topup_control import directory, made
from topup import Topup

pytestmark = pytest.mark.slow


def test_detail__foretells_the_end_only_from_earlier_runs(topup: Topup) -> None:
    first = made(topup)
    alone = topup.is_at(first, "running", "step2_1")
    assert (alone["estimated_completion_time"], alone["estimate_basis"]) == (None, None)  # no run has ended before
    (directory(first) / "go").touch()
    topup.is_at(first, "success")
    second = made(topup)
    task = topup.is_at(second, "running", "step2_1")
    assert task["estimate_basis"] == {"samples": 1}
    median, kept = (datetime.fromisoformat(task[f"estimated_completion_time{which}"]) for which in ("", "_p90"))
    assert datetime.fromisoformat(task["started_at"]) < median <= kept
    (directory(second) / "go").touch()
    done = topup.is_at(second, "success")
    assert (done["estimated_completion_time"], done["advice"]) == (None, None)


def test_detail__an_estimate_alone_is_no_change(topup: Topup) -> None:
    first = made(topup)
    (directory(first) / "go").touch()
    topup.is_at(first, "success")
    second = made(topup)
    topup.is_at(second, "running", "step2_1")
    path = f"/api/tasks/{second}"
    tag = topup.client.get(path).headers["ETag"]
    again = topup.client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    (directory(second) / "go").touch()
    topup.is_at(second, "success")
    assert topup.client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_detail__advises_what_to_do_about_a_failure(topup: Topup) -> None:
    task_id = made(topup, date="250699")
    (directory(task_id) / "go").touch()
    task = topup.is_at(task_id, "failed")
    assert task["error_code"] == "step_crashed"
    assert isinstance(task["advice"], str)
