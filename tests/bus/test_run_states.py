"""Whatever requests, executors, users and the verdict do, in whatever order: the states stay consistent."""

from __future__ import annotations

import uuid
from typing import Any

from hypothesis import HealthCheck
from hypothesis import settings as bounded
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from stand import STEPS, add_workflow, claim, end_step, new_task

from bus import executions, tasks
from bus.db import Connection, execute, fetch_all
from bus.errors import Conflict
from bus.liveness import apply_verdict
from bus.requests import Request, admit_waiting, request_execution
from bus.rows import Execution
from bus.settings import Settings
from bus.states import EXECUTION_MOVES, LIVE, ExecutionStatus, TaskStatus

MAX_RUNNING = 2
CANCELLABLE = ["pending", "partial_completed", "failed", "paused"]
ENDS = ["completed", "failed", "timeout", "cancelled"]
TASK_OF_END = {"completed": {"completed", "partial_completed"}, "failed": {"failed"}, "timeout": {"failed"},
               "cancelled": {"cancelled"}}  # fmt: skip
SELECT = (
    "SELECT id, execution_id, task_id, parent_id, step, status, run_token, completed_at, error_code FROM executions"
)


class Trainyard(RuleBasedStateMachine):
    """Three tasks of a workflow of which two may run at once."""

    connection: Connection
    settings: Settings

    @initialize()
    def lay_out(self) -> None:
        execute(self.connection, "TRUNCATE tasks, workflows, workflow_versions CASCADE", {})
        add_workflow(self.connection, "two", MAX_RUNNING)
        self.ids = [new_task(self.connection, "two").task_id for _ in range(3)]
        self.before: dict[int, dict[str, Any]] = {}

    @rule(place=st.integers(0, 2), step=st.sampled_from(["complete", *STEPS]), force=st.booleans(), queue=st.booleans())
    def request(self, place: int, step: str, force: bool, queue: bool) -> None:
        try:
            request_execution(self.connection, self.ids[place], Request(step, force, True, queue))
        except Conflict:
            assert executions.live(self.connection, self.ids[place]) is not None or not (force and queue)

    @rule(place=st.integers(0, 2))
    def claim_it(self, place: int) -> None:
        if latest := executions.latest_root(self.connection, self.ids[place]):
            free = latest.status == "queued" and latest.admitted_at is not None
            assert (claim(self.connection, latest.execution_id) is not None) == free

    @rule(place=st.integers(0, 2), step=st.sampled_from(STEPS), status=st.sampled_from([*ENDS, "skipped"]))
    def end_a_step(self, place: int, step: str, status: str) -> None:
        if (root := self.running(place)) and root.step == "complete":
            end_step(self.connection, root, step, status)

    @rule(place=st.integers(0, 2), status=st.sampled_from(ENDS), ours=st.sampled_from([True, True, True, False]))
    def end(self, place: int, status: str, ours: bool) -> None:
        if root := self.running(place):
            token = root.run_token if ours else str(uuid.uuid4())
            ended = executions.end(self.connection, root.execution_id, status, run_token=token)
            assert (ended is not None) == ours

    @rule(place=st.integers(0, 2))
    def cancel(self, place: int) -> None:
        """As the server does it."""
        stopped = executions.request_stop(self.connection, self.ids[place], "cancel")
        if stopped is None:
            tasks.cancel_idle(self.connection, self.ids[place], CANCELLABLE)
        elif stopped.status == "queued":
            executions.end(self.connection, stopped.execution_id, "cancelled", run_token=None, from_statuses=["queued"])

    @rule()
    def admit(self) -> None:
        admit_waiting(self.connection)

    @precondition(lambda self: any(self.running(place) for place in range(3)))
    @rule(place=st.integers(0, 2))
    def die(self, place: int) -> None:
        if root := self.running(place):
            dead = "UPDATE executions SET pid = 1, pid_started = 'never' WHERE execution_id = %(id)s"
            execute(self.connection, dead, {"id": root.execution_id})
            assert apply_verdict(self.connection, self.settings) == [self.ids[place]]

    @rule()
    def judge(self) -> None:
        """All who are left live: this process is their executor."""
        assert apply_verdict(self.connection, self.settings) == []

    @rule(place=st.integers(0, 2))
    def never_come(self, place: int) -> None:
        latest = executions.latest_root(self.connection, self.ids[place])
        if latest and latest.status == "queued" and latest.admitted_at:
            late = "UPDATE executions SET launched_at = now() - interval '1 hour' WHERE execution_id = %(id)s"
            execute(self.connection, late, {"id": latest.execution_id})
            assert apply_verdict(self.connection, self.settings) == [self.ids[place]]

    def running(self, place: int) -> Execution | None:
        root = executions.live(self.connection, self.ids[place])
        return root if root and root.status == "running" else None

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "before"):
            return
        rows = {row["id"]: row for row in fetch_all(self.connection, SELECT, {})}
        self.moves_are_allowed(rows)
        self.children_end_with_their_root(rows)
        roots = [executions.latest_root(self.connection, task_id) for task_id in self.ids]
        admitted = [root for root in roots if root and root.status in LIVE and root.admitted_at]
        assert len(admitted) <= MAX_RUNNING
        for task_id, latest in zip(self.ids, roots, strict=True):
            live = [
                row
                for row in rows.values()
                if row["task_id"] == task_id and not row["parent_id"] and row["status"] in LIVE
            ]
            assert len(live) <= 1
            assert not live or (latest is not None and live[0]["id"] == latest.id)
            self.task_says_so(task_id, latest)
        self.before = rows

    def moves_are_allowed(self, rows: dict[int, dict[str, Any]]) -> None:
        for number, old in self.before.items():
            new = rows[number]
            if old["status"] in LIVE:
                allowed = EXECUTION_MOVES[ExecutionStatus(old["status"])] | {old["status"]}
                assert new["status"] in allowed
            else:
                assert new == old  # what has ended never changes

    def children_end_with_their_root(self, rows: dict[int, dict[str, Any]]) -> None:
        status = {row["execution_id"]: row["status"] for row in rows.values()}
        for row in rows.values():
            if row["parent_id"] and row["status"] in LIVE:
                assert status[row["parent_id"]] == "running"

    def task_says_so(self, task_id: str, latest: Execution | None) -> None:
        task = tasks.get(self.connection, task_id)
        if latest is None:
            expected = {"pending", "cancelled"}
        elif latest.status in LIVE:
            expected = {"running"} if latest.admitted_at else {"pending"}
        else:
            expected = TASK_OF_END[latest.status] | {"cancelled"}  # an idle task can be cancelled afterwards
        assert task.status in expected
        done = [status in ("completed", "skipped") for status in task.step_status.values()]
        if task.status == TaskStatus.COMPLETED:
            assert all(done)
        if task.status == TaskStatus.PARTIAL_COMPLETED:
            assert not all(done)
        assert 0 <= task.progress <= 100
        assert task.progress == 100 or not all(done)


def test_states__stay_consistent_whatever_happens(bus: Connection, settings: Settings) -> None:
    machine = type("Bound", (Trainyard,), {"connection": bus, "settings": settings})
    limits = bounded(max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=limits)
