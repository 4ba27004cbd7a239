"""One attempt of a step: a process that ends, is to stop, or runs out of time; what it says, and how it ended."""

from __future__ import annotations

import signal
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from executor import process_tree
from executor.events import LONGEST_EVENT, log_event, progress_event, read_event
from executor.launches import Launch
from executor.log_writer import LogWriter
from executor.messages import say
from executor.process_tree import Children
from executor.step_process import StepProcess

GRACE_SECONDS = 1.0  # between TERM and KILL
KEPT_LINES = 20  # of what a command says last, for its result
LONGEST_KEPT = 2000  # characters of such a line


@dataclass(slots=True)
class Outcome:
    """How an attempt ended. ``status`` is an execution's; a failure has a code and a sentence."""

    status: str = "failed"
    code: str | None = None
    sentence: str | None = None
    retryable: bool = False
    classes: frozenset[str] = frozenset()  # of the exception of a function, with those that it derives from
    exit_code: int | None = None
    result: dict[str, Any] = field(default_factory=dict)
    cpu_seconds: float | None = None
    peak_memory_bytes: int | None = None


class Attempt:
    """A started attempt. Its deadline is in the time of ``time.monotonic``."""

    def __init__(
        self, step: str, launch: Launch, mark: str, timeout_seconds: float | None, log: LogWriter, language: str | None
    ) -> None:
        self.step, self._log, self._language = step, log, language
        self.progress: tuple[float, str] | None = None  # not recorded yet
        self.peak_memory_bytes = 0  # as seen from time to time
        self._mark = mark
        self._command = launch.context is None
        self._last_lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._outcome = Outcome()
        self._last_progress = ""  # what it said with it
        self._stopping: str | None = None
        self._frozen_at: float | None = None
        self.process = StepProcess(launch, mark, self._take_output, self._take_event)
        self.deadline = time.monotonic() + timeout_seconds if timeout_seconds else float("inf")

    @property
    def sources(self) -> list[int]:
        """The descriptors that it may be heard on."""
        return [lines.fd for lines in (self.process.events, self.process.output) if lines.fd is not None]

    @property
    def due(self) -> float:
        """When ``check`` will have something to do: never while it stands still."""
        return self.deadline if self._frozen_at is None else float("inf")

    def read(self, ready: set[int]) -> None:
        """Take in what has come."""
        for lines in (self.process.events, self.process.output):
            if lines.fd in ready:
                lines.read()

    def check(self) -> None:
        """Stop it when it is late; KILL it when the grace is over."""
        if time.monotonic() >= self.due:
            if self._stopping:
                process_tree.end_group(self.process.pid, signal.SIGKILL)
                self.deadline = float("inf")
            else:
                self.stop("timeout")

    def stop(self, reason: str) -> None:
        """TERM its group, once; ``check`` does the rest."""
        if self._stopping:
            return
        self._stopping = reason
        process_tree.end_group(self.process.pid, signal.SIGTERM)
        self.thaw()
        self.deadline = time.monotonic() + GRACE_SECONDS

    def freeze(self) -> None:
        """Its group stands still, and so does its clock."""
        if self._frozen_at is None and not self._stopping:
            self._frozen_at = time.monotonic()
            process_tree.end_group(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        if self._frozen_at is not None:
            self.deadline += time.monotonic() - self._frozen_at
            self._frozen_at = None
            process_tree.end_group(self.process.pid, signal.SIGCONT)

    def end(self, children: Children, others: set[int]) -> None:
        """End whatever is left of it, and take in what its pipes still hold."""
        process_tree.end_group(self.process.pid, signal.SIGKILL)
        children.end_escaped(self._mark, others)
        self.process.close()

    def judge(self, ended: process_tree.Ended) -> Outcome:
        """How it ended."""
        outcome = self._stopped(ended.exit_code) or self._said(ended.exit_code)
        outcome.exit_code = ended.exit_code
        outcome.cpu_seconds = round(ended.cpu_seconds, 3)
        outcome.peak_memory_bytes = max(self.peak_memory_bytes, ended.peak_memory_bytes)
        return outcome

    def _stopped(self, exit_code: int) -> Outcome | None:
        """What it was at last is told with its being late: of files that were awaited, those that were missing."""
        outcome = stopped(self._stopping, exit_code, self._language) if self._stopping else None
        if outcome is not None and outcome.code == "step_timeout" and self._last_progress:
            outcome.sentence = say("stopped_timeout_at", self._language, last=self._last_progress)
        return outcome

    def _said(self, exit_code: int) -> Outcome:
        outcome = self._outcome
        if self._command:
            outcome.result = {"exit_code": exit_code, "last_lines": list(self._last_lines)}
        if outcome.code is None and exit_code == 0:
            outcome.status = "completed"
        elif outcome.code is None:
            outcome.code, outcome.sentence = "step_crashed", self._crash(exit_code)
        return outcome

    def _crash(self, exit_code: int) -> str:
        how = "exit" if exit_code > 0 else "signal"
        sentence = say(f"crashed_{how}", self._language, step=self.step, code=abs(exit_code))
        if not (self._command and self._last_lines):
            return sentence
        between = " " if self._language == "en" else "："
        return f"{sentence}{between}{self._last_lines[-1]}"

    def _take_output(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace")
        self._log.add("INFO", self.step, text)
        if self._command:
            self._last_lines.append(self._log.redact(text.replace("\x00", " "))[:LONGEST_KEPT])

    def _take_event(self, line: bytes) -> None:
        event = read_event(line, self._log.redact)
        if event is None:
            self._take_torn(line)
        elif entry := log_event(event):
            self._log.add(*entry)
        elif progress := progress_event(event):
            self.progress = progress
            self._last_progress = progress[1] or self._last_progress
        elif isinstance(event.get("result"), dict):
            self._outcome.result = event["result"]
        elif isinstance(error := event.get("error"), dict):
            self._outcome.code = str(error.get("code", "step_failed"))
            self._outcome.sentence = str(error.get("sentence", ""))
            self._outcome.retryable = error.get("retryable") is True
            self._outcome.classes = frozenset(map(str, error.get("classes") or ()))

    def _take_torn(self, line: bytes) -> None:
        """Part of an event: torn by a kill, it is better odd in the log than lost; too long, it fails the step."""
        if len(line) < LONGEST_EVENT:
            self._take_output(line)
        else:
            self._outcome.code = "event_too_large"
            self._outcome.sentence = say("event_too_large", self._language, step=self.step)


def stopped(reason: str, exit_code: int | None, language: str | None) -> Outcome:
    """The outcome of a step that was ended for that reason, said in the language of the task."""
    if reason == "cancel":
        return Outcome("cancelled", "cancelled", say("stopped_cancel", language), exit_code=exit_code)
    if reason == "timeout":
        return Outcome("timeout", "step_timeout", say("stopped_timeout", language), exit_code=exit_code)
    if reason == "deadline":
        return Outcome("timeout", "task_timeout", say("stopped_deadline", language), exit_code=exit_code)
    return Outcome("failed", "executor_stopped", say("stopped_shutdown", language), exit_code=exit_code)
