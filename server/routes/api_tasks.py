"""The face ``/api/tasks``: make tasks, list them, look at them."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import step_rows, tasks
from bus.users import Role
from server.answers import flat, language
from server.api_shapes import foretold, task_row, task_step, whole_task
from server.auth import Caller
from server.context import context
from server.etag import etagged
from server.idempotency import idempotency_key
from server.operation import operation
from server.schemas.api_task_answers import (
    NewTaskAnswer,
    ProgressAnswer,
    RemovedAnswer,
    TaskRowsAnswer,
    WholeTaskAnswer,
)
from server.schemas.api_tasks import NewTask, TaskListQuery
from server.services import tasks as removal
from server.services import workflow_tasks
from server.services.control import Control
from server.services.listing import face_filter
from server.services.preferences import named_or_default
from server.services.task_views import view, views
from server.services.workflow_tasks import NewRun
from server.words import DONE, task_word

blueprint = Blueprint("api_tasks", __name__, url_prefix="/api/tasks")
TAG = "tasks of any workflow"


@operation(
    blueprint,
    "POST",
    "",
    summary="Make a task, once per Idempotency-Key",
    tag=TAG,
    role=Role.operator,
    body=NewTask,
    headers=(("Idempotency-Key", "the same key and request give the same task again"),),
    answer=NewTaskAnswer,
    status=201,
    enveloped=False,
)
def make_task(body: NewTask, caller: Caller) -> Response:
    caller.require_self(body.user_id)
    here = context()
    with here.pool.session() as connection:
        run = NewRun(
            named_or_default(connection, body.workflow_name or body.workflow_id, caller.name or body.user_id),
            version=body.workflow_version,
            parameters=body.parameters,
            task_name=body.task_name,
            user_id=body.user_id,
            priority=body.priority,
            language=language(),
            idempotency_key=idempotency_key(),
        )
        control = Control(connection, here.settings, here.launch, caller)
        task = workflow_tasks.create(control, run, start=body.start)
    answer = {"task_id": task.task_id, "status": task_word(task)}
    return flat(answer, ("任务创建成功", "The task has been created."), status=201)


@operation(
    blueprint,
    "GET",
    "",
    summary="A page of the tasks, the newest first",
    tag=TAG,
    query=TaskListQuery,
    answer=TaskRowsAnswer,
    enveloped=False,
)
def list_tasks(query: TaskListQuery) -> Response:
    here = context()
    with here.pool.session() as connection:
        wanted = face_filter(connection, query)
        found, total = tasks.page(connection, wanted, limit=query.limit, offset=query.start)
        rows = [task_row(one) for one in views(connection, here.settings, found)]
    where = {"page": query.start // query.limit + 1, "limit": query.limit, "offset": query.start}
    return etagged(flat({"tasks": rows, "total": total} | where))


@operation(
    blueprint,
    "GET",
    "/<task_id>",
    summary="A task and its steps",
    tag=TAG,
    answer=WholeTaskAnswer,
    enveloped=False,
)
def show_task(task_id: str) -> Response:
    here = context()
    with here.pool.session() as connection:
        task = tasks.get_prepared(connection, task_id)
        shown = view(connection, here.settings, task)
        standings = step_rows.standings(connection, task_id)
    answer = whole_task(shown, standings, language())
    return etagged(flat({"task": answer}), foretold(answer))


@operation(
    blueprint,
    "GET",
    "/<task_id>/progress",
    summary="How far a task is (the same address by WebSocket tells every change)",
    tag=TAG,
    answer=ProgressAnswer,
    enveloped=False,
)
def show_progress(task_id: str) -> Response:
    here = context()
    with here.pool.session() as connection:
        task = tasks.get_prepared(connection, task_id)
        shown = view(connection, here.settings, task)
        standings = step_rows.standings(connection, task_id)
    row = task_row(shown)
    told = ("task_id", "status", "progress_percentage", "current_step", "queue_position", "estimated_completion_time")
    steps = [task_step(one, language()) for one in standings]
    answer = {key: row[key] for key in told} | {"steps": steps}  # type: ignore[literal-required]
    return etagged(flat(answer), foretold(row))


@operation(
    blueprint,
    "DELETE",
    "/<task_id>",
    summary="Delete a task with its files",
    tag=TAG,
    role=Role.operator,
    answer=RemovedAnswer,
    enveloped=False,
)
def remove_task(task_id: str, caller: Caller) -> Response:
    here = context()
    with here.pool.session() as connection:
        removal.delete(connection, here.settings, task_id, caller)
    return flat({"task_id": task_id}, DONE["delete"])
