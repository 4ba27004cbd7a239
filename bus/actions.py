"""What may be done with a task in which state: one table, shown in the documentation and in every answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bus.errors import InvalidTransition
from bus.rows import Task
from bus.states import TaskStatus


class State(StrEnum):
    """What a task's status and its live execution say together."""

    PENDING = "pending"  # created, not started
    QUEUED = "queued"  # started, waiting for the limits
    RUNNING = "running"
    PAUSING = "pausing"  # the running steps are still to end
    FROZEN = "frozen"  # paused at once: the processes stand still
    PAUSED = "paused"
    CANCELLING = "cancelling"
    PARTIAL_COMPLETED = "partial_completed"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIONS = ("start", "pause", "resume", "retry", "cancel", "delete")
ALLOWED: dict[State, tuple[str, ...]] = {
    State.PENDING: ("start", "cancel", "delete"),
    State.QUEUED: ("pause", "cancel"),
    State.RUNNING: ("pause", "cancel"),
    State.PAUSING: ("resume", "cancel"),
    State.FROZEN: ("resume", "cancel"),
    State.PAUSED: ("resume", "cancel", "delete"),
    State.CANCELLING: (),
    State.PARTIAL_COMPLETED: ("resume", "cancel", "delete"),
    State.COMPLETED: ("delete",),
    State.FAILED: ("resume", "retry", "cancel", "delete"),
    State.CANCELLED: ("delete",),
}
# Of which statuses a task is that can be cancelled although nothing of it is live.
CANCELLABLE = tuple(
    status for status in TaskStatus if status != TaskStatus.RUNNING and "cancel" in ALLOWED[State(status)]
)
_MARKS = {"cancel": State.CANCELLING, "timeout": State.CANCELLING, "pause": State.PAUSING, "freeze": State.FROZEN}
_ZH = {
    "start": "启动", "pause": "暂停", "resume": "恢复", "retry": "重试", "cancel": "取消", "delete": "删除",
}  # fmt: skip


def state_of(task: Task) -> State:
    """The state of a task as it was read."""
    if task.queued_at is None:
        return State(task.status)
    if task.stop_requested is not None:
        return _MARKS[task.stop_requested]
    return State.RUNNING if task.admitted_at is not None else State.QUEUED


def allowed(task: Task) -> list[str]:
    """What may be done with it now."""
    return list(ALLOWED[state_of(task)])


def require(task: Task, action: str) -> None:
    """InvalidTransition, which names the state and what may be done in it, unless the action is one of that."""
    state = state_of(task)
    possible = ALLOWED[state]
    if action in possible:
        return
    can = _listed(possible, "possible: ", "nothing is")
    raise InvalidTransition(
        f"Task {task.task_id} is {state}: {action} is not possible now; {can}.",
        f"任务 {task.task_id} 当前状态为 {state}，无法{_ZH[action]}；"
        + _listed([f"{_ZH[one]}({one})" for one in possible], "可执行的操作: ", "当前没有可执行的操作"),
        list(possible),
    )


def _listed(possible: Any, head: str, none: str) -> str:
    return head + ", ".join(possible) if possible else none
