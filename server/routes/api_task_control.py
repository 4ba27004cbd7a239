"""The face ``/api/tasks``: start, pause, resume, retry, cancel, as the table of ``bus/actions.py`` lets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response

from bus import actions
from bus.rows import Task
from bus.users import Role
from server.answers import flat
from server.auth import Caller
from server.context import context
from server.operation import operation
from server.schemas.api_task_answers import ControlledAnswer
from server.schemas.api_tasks import NoFields, Pause, Resume, Retry
from server.services.control import Control
from server.words import DONE, task_word

blueprint = Blueprint("api_task_control", __name__, url_prefix="/api/tasks/<task_id>")
SPEC: dict[str, Any] = {
    "tag": "control of tasks",
    "role": Role.operator,
    "body_optional": True,
    "answer": ControlledAnswer,
    "enveloped": False,
}


@operation(blueprint, "POST", "/start", summary="Run a task, or let it wait for its turn", body=NoFields, **SPEC)
def start(task_id: str, body: NoFields, caller: Caller) -> Response:
    with controlling(caller) as control:
        return done("start", control.start(task_id))


@operation(blueprint, "POST", "/pause", summary="Let nothing new start", body=Pause, **SPEC)
def pause(task_id: str, body: Pause, caller: Caller) -> Response:
    with controlling(caller) as control:
        return done("pause", control.pause(task_id, immediate=body.immediate))


@operation(blueprint, "POST", "/resume", summary="Go on with what is not done", body=Resume, **SPEC)
def resume(task_id: str, body: Resume, caller: Caller) -> Response:
    with controlling(caller) as control:
        return done("resume", control.resume(task_id, body.parameters, body.retry_from_step))


@operation(blueprint, "POST", "/retry", summary="Run a failed task anew", body=Retry, **SPEC)
def retry(task_id: str, body: Retry, caller: Caller) -> Response:
    with controlling(caller) as control:
        return done("retry", control.retry(task_id, body.retry_from_step))


@operation(blueprint, "POST", "/cancel", summary="Stop what runs, end what waits", body=NoFields, **SPEC)
def cancel(task_id: str, body: NoFields, caller: Caller) -> Response:
    with controlling(caller) as control:
        return done("cancel", control.cancel(task_id))


@operation(blueprint, "POST", "/stop", summary="The same as cancel", body=NoFields, **SPEC)
def stop(task_id: str, body: NoFields, caller: Caller) -> Response:
    with controlling(caller) as control:
        return done("cancel", control.cancel(task_id))


@contextmanager
def controlling(caller: Caller) -> Iterator[Control]:
    """What the actions take, for as long as the block holds a session."""
    here = context()
    with here.pool.session() as connection:
        yield Control(connection, here.settings, here.launch, caller)


def done(action: str, task: Task) -> Response:
    """What the answer says: the sentence, and the state as it is a moment later."""
    fields = {
        "task_id": task.task_id,
        "status": task_word(task),
        "state": actions.state_of(task),
        "allowed_actions": actions.allowed(task),
    }
    return flat(fields, DONE[action])
