"""Whatever people and faults do to the engine, and in whatever order: it keeps its word (see engine_checks.py).

Hypothesis chooses; server, executors, steps and PostgreSQL are real and are really killed. ENGINE_MACHINE_STEPS asks
for more steps than a usual run takes, and for others each time.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from engine_checks import check, final
from engine_world import World
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bus import actions, tasks
from bus.settings import ROOT

pytestmark = pytest.mark.slow
ASKED = os.environ.get("ENGINE_MACHINE_STEPS")
STEPS = int(ASKED or 2000)
STEPS_PER_EXAMPLE = 100
REST_SECONDS = 60  # an executor that dies before its claim is given up after 30
SCRIPT = str(ROOT / "tests" / "acceptance" / "footprint.sh")
KEPT = 6  # tasks that the rules may still reach
MOST_LIVE = 8  # more are not made while so many are
NAMES = ["ann", "bob", "eve"]
PLACES, USERS = st.integers(0, KEPT - 1), st.sampled_from(NAMES)
CRASHES = [0.0, 0.01, 0.02, 0.04]  # seconds after a request at which the server is killed: before, within, after it
MODES = {"optional": {"mode": {"type": "text", "default": "good", "choices": ["good", "bad", "flaky"]}}}


def step(name: str, seconds: float, *needs: str, **more: Any) -> dict[str, Any]:
    command = ["/bin/sh", SCRIPT, name, str(seconds), "${mode}"]
    return {"id": name, "kind": "command", "command": command, "depends_on": list(needs), **more}


def workflow(name: str, *steps: dict[str, Any], **execution: Any) -> dict[str, Any]:
    return {"name": name, "execution": execution, "parameters": MODES, "steps": list(steps)}


RETRIED = {"retry_count": 2, "retry_delay_seconds": 0.1}
WORKFLOWS = [
    workflow("chain", step("a", 0.1, output_files=["a.txt"]), step("b", 0.1, "a", **RETRIED), step("c", 0.05, "b")),
    workflow("wide", step("l", 0.3), step("r", 0.2, **RETRIED), step("join", 0.05, "l", "r"), max_parallel=2),
    workflow("alone", step("a", 0.05, **RETRIED), step("b", 0.2, "a", timeout_minutes=0.05), max_running=1),
    workflow("above", step("a", 0.05), {"id": "sub", "kind": "workflow", "workflow": "alone", "depends_on": ["a"],
                                         "workflow_parameters": {"mode": "${mode}"}}),
]  # fmt: skip


class EngineMachine(RuleBasedStateMachine):
    """The rules draw the same whatever the engine does, and refer to tasks by places.

    Hypothesis leaves rules out, another selection in each example: so whatever finds no task in its place makes one.
    """

    world: ClassVar[World]
    done: ClassVar[int] = 0
    came_about: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[int, str] = {}
        self.over: dict[str, str] = {}
        newest = self.world.rows("SELECT coalesce(max(number), 0) AS number FROM tasks")
        self.after: int = newest[0]["number"]

    @rule(place=PLACES, flow=st.integers(0, 7), user=USERS, mode=st.sampled_from(["good", "good", "bad", "flaky"]),
          priority=st.integers(0, 3), start=st.integers(0, 3), chance=st.integers(0, 29))  # fmt: skip
    def create(self, place: int, flow: int, user: str, mode: str, priority: int, start: int, chance: int) -> None:
        """Now and then the server is killed while it makes the task."""
        if len(self.world.live()) >= MOST_LIVE:
            return
        name = WORKFLOWS[min(flow // 2, 3) if flow < 7 else 0]["name"]
        body = {"workflow_name": name, "user_id": user, "parameters": {"mode": mode}, "priority": priority,
                "start": start > 0}  # fmt: skip
        if chance < len(CRASHES):
            self.places[place] = self.world.create_in_a_crash(body, CRASHES[chance])
            self.came_about["create in a crash"] += 1
        else:
            self._create(place, body)

    @rule(place=PLACES)
    def start(self, place: int) -> None:
        self._act("start", place)

    @rule(place=PLACES, immediate=st.booleans())
    def pause(self, place: int, immediate: bool) -> None:
        self._act("pause", place, immediate=immediate)

    @rule(place=PLACES)
    def resume(self, place: int) -> None:
        self._act("resume", place)

    @rule(place=PLACES, mode=st.sampled_from(["good", "flaky"]), start=st.integers(-1, 2))
    def resume_changed(self, place: int, mode: str, start: int) -> None:
        steps = list(tasks.get(self.world.connection, self._task_id(place)).step_status)
        from_step = None if start < 0 else steps[start % len(steps)]
        self._act("resume", place, parameters={"mode": mode}, retry_from_step=from_step)

    @rule(place=PLACES)
    def retry(self, place: int) -> None:
        self._act("retry", place)

    @rule(place=PLACES, sure=st.booleans())
    def cancel(self, place: int, sure: bool) -> None:
        if sure:
            self._act("cancel", place)

    @rule(place=PLACES, choice=st.integers(0, 5), immediate=st.booleans())
    def what_is_allowed(self, place: int, choice: int, immediate: bool) -> None:
        """One of the actions that the task is said to allow; where there is none, its place is given away."""
        task = tasks.get(self.world.connection, self._task_id(place))
        allowed = [one for one in actions.allowed(task) if one != "delete"]
        if not allowed:
            del self.places[place]
            return
        action = allowed[choice % len(allowed)]
        self._act(action, place, **({"immediate": immediate} if action == "pause" else {}))

    @rule(place=PLACES)
    def kill_executor(self, place: int) -> None:
        self.came_about["kill executor"] += self.world.kill_executor(place)

    @rule(chance=st.integers(0, 4))
    def kill_server(self, chance: int) -> None:
        if chance == 0:
            self.world.kill_server()
            self.came_about["kill server"] += 1

    @rule(chance=st.integers(0, 9), sig=st.sampled_from([signal.SIGQUIT, signal.SIGKILL]))
    def restart_database(self, chance: int, sig: signal.Signals) -> None:
        if chance == 0:
            self.world.restart_database(sig)
            self.came_about["restart database"] += 1

    @rule(seconds=st.sampled_from([0.05, 0.15, 0.4]), chance=st.integers(0, 3))
    def wait(self, seconds: float, chance: int) -> None:
        """A moment, in which now and then an executor dies."""
        time.sleep(seconds)
        if chance == 0:
            self.came_about["kill executor"] += self.world.kill_executor(0)

    @invariant()
    def ends_are_final(self) -> None:
        EngineMachine.done += 1
        now = self._statuses()
        assert {task_id: now[task_id] for task_id in self.over} == self.over
        self.over = final(now)

    def teardown(self) -> None:
        self._settle()
        self.ends_are_final()
        check(self.world, self.after)

    def _act(self, action: str, place: int, **options: Any) -> None:
        """It is done, or refused in a state in which it is not to be done."""
        task_id = self._task_id(place)
        if not self.world.act(action, task_id, options):
            self.came_about[f"{action} refused"] += 1
            if task_id in self.over:
                del self.places[place]
            return
        self.came_about[action] += 1
        assert task_id not in self.over, f"{action} of {task_id}, which is {self.over[task_id]}"

    def _task_id(self, place: int) -> str:
        if place not in self.places:
            name, user = WORKFLOWS[place % len(WORKFLOWS)]["name"], NAMES[place % len(NAMES)]
            self._create(
                place, {"workflow_name": name, "user_id": user, "parameters": {"mode": "flaky"}, "start": True}
            )
        return self.places[place]

    def _create(self, place: int, body: dict[str, Any]) -> None:
        self.places[place] = self.world.create(body)
        self.came_about["create"] += 1

    def _statuses(self) -> dict[str, str]:
        rows = self.world.rows("SELECT task_id, status FROM tasks WHERE number > %(after)s", after=self.after)
        return {row["task_id"]: row["status"] for row in rows}

    def _settle(self) -> None:
        """Somebody lets go on what stands still; then everything comes to rest of itself."""
        for execution in self.world.live():
            if actions.state_of(tasks.get(self.world.connection, execution.task_id)) == actions.State.FROZEN:
                self.world.act("resume", execution.task_id, {})
        self.world.until(lambda: not self.world.live(), REST_SECONDS, self.world.live)


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("engine"))
    for definition in reversed(WORKFLOWS):
        world.add_workflow(definition)
    world.start_server()
    yield world
    world.close()


def test_engine__keeps_its_word(world: World) -> None:
    EngineMachine.world, EngineMachine.done, EngineMachine.came_about = world, 0, Counter()
    often = settings(max_examples=-(-STEPS // STEPS_PER_EXAMPLE) + 3, stateful_step_count=STEPS_PER_EXAMPLE,
                     derandomize=ASKED is None, database=None, deadline=None, phases=[Phase.generate],
                     suppress_health_check=list(HealthCheck), report_multiple_bugs=False)  # fmt: skip
    started = time.monotonic()
    run_state_machine_as_test(EngineMachine, settings=often)
    print(f"{EngineMachine.done} steps in {time.monotonic() - started:.0f} s: {dict(EngineMachine.came_about)}")
    assert EngineMachine.done >= STEPS
