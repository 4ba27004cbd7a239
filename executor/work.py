"""The work of a run: steps start as the graph lets them, end, are tried again, stand still or are stopped."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from bus.conditions import holds
from bus.definitions import timeout_seconds
from bus.errors import BusUnavailable
from bus.leftovers import run_mark
from executor import file_rules
from executor.attempt import Attempt, Outcome, stopped
from executor.files import clean
from executor.graph import Graph
from executor.launches import launch_of
from executor.messages import as_sentence, say
from executor.process_tree import Children
from executor.sources import Sources, connections_for
from executor.step_error import StepError
from executor.step_run import StepRun
from executor.watch import Watch

if TYPE_CHECKING:
    from executor.run import Run

CUTS = ("cancel", "timeout", "shutdown", "deadline")  # what ends the run at once
AWAY_SECONDS = 3600  # how long a step that is to start waits for a bus that is away
AWAY_PAUSE_SECONDS = 0.1
MOST_UNANSWERED = 10  # a bus that can be joined but never answers, its disk being full, costs the step an attempt


class Work:
    """The loop over the steps of a run."""

    def __init__(self, run: Run, graph: Graph, seconds: float | None) -> None:
        self._run, self._graph, self._link = run, graph, run.link
        self._watch, self._children = Watch(run.link, run.log), Children()
        self._steps: dict[str, StepRun] = {}  # those that run, or wait for their next attempt
        self._deadline = time.monotonic() + seconds if seconds else float("inf")
        self._frozen_at: float | None = None
        self._away_since: float | None = None
        self._outcome = Outcome("completed")  # of the run; a failure that ends it takes its place

    @property
    def _attempts(self) -> list[Attempt]:
        return [one.attempt for one in self._steps.values() if one.attempt is not None]

    def until_over(self) -> Outcome:
        """Everything that is to be done; how the run went. Whatever interrupts it, no process is left."""
        try:
            while not self._is_over():
                self._start()
                self._watch.turn(self._attempts, self._until())
                self._obey()
                self._collect()
        finally:
            for step in self._steps.values():
                self._end_process(step)
        for step in self._steps.values():  # they waited for an attempt that will not be
            self._run.record_outputs(step.step, step.before)
        return self._went()

    def _wanted(self) -> str | None:
        """What is asked of the run now."""
        if self._frozen_at is None and time.monotonic() >= self._deadline:
            return "deadline"
        return self._link.stop_requested

    def _is_over(self) -> bool:
        """Nothing will happen any more, or nothing is to and nothing runs."""
        over = self._graph.over and not self._steps
        return over or (self._wanted() in (*CUTS, "pause") and not self._attempts)

    def _went(self) -> Outcome:
        wanted = self._wanted()
        if self._graph.over and not self._steps:
            return self._outcome
        return Outcome("paused") if wanted == "pause" else stopped(wanted or "shutdown", None, self._run.language)

    def _until(self) -> float:
        """When something is to be done although nothing comes."""
        if self._away_since is not None:
            return min(self._deadline, time.monotonic() + AWAY_PAUSE_SECONDS)
        wanted = self._wanted()
        if self._frozen_at is not None or wanted in CUTS:  # the attempts have clocks of their own
            return float("inf")
        if wanted is not None:
            return self._deadline
        return min([self._deadline, *(one.next_at for one in self._steps.values() if one.attempt is None)])

    def _obey(self) -> None:
        wanted = self._wanted()
        if (wanted == "freeze") != (self._frozen_at is not None):
            self._freeze(wanted == "freeze")
        if wanted in CUTS:
            for attempt in self._attempts:
                attempt.stop(str(wanted))

    def _freeze(self, frozen: bool) -> None:
        """All processes stand still, and so do all clocks; or go on."""
        now = time.monotonic()
        self._deadline += 0 if self._frozen_at is None else now - self._frozen_at
        self._frozen_at = now if frozen else None
        for attempt in self._attempts:
            (attempt.freeze if frozen else attempt.thaw)()
        if any(one.step["kind"] == "workflow" for one in self._steps.values()):
            values = {"task_id": self._run.task.task_id, "frozen": frozen}
            self._link.record("executions", "freeze_subtasks", values)
        self._run.say("frozen" if frozen else "going_on")
        self._link.record("executions", "freeze", {"frozen": frozen})

    def _start(self) -> None:
        """Whatever may start now, as far as the bus can be asked: its being away costs no attempt.

        What was asked for before the last step ended has come in with the answers to what was recorded of it.
        """
        self._link.listen()
        if self._wanted() is not None or not self._has_something_to_start():
            return
        if not self._link.reachable():
            self._wait_for_bus()
            return
        self._away_since = None
        for step in [one for one in self._steps.values() if one.attempt is None and time.monotonic() >= one.next_at]:
            self._try(step)
        most = int(self._run.workflow.definition["execution"]["max_parallel"])
        while self._wanted() is None and len(self._steps) < most and (ready := self._graph.ready()):
            self._begin(ready[0])

    def _has_something_to_start(self) -> bool:
        return bool(self._graph.ready()) or any(one.attempt is None for one in self._steps.values())

    def _wait_for_bus(self) -> None:
        self._away_since = self._away_since or time.monotonic()
        if time.monotonic() - self._away_since > AWAY_SECONDS:
            self._link.told_to_stop = True

    def _begin(self, definition: dict[str, Any]) -> None:
        """The step is no longer waiting: it is skipped, refused, or tried for the first time."""
        run, step_id = self._run, definition["id"]
        self._graph.start(step_id)
        step = self._steps[step_id] = StepRun(definition, run.attempts_before(step_id), run.leavings.seen(definition))
        if not all(holds(one, run.task.parameters, run.outcomes) for one in definition["when"]):
            step.number = 1
            run.start_step(step_id, step.attempt_number)
            run.say("condition", step=step_id)
            self._end(step, Outcome("skipped", result={"skipped": True}))
            return
        if run.execution.clean_previous and (removed := clean(run.directory, definition)):
            run.say("cleaned", step=step_id, count=len(removed))
        run.say("step", step=step_id)
        self._try(step)

    def _try(self, step: StepRun) -> None:
        """The next attempt: its row, its process; none yet where the bus cannot be asked what the step needs."""
        run = self._run
        connections = connections_for(run.link, run.settings, run.url, run.task, step.step)
        if connections is None:
            step.unanswered += 1
            if step.unanswered < MOST_UNANSWERED:
                return
            connections = Outcome(
                code="bus_unavailable", sentence=BusUnavailable().sentence(run.language), retryable=True
            )
        step.unanswered = 0
        step.number += 1
        run.start_step(step.step_id, step.attempt_number)
        started = connections if isinstance(connections, Outcome) else self._process(step, connections)
        if isinstance(started, Outcome):
            self._judged(step, started)
            return
        step.attempt = started
        self._children.expect(started.process.pid)
        record = {
            "step": step.step_id,
            "attempt": step.attempt_number,
            "step_pid": started.process.pid,
            "step_pid_started": started.process.pid_started,
            "files_cleaned": run.execution.clean_previous,
        }
        self._link.record("executions", "start_attempt", record)

    def _process(self, step: StepRun, connections: Sources) -> Attempt | Outcome:
        """The started process, or why there is none."""
        run = self._run
        if missing := file_rules.missing(run.directory, step.step["required_files"]):
            return self._failure("required_file_missing", "required_missing", step, names=", ".join(missing))
        run.log.hide(connections.secrets)
        parameters = run.task.parameters | {"db_name": run.task.db_name}
        try:
            launch = launch_of(step.step, parameters, run.directory, sys.executable, run.language)
            if launch.context is not None:
                launch.context["connections"] = connections.urls
            run_is = run_mark(run.execution.execution_id, run.execution.run_token)
            mark = f"{run_is}.{step.step_id}.{step.attempt_number}"
            seconds = timeout_seconds(step.step, parameters)
            return Attempt(step.step_id, launch, mark, seconds, run.log, run.language)
        except StepError as error:
            return Outcome(code=error.code, sentence=error.sentence if run.language == "en" else error.zh)
        except OSError as error:
            reason = f"{error.strerror}: {error.filename}" if error.filename else str(error.strerror)
            return self._failure("cannot_start", "cannot_start", step, reason=reason)

    def _failure(self, code: str, key: str, step: StepRun, **values: str) -> Outcome:
        return Outcome(code=code, sentence=say(key, self._run.language, step=step.step_id, **values))

    def _collect(self) -> None:
        """What has ended since."""
        for step in list(self._steps.values()):
            attempt = step.attempt
            ended = None if attempt is None else self._children.take(attempt.process.pid)
            if attempt is None or ended is None:
                continue
            self._end_process(step)
            self._watch.flush([attempt, *self._attempts])
            outcome = attempt.judge(ended)
            if outcome.status == "completed":
                outcome = self._with_outputs(step, outcome)
            self._judged(step, outcome)

    def _with_outputs(self, step: StepRun, outcome: Outcome) -> Outcome:
        """As it was, unless a file is not there that must be."""
        wanted = [one["pattern"] for one in step.step["output_files"] if one.get("required")]
        if missing := file_rules.missing(self._run.directory, wanted):
            failure = self._failure("output_file_missing", "output_missing", step, names=", ".join(missing))
            outcome.status, outcome.code, outcome.sentence = failure.status, failure.code, failure.sentence
        return outcome

    def _end_process(self, step: StepRun) -> None:
        if step.attempt is not None:
            others = {one.process.pid for one in self._attempts} - {step.attempt.process.pid}
            step.attempt.end(self._children, others)
            step.attempt = None

    def _judged(self, step: StepRun, outcome: Outcome) -> None:
        """The attempt is over: another one, or the end of the step."""
        if step.step["kind"] == "workflow" and outcome.status != "completed":
            self._link.record("executions", "stop_subtasks", {"task_id": self._run.task.task_id, "step": step.step_id})
        if self._wanted() not in CUTS and step.may_retry(outcome):
            self._run.end_attempt(step.step_id, outcome)
            reason = as_sentence(outcome.sentence or "", self._run.language)
            self._run.say("retry", "WARNING", step=step.step_id, reason=reason, seconds=step.wait(),
                          number=step.number, most=step.most - 1)  # fmt: skip
            return
        self._end(step, outcome)

    def _end(self, step: StepRun, outcome: Outcome) -> None:
        run = self._run
        del self._steps[step.step_id]
        if removed := file_rules.removed(run.directory, step.step["cleanup_patterns"], run.workflow.log_file):
            run.say("removed", step=step.step_id, count=len(removed))
        run.end_step(step.step, outcome, step.before)
        for skipped in self._graph.end(step.step_id, outcome.status):
            self._skip(skipped)
        if self._graph.broken == step.step_id:
            self._outcome = outcome
        elif not run.whole:
            self._outcome = outcome  # of that step alone, with its figures

    def _skip(self, step_id: str) -> None:
        run = self._run
        run.start_step(step_id, run.attempts_before(step_id) + 1)
        run.say("jumped", step=step_id)
        run.end_step(run.workflow.step(step_id), Outcome("skipped", result={"skipped": True}), {})
