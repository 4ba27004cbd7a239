"""The run of one claimed execution: its steps in order, each until it is done or out of attempts, then the result."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

from bus.clock import stamp
from bus.db import Connection, connect
from bus.executions import COMPLETE
from bus.log_file import ENGINE
from bus.settings import ROOT, Settings
from bus.whole_files import write_json
from executor import files, process_tree
from executor.attempt import Attempt, Outcome, stopped
from executor.claim import Claimed
from executor.link import Link, Replaced
from executor.log_writer import LogWriter
from executor.messages import say
from executor.sources import connections_for

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
        self.directory = settings.training_data / self.task.task_id
        self.directory.mkdir(parents=True, exist_ok=True)
        self.link = Link(connection, self._open_session, self.execution)
        log_path = self.directory / self.workflow.definition["log_file"]
        self.log = LogWriter(log_path, self.task.task_id, self.execution.execution_id, self._open_session)
        self.wakeup = _signal_pipe()
        self.language: str | None = self.task.parameters.get("language")
        self.results: dict[str, dict[str, Any]] = {}
        self.known_files: files.Known = {}

    def to_the_end(self) -> int:
        """Every step, the result file, the final record."""
        try:
            self.say("start", what=self.execution.step)
            outcome = Outcome("completed")
            for step in self._steps():
                outcome = self._step(step)
                if outcome.status not in ("completed", "skipped"):
                    break
            self._finish(outcome)
            return 0
        except Replaced:
            print("the execution was taken over; this executor ends", file=sys.stderr)
            return REPLACED
        except Exception:  # noqa: BLE001 (the boundary of this process: a full disk must not look like a death)
            traceback.print_exc()
            self._give_up()
            return 1

    def _give_up(self) -> None:
        """Record that the engine itself failed; should that fail too, the verdict finds a dead executor."""
        sentence = say("engine_failed", self.language, reason=self.log.redact(repr(sys.exception())))
        outcome = Outcome(code="engine_failed", sentence=sentence)
        self.link.record("executions", "end_execution", _end(outcome, {}) | {"from_statuses": ["running"]})

    def say(self, key: str, level: str = "INFO", **values: Any) -> None:
        """A line of the engine's own in the task's log."""
        step = values.get("step", COMPLETE)
        logger = ENGINE if step == COMPLETE else f"{step}.{ENGINE}"  # what is said of a step is found among its lines
        self.log.add(level, logger, say(key, self.language, **values))

    def _steps(self) -> list[dict[str, Any]]:
        """The one step asked for, or all from the first that is to be done."""
        steps = self.workflow.steps
        if self.execution.step != COMPLETE:
            return [self.workflow.step(self.execution.step)]
        first = [step["id"] for step in steps].index(self.execution.first_step)
        return steps[first:]

    def _step(self, step: dict[str, Any]) -> Outcome:
        """All attempts of one step, recorded."""
        if self.execution.step == COMPLETE:
            self.link.record("executions", "start_step", {"step": step["id"], "stamp": stamp().replace("_", "")})
        if self.task.parameters.get(step.get("enabled_by", "")) is False:
            outcome = Outcome("skipped", result={"skipped": True})
        else:
            outcome = self._attempts(step)
        self._end_step(step, outcome)
        return outcome

    def _attempts(self, step: dict[str, Any]) -> Outcome:
        most = 1 + step.get("retry_count", 0)
        cleaned = self.execution.clean_previous
        if cleaned and (removed := files.clean(self.directory, step)):
            self.say("cleaned", step=step["id"], count=len(removed))
        self.say("step", step=step["id"])
        for number in range(1, most + 1):
            attempt = Attempt(step["id"], self.link, self.log, self.wakeup, self.language)
            outcome = self._attempt(attempt, step, number, cleaned)
            if not outcome.retryable or number == most:
                break
            delay = step.get("retry_delay_seconds", 1) * 2 ** (number - 1)
            self.say(
                "retry",
                "WARNING",
                step=step["id"],
                reason=outcome.sentence,
                seconds=delay,
                number=number,
                most=most - 1,
            )
            if not attempt.pause(delay):
                return stopped(self.link.stop_requested or "shutdown", outcome.exit_code, self.language)
        return outcome

    def _attempt(self, attempt: Attempt, step: dict[str, Any], number: int, cleaned: bool) -> Outcome:
        if not self._bus_is_back(attempt):
            return stopped(self.link.stop_requested or "shutdown", None, self.language)
        connections = connections_for(self.link, self.settings, self.url, self.task, step)
        if isinstance(connections, Outcome):
            return connections
        self.log.hide(connections.secrets)
        context = {
            "step": step["id"],
            "function": step["function"],
            "directory": str(self.directory),
            "parameters": self.task.parameters | {"db_name": self.task.db_name},
            "connections": connections.urls,
        }
        arguments = [sys.executable, str(ROOT / "executor" / "python_step.py")]
        process = attempt.start(arguments, Path.cwd(), context)
        record = {"step": step["id"], "attempt": number, "step_pid": process.pid, "files_cleaned": cleaned,
                  "step_pid_started": process.pid_started}  # fmt: skip
        self.link.record("executions", "start_attempt", record)
        return attempt.watch(process, step.get("timeout_minutes", 0) * 60)

    def _bus_is_back(self, attempt: Attempt) -> bool:
        """Wait for a bus that is away; it costs the step no attempt. False when asked to stop, or if it stays away."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while not self.link.reachable():
            if time.monotonic() > deadline or not attempt.pause(SETTLE_PAUSE_SECONDS):
                return False
        return True

    def _end_step(self, step: dict[str, Any], outcome: Outcome) -> None:
        """Result file, outputs and the step's row; the log says how it went."""
        self.results[step["id"]] = {"status": outcome.status, "result": outcome.result, "error": outcome.sentence}
        if outcome.status != "skipped":
            result = {"step": step["id"], **self.results[step["id"]]}
            write_json(self.directory / files.result_name(step["id"]), result)
            rows = files.outputs(self.directory, self.workflow.steps, self.known_files)
            self.link.record("outputs", "record_outputs", {"files": json.dumps(rows)})
        level = "INFO" if outcome.status in ("completed", "skipped") else "ERROR"
        self.say(outcome.status, level, step=step["id"], reason=outcome.sentence)
        if self.execution.step == COMPLETE:
            self.link.record("executions", "end_step", {"step": step["id"], **_end(outcome, outcome.result)})
        self.log.flush(reachable=self.link.connection is not None)

    def _finish(self, outcome: Outcome) -> None:
        """Everything else is recorded before the end is: whoever sees the end sees all of it."""
        status = "completed" if outcome.status == "skipped" else outcome.status
        self.say(f"end_{status}", "INFO" if status == "completed" else "ERROR", reason=outcome.sentence)
        self._write_result(status, outcome)
        figures = {step: done["result"] for step, done in self.results.items()}
        self._settle()
        self.link.record(
            "executions", "end_execution", _end(outcome, figures) | {"status": status, "from_statuses": ["running"]}
        )
        self._settle()

    def _settle(self) -> None:
        """Wait until log and record have reached the bus, however long it is away."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < deadline:
            self.link.pump()
            if self.log.flush(reachable=self.link.connection is not None) and self.link.settled():
                return
            time.sleep(SETTLE_PAUSE_SECONDS)

    def _write_result(self, status: str, outcome: Outcome) -> None:
        started = self.execution.started_at
        now = datetime.now().astimezone()
        result = {
            "task_id": self.task.task_id,
            "execution_id": self.execution.execution_id,
            "step": self.execution.step,
            "status": status,
            "started_at": f"{started:%Y-%m-%dT%H:%M:%S}" if started else None,
            "completed_at": f"{now:%Y-%m-%dT%H:%M:%S}",
            "duration": round((now - started).total_seconds(), 1) if started else None,
            "error": outcome.sentence,
            "steps": self.results,
        }
        write_json(self.directory / "task_result.json", result)

    def _open_session(self) -> Connection:
        return connect(self.url, application="trainyard executor")


def _end(outcome: Outcome, result: dict[str, Any]) -> dict[str, Any]:
    """What the statements that end a step or the execution want to know."""
    return {
        "status": outcome.status,
        "exit_code": outcome.exit_code,
        "error_code": outcome.code,
        "error_message": outcome.sentence,
        "result": json.dumps(result, ensure_ascii=False),
    }


def _signal_pipe() -> int:
    """A descriptor that becomes readable when a child ends or when this process is asked to stop."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    return reading
