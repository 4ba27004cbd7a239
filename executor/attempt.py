"""One attempt of a step: a process, watched until it ends, is to stop, or runs out of time."""

from __future__ import annotations

import json
import os
import selectors
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bus.liveness import HEARTBEAT_SECONDS
from executor import process_tree
from executor.events import LONGEST_EVENT, log_event, progress_event, read_event
from executor.link import Link
from executor.log_writer import LogWriter
from executor.messages import say
from executor.step_process import StepProcess

FLUSH_SECONDS = 0.2
FLUSH_LINES = 1000
GRACE_SECONDS = 1.0  # between TERM and KILL


@dataclass(slots=True)
class Outcome:
    """How an attempt ended. ``status`` is an execution's; a failure has a code and a sentence."""

    status: str = "failed"
    code: str | None = None
    sentence: str | None = None
    retryable: bool = False
    exit_code: int | None = None
    result: dict[str, Any] = field(default_factory=dict)


class Attempt:
    """Runs a process of a step around one selector: its pipes, the bus, the end of children, and the clock."""

    def __init__(self, step: str, link: Link, log: LogWriter, wakeup: int, language: str | None) -> None:
        self._step, self._link, self._log, self._wakeup, self._language = step, link, log, wakeup, language
        self._progress: tuple[float, str] | None = None
        self._outcome = Outcome()
        self._stopping: str | None = None
        self._next_flush = self._next_heartbeat = 0.0

    def start(self, arguments: list[str], directory: Path, context: Mapping[str, Any]) -> StepProcess:
        """Start the process; the caller records its identity before it waits for it."""
        text = json.dumps(context, ensure_ascii=False).encode()
        return StepProcess(arguments, directory, text, self._take_output, self._take_event)

    def watch(self, process: StepProcess, timeout_seconds: float | None) -> Outcome:
        """Wait for the end of the process and of everything that it started. Replaced is raised after ending it all."""
        deadline = time.monotonic() + timeout_seconds if timeout_seconds else float("inf")
        exit_code = None
        try:
            while exit_code is None:
                self._turn(process, deadline)
                exit_code = process_tree.reap().get(process.pid)
                deadline = self._stop_if_asked(process, deadline)
        finally:
            process_tree.end_group(process.pid, signal.SIGKILL)
            process_tree.end_escaped()
            process.close()
            self.flush()
        return self._judge(exit_code)

    def pause(self, seconds: float) -> bool:
        """Wait between two attempts, beating and listening; False when a stop was asked for meanwhile."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._link.stop_requested:
            self._turn(None, until)
        return not self._link.stop_requested

    def flush(self) -> None:
        """Bring log and record up to date, as far as the bus can be reached."""
        if self._progress:
            fraction, message = self._progress
            self._progress = None
            self._link.record(
                "executions", "report_progress", {"step": self._step, "progress": fraction, "message": message}
            )
        self._link.pump()
        self._log.flush(reachable=self._link.connection is not None)
        self._next_flush = time.monotonic() + FLUSH_SECONDS

    def _turn(self, process: StepProcess | None, until: float) -> None:
        """Wait for whatever comes first and take it in."""
        if time.monotonic() >= self._next_heartbeat:
            self._link.heartbeat(*process_tree.usage())
            self._next_heartbeat = time.monotonic() + HEARTBEAT_SECONDS
        with selectors.DefaultSelector() as selector:
            for fd in self._sources(process):
                selector.register(fd, selectors.EVENT_READ)
            ready = {key.fd for key, _ in selector.select(max(0.0, min(until, self._next_flush) - time.monotonic()))}
        if self._wakeup in ready:
            self._take_signals()
        self._link.listen()
        for lines in (process.events, process.output) if process else ():
            if lines.fd in ready:
                lines.read()
        if time.monotonic() >= self._next_flush or self._log.waiting >= FLUSH_LINES:
            self.flush()

    def _sources(self, process: StepProcess | None) -> list[int]:
        bus = self._link.connection.fileno() if self._link.connection is not None else None
        pipes = [process.events.fd, process.output.fd] if process else []
        return [fd for fd in (self._wakeup, bus, *pipes) if fd is not None]

    def _take_signals(self) -> None:
        """A signal was noted on the wakeup pipe: SIGCHLD says look for ended children, TERM and INT ask us to stop."""
        if {signal.SIGTERM, signal.SIGINT} & set(os.read(self._wakeup, 256)):
            self._link.stop_requested = self._link.stop_requested or "shutdown"

    def _stop_if_asked(self, process: StepProcess, deadline: float) -> float:
        """TERM the group when asked or late, KILL it when the grace is over; the new deadline."""
        late = time.monotonic() >= deadline
        if self._stopping and late:
            process_tree.end_group(process.pid, signal.SIGKILL)
            return float("inf")
        if self._stopping or not (late or self._link.stop_requested):
            return deadline
        self._stopping = self._link.stop_requested or "timeout"
        process_tree.end_group(process.pid, signal.SIGTERM)
        return time.monotonic() + GRACE_SECONDS

    def _judge(self, exit_code: int | None) -> Outcome:
        outcome = self._outcome
        outcome.exit_code = exit_code
        if self._stopping:
            return stopped(self._stopping, exit_code, self._language)
        if outcome.code is None and exit_code == 0:
            outcome.status = "completed"
        elif outcome.code is None:
            how, code = ("exit", exit_code) if exit_code and exit_code > 0 else ("signal", -(exit_code or 0))
            outcome.code = "step_crashed"
            outcome.sentence = say(f"crashed_{how}", self._language, step=self._step, code=code)
        return outcome

    def _take_output(self, line: bytes) -> None:
        self._log.add("INFO", self._step, line.decode("utf-8", "replace"))

    def _take_event(self, line: bytes) -> None:
        event = read_event(line, self._log.redact)
        if event is None:
            self._take_torn(line)
        elif entry := log_event(event):
            self._log.add(*entry)
        elif progress := progress_event(event):
            self._progress = progress
        elif isinstance(event.get("result"), dict):
            self._outcome.result = event["result"]
        elif isinstance(error := event.get("error"), dict):
            self._outcome.code = str(error.get("code", "step_failed"))
            self._outcome.sentence = str(error.get("sentence", ""))
            self._outcome.retryable = error.get("retryable") is True

    def _take_torn(self, line: bytes) -> None:
        """Part of an event: torn by a kill, it is better odd in the log than lost; too long, it fails the step."""
        if len(line) < LONGEST_EVENT:
            self._take_output(line)
        else:
            self._outcome.code = "event_too_large"
            self._outcome.sentence = say("event_too_large", self._language, step=self._step)


def stopped(reason: str, exit_code: int | None, language: str | None) -> Outcome:
    """The outcome of a step that was ended for that reason, said in the language of the task."""
    if reason == "cancel":
        return Outcome("cancelled", "cancelled", say("stopped_cancel", language), exit_code=exit_code)
    if reason == "timeout":
        return Outcome("timeout", "step_timeout", say("stopped_timeout", language), exit_code=exit_code)
    return Outcome("failed", "executor_stopped", say("stopped_shutdown", language), exit_code=exit_code)
