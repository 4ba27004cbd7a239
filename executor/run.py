"""The run of one claimed execution: its steps as their graph lets them, each until it is done or out of attempts."""

from __future__ import annotations

import json
import sys
import time
import traceback
from datetime import datetime
from typing import Any

from bus.clock import stamp
from bus.db import Connection, connect
from bus.executions import COMPLETE
from bus.log_file import ENGINE
from bus.rows import Output
from bus.settings import Settings
from bus.whole_files import write_json
from executor import process_tree
from executor.attempt import Outcome
from executor.claim import Claimed
from executor.files import Leavings, Seen
from executor.graph import Graph
from executor.link import Link, Replaced
from executor.log_writer import LogWriter
from executor.messages import say
from executor.work import Work

SETTLE_SECONDS = 3600  # how long a finished executor waits for a bus that is away
SETTLE_PAUSE_SECONDS = 0.1
REPLACED = 3


def run(settings: Settings, url: str, connection: Connection, claimed: Claimed) -> int:
    """Run it to its end and record it; 0, or REPLACED when the execution is not ours any more.

    ``url`` is that of the bus: from here on it is joined, never started, for what an executor starts is its own child.
    """
    process_tree.become_subreaper()
    return Run(settings, url, connection, claimed).to_the_end()


class Run:
    """What one execution needs at hand; the steps' results are gathered here."""

    def __init__(self, settings: Settings, url: str, connection: Connection, claimed: Claimed) -> None:
        self.settings, self.url = settings, url
        self.execution, self.task, self.workflow = claimed.execution, claimed.task, claimed.workflow
        self.whole, self._seconds = self.execution.step == COMPLETE, claimed.seconds
        self.directory = settings.training_data / self.task.task_id
        self.directory.mkdir(parents=True, exist_ok=True)
        self.link = Link(connection, self._open_again, self.execution)
        log_path = self.directory / self.workflow.log_file
        self.log = LogWriter(log_path, self.task.task_id, self.execution.execution_id, self._open_session)
        self.language = self.task.speaks
        self.results: dict[str, dict[str, Any]] = {}
        self.outcomes: dict[str, dict[str, Any]] = dict(claimed.outcomes)  # of earlier runs, too
        undeclared = _undeclared(self.workflow.steps, claimed.outputs)
        self.leavings = Leavings(self.directory, self.workflow.steps, self.workflow.log_file, undeclared)

    def to_the_end(self) -> int:
        """Every step, the result file, the final record."""
        try:
            self.say("start", what=self.execution.step)
            if changed := self.execution.changed_parameters:
                self.say("changed", names=", ".join(changed))
            work = Work(self, self._graph(), self._seconds)
            while not self._finish(work.until_over()):
                self.say("going_on")
            return 0
        except Replaced:
            print("the execution was taken over; this executor ends", file=sys.stderr)
            return REPLACED
        except Exception:  # noqa: BLE001 (the boundary of this process: a full disk must not look like a death)
            traceback.print_exc()
            self._give_up()
            return 1

    def say(self, key: str, level: str = "INFO", **values: Any) -> None:
        """A line of the engine's own in the task's log."""
        step = values.get("step", COMPLETE)
        logger = ENGINE if step == COMPLETE else f"{step}.{ENGINE}"  # what is said of a step is found among its lines
        self.log.add(level, logger, say(key, self.language, **values))

    def start_step(self, step_id: str, attempt: int) -> None:
        """A row for the attempt; where one step was asked for, the execution itself is that row."""
        if self.whole:
            values = {"step": step_id, "attempt": attempt, "stamp": stamp().replace("_", "")}
            self.link.record("executions", "start_step", values)

    def end_attempt(self, step_id: str, outcome: Outcome) -> None:
        """The row of the attempt ends."""
        if self.whole:
            self.link.record("executions", "end_step", {"step": step_id, **_end(outcome, outcome.result)})

    def end_step(self, step: dict[str, Any], outcome: Outcome, before: Seen) -> None:
        """Result file, outputs and the step's row; the log says how it went."""
        step_id = step["id"]
        self.results[step_id] = {"status": outcome.status, "result": outcome.result, "error": outcome.sentence}
        self.outcomes[step_id] = self.results[step_id]
        if outcome.status != "skipped":
            write_json(self.directory / f"{step_id}_result.json", {"step": step_id, **self.results[step_id]})
            self.record_outputs(step, before)
        level = "INFO" if outcome.status in ("completed", "skipped") else "ERROR"
        self.say(outcome.status, level, step=step_id, reason=outcome.sentence)
        self.end_attempt(step_id, outcome)
        self.log.flush(reachable=self.link.connection is not None)

    def record_outputs(self, step: dict[str, Any], before: Seen) -> None:
        """The files as they are now; what differs from before is the step's, if it declares nothing."""
        self.leavings.note(step, before)
        self.link.record("outputs", "record_outputs", {"files": json.dumps(self.leavings.rows())})

    def attempts_before(self, step_id: str) -> int:
        """How often earlier runs of the task tried the step."""
        return int(self.outcomes.get(step_id, {}).get("attempt", 0)) if self.whole else 0

    def _graph(self) -> Graph:
        plan = self.execution.plan if self.whole else [self.execution.step]
        return Graph(self.workflow.steps, plan, {step: str(one["status"]) for step, one in self.outcomes.items()})

    def _give_up(self) -> None:
        """Record that the engine itself failed; should that fail too, the verdict finds a dead executor."""
        sentence = say("engine_failed", self.language, reason=self.log.redact(repr(sys.exception())))
        outcome = Outcome(code="engine_failed", sentence=sentence)
        self.link.record("executions", "end_execution", _end(outcome, {}) | {"from_statuses": ["running"]})

    def _finish(self, outcome: Outcome) -> bool:
        """Everything else is recorded before the end is: whoever sees the end sees all of it.

        False when the end was not wanted any more: a pause was withdrawn.
        """
        level = "INFO" if outcome.status in ("completed", "paused") else "ERROR"
        self.say(f"end_{outcome.status}", level, reason=outcome.sentence)
        self._write_result(outcome)
        figures = {step: done["result"] for step, done in self.results.items()}
        self._settle()
        self.link.record("executions", "end_execution", _end(outcome, figures) | {"from_statuses": ["running"]})
        self._settle()
        return not (outcome.status == "paused" and self.link.refused)

    def _settle(self) -> None:
        """Wait until log and record have reached the bus, however long it is away."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < deadline:
            self.link.pump()
            if self.log.flush(reachable=self.link.connection is not None) and self.link.settled():
                return
            time.sleep(SETTLE_PAUSE_SECONDS)

    def _write_result(self, outcome: Outcome) -> None:
        started = self.execution.started_at
        now = datetime.now().astimezone()
        result = {
            "task_id": self.task.task_id,
            "execution_id": self.execution.execution_id,
            "step": self.execution.step,
            "status": outcome.status,
            "started_at": f"{started:%Y-%m-%dT%H:%M:%S}" if started else None,
            "completed_at": f"{now:%Y-%m-%dT%H:%M:%S}",
            "duration": round((now - started).total_seconds(), 1) if started else None,
            "error": outcome.sentence,
            "steps": self.results,
        }
        write_json(self.directory / "task_result.json", result)

    def _open_again(self) -> Connection:
        """For the link. With the old session the server may have gone, and lines with it that it had not written."""
        self.log.doubt()
        return self._open_session()

    def _open_session(self) -> Connection:
        return connect(self.url, application="trainyard executor")


def _undeclared(steps: list[dict[str, Any]], recorded: list[Output]) -> dict[str, str]:
    """Of which step the recorded files are that no pattern tells."""
    bare = {step["id"] for step in steps if not step["output_files"]}
    return {one.file_name: one.step for one in recorded if one.step is not None and one.step in bare}


def _end(outcome: Outcome, result: dict[str, Any]) -> dict[str, Any]:
    """What the statements that end a step or the execution want to know."""
    return {
        "status": outcome.status,
        "exit_code": outcome.exit_code,
        "error_code": outcome.code,
        "error_message": outcome.sentence,
        "cpu_seconds": outcome.cpu_seconds,
        "peak_memory_bytes": outcome.peak_memory_bytes,
        "result": json.dumps(result, ensure_ascii=False),
    }
