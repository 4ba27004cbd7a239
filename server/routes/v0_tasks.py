"""Tasks: create, list, look at, cancel, delete."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import tasks
from bus.rows import Task
from bus.users import Role
from server.answers import Sentence, language, local, success
from server.auth import Caller
from server.context import context
from server.operation import operation
from server.schemas.task_pages import TaskPage, TaskPageRequest
from server.schemas.tasks import CreatedTask, CreateTask, TaskDetail, TaskList, TaskQuery, TaskStatusOnly
from server.services import control, listing
from server.services import tasks as service
from server.shapes import pagination, step_status, task_detail, task_status, task_summary

blueprint = Blueprint("tasks", __name__, url_prefix="/api/v0/data_pipeline")
TAG = "tasks"


@operation(
    blueprint,
    "POST",
    "/tasks",
    summary="Create a task without executing it",
    tag=TAG,
    role=Role.operator,
    body=CreateTask,
    answer=CreatedTask,
    status=201,
)
def create_task(body: CreateTask, caller: Caller) -> Response:
    with context().pool.session() as connection:
        task, warnings = service.create(connection, context().settings, body, caller)
    return success(created(task, warnings), ("任务创建成功", "The task has been created."), status=201)


@operation(
    blueprint, "GET", "/tasks", summary="List tasks, the newest first", tag=TAG, query=TaskQuery, answer=TaskList
)
def list_tasks(query: TaskQuery) -> Response:
    with context().pool.session() as connection:
        found, total = tasks.page(connection, listing.task_filter(query), limit=query.limit, offset=query.offset)
    data = {"tasks": [task_summary(task) for task in found], "total": total}
    return success(data | {"limit": query.limit, "offset": query.offset})


@operation(
    blueprint,
    "POST",
    "/tasks/query",
    summary="A page of the tasks, sorted",
    tag=TAG,
    body=TaskPageRequest,
    body_optional=True,
    answer=TaskPage,
)
def query_tasks(body: TaskPageRequest) -> Response:
    with context().pool.session() as connection:
        found, total = tasks.page(
            connection,
            listing.task_filter(body),
            limit=body.page_size,
            offset=(body.page - 1) * body.page_size,
            sort=body.sort_by,
            descending=body.sort_order == "desc",
        )
    data = {"tasks": [task_summary(task) for task in found], "total": total}
    return success(data | {"pagination": pagination(body.page, body.page_size, total)})


@operation(
    blueprint,
    "GET",
    "/tasks/active",
    summary="The newest running task, else the one completed last",
    tag=TAG,
    answer=TaskDetail | None,
)
def active_task() -> Response:
    with context().pool.session() as connection:
        task = tasks.active(connection)
    return success(task_detail(task) if task else None)


@operation(
    blueprint, "GET", "/tasks/<task_id>", summary="A task, its steps and what runs now", tag=TAG, answer=TaskDetail
)
def show_task(task_id: str) -> Response:
    with context().pool.session() as connection:
        task = tasks.get_prepared(connection, task_id)
    return success(task_detail(task))


@operation(
    blueprint,
    "POST",
    "/tasks/<task_id>/cancel",
    summary="Stop what runs, or what waits",
    tag=TAG,
    role=Role.operator,
    answer=TaskStatusOnly,
    status=202,
)
def cancel_task(task_id: str) -> Response:
    with context().pool.session() as connection:
        task = control.cancel(connection, task_id)
    message = ("任务取消请求已提交", "The task is being cancelled.")
    return success({"task_id": task_id, "status": task_status(task)}, message, status=202)


@operation(
    blueprint,
    "DELETE",
    "/tasks/<task_id>",
    summary="Delete a task with its files",
    tag=TAG,
    role=Role.operator,
    answer=TaskStatusOnly,
)
def delete_task(task_id: str, caller: Caller) -> Response:
    with context().pool.session() as connection:
        service.delete(connection, context().settings, task_id, caller)
    return success({"task_id": task_id, "status": "deleted"}, ("任务已删除", "The task has been deleted."))


def created(task: Task, warnings: list[Sentence]) -> CreatedTask:
    """What the answer to a create says."""
    data: CreatedTask = {
        "task_id": task.task_id,
        "status": task_status(task),
        "output_directory": task.output_directory,
        "step_status": step_status(task),
        "created_at": local(task.created_at) or "",
    }
    if warnings:
        data["warnings"] = [warning[language() == "en"] for warning in warnings]
    return data
