"""Starting, pausing, resuming, retrying and cancelling tasks, as the table of ``bus/actions.py`` lets it.

The execution's row is touched before the task's, as the executor does it: the other way round they could lock each
other out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bus import actions, executions, tasks, workflows
from bus.actions import State
from bus.db import Connection, transaction
from bus.errors import InvalidInput, InvalidTransition, TaskBusy
from bus.requests import Request, record_request
from bus.rows import Execution, Task, Workflow
from bus.settings import Settings
from bus.steps import left_to_do
from server.auth import Caller
from server.context import Launch
from server.load_mark import limits_now
from server.services.executions import launched
from server.services.task_parameters import changed

ROUNDS = 5  # what ends or starts while it is looked at is looked at again


@dataclass(frozen=True, slots=True)
class Control:
    """What controlling tasks takes: a session, the settings, a way to launch, and who asks."""

    connection: Connection
    settings: Settings
    launch: Launch
    caller: Caller

    def start(self, task_id: str) -> Task:
        """Let a created task run, or wait for its turn; InvalidTransition, WorkflowEmpty, QueueFull."""
        return self._request(task_id, "start", Request(queue=True))

    def retry(self, task_id: str, from_step: str | None = None) -> Task:
        """Run a failed task anew, all of it or from a step on; the attempts that failed are kept."""
        return self._request(task_id, "retry", Request(queue=True), from_step=from_step, everything=from_step is None)

    def resume(self, task_id: str, parameters: dict[str, Any] | None = None, from_step: str | None = None) -> Task:
        """Go on: with what stands still or is about to, else with the steps that are not done.

        ``parameters`` are changed for what is still to do; ``from_step`` and what stands on it is done again.
        """
        if not parameters and from_step is None:
            with transaction(self.connection):
                going_on = executions.withdraw_pause(self.connection, task_id)
                if going_on is not None and going_on.frozen_at is not None:
                    tasks.show_requested(self.connection, [task_id], admitted=True)
            if going_on is not None:
                return tasks.get(self.connection, task_id)
        return self._request(task_id, "resume", Request(queue=True), parameters=parameters, from_step=from_step)

    def pause(self, task_id: str, *, immediate: bool = False) -> Task:
        """Let the running steps end and nothing new start; ``immediate``: their processes stand still at once."""
        for _ in range(ROUNDS):
            with transaction(self.connection):
                task = tasks.get(self.connection, task_id)
                if not (immediate and actions.state_of(task) is State.PAUSING):  # what is to pause may do so at once
                    actions.require(task, "pause")
                paused = executions.request_stop(self.connection, task_id, "freeze" if immediate else "pause")
                if paused is not None and paused.status == "queued":
                    mark = executions.request_stop(self.connection, task_id, "pause")
                    executions.end(self.connection, (mark or paused).execution_id, "paused", run_token=None,
                                   from_statuses=["queued"])  # fmt: skip
            if paused is not None:
                return tasks.get(self.connection, task_id)
        raise TaskBusy(task_id)

    def cancel(self, task_id: str) -> Task:
        """Stop what runs (the executor ends it within seconds), or end what waits, at once; the task as it is then."""
        actions.require(tasks.get(self.connection, task_id), "cancel")
        return cancel(self.connection, task_id)

    def _request(
        self,
        task_id: str,
        action: str,
        request: Request,
        *,
        parameters: dict[str, Any] | None = None,
        from_step: str | None = None,
        everything: bool = False,
    ) -> Task:
        with transaction(self.connection):
            task = tasks.lock(self.connection, task_id)
            actions.require(task, action)
            if task.queued_at is not None:  # only what has stopped can be changed
                raise _still_live(task)
            workflow = workflows.of_version(self.connection, task.workflow_version_id)
            plan = None if action == "start" or everything else _left(workflow, task, from_step)
            request = replace(request, plan=plan, created_by=self.caller.name, changed_parameters=parameters or None)
            task = self._changed(task, workflow, parameters)
            execution: Execution = record_request(self.connection, task, workflow, request, limits_now(self.settings))
        launched(self.connection, self.launch, execution)
        return tasks.get(self.connection, task_id)

    def _changed(self, task: Task, workflow: Workflow, parameters: dict[str, Any] | None) -> Task:
        if not parameters:
            return task
        changes = changed(workflow, task.parameters, parameters)
        tasks.change_parameters(self.connection, task.task_id, changes)
        return tasks.get(self.connection, task.task_id)


def cancel(connection: Connection, task_id: str) -> Task:
    """As ``Control.cancel``; InvalidTransition when the task is completed or cancelled already."""
    for _ in range(ROUNDS):
        if _stop(connection, task_id) or tasks.cancel_idle(connection, task_id, actions.CANCELLABLE):
            return tasks.get(connection, task_id)
        actions.require(tasks.get(connection, task_id), "cancel")
    raise TaskBusy(task_id)


def _stop(connection: Connection, task_id: str) -> bool:
    """Whether something was live, which now ends or has ended."""
    with transaction(connection):
        stopped = executions.request_stop(connection, task_id, "cancel")
        if stopped is not None and stopped.status == "queued":
            executions.end(connection, stopped.execution_id, "cancelled", run_token=None, from_statuses=["queued"])
    return stopped is not None


def _left(workflow: Workflow, task: Task, from_step: str | None) -> list[str]:
    """The steps that a resumed run does; InvalidInput for a step that does not exist."""
    names = [step["id"] for step in workflow.steps]
    if from_step is not None and from_step not in names:
        raise InvalidInput(
            f"Unknown step {from_step!r}; the steps are: {', '.join(names)}.",
            f"未知步骤 {from_step!r}，可用步骤: {'、'.join(names)}",
            [{"field": "retry_from_step", "error": f"one of {', '.join(names)}"}],
            [{"field": "retry_from_step", "error": f"应为 {'、'.join(names)} 之一"}],
        )
    return left_to_do(workflow.steps, task.step_status, from_step) or names[-1:]


def _still_live(task: Task) -> InvalidTransition:
    return InvalidTransition(
        f"Task {task.task_id} has not stopped yet; parameters and steps can be changed when it is paused or failed.",
        f"任务 {task.task_id} 尚未停止，暂停或失败后才能修改参数或步骤",
        actions.allowed(task),
    )
