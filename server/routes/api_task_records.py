"""The face ``/api/tasks``: attempts of steps, their files, the log."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import logs, outputs, step_rows, tasks
from bus.rows import Output
from server.answers import flat, language
from server.context import context
from server.downloads import file_response
from server.operation import operation
from server.record_shapes import log_record, output_record, step_record
from server.schemas.api_task_records import LogRecordsAnswer, OutputRecordsAnswer, StepRecordsAnswer
from server.schemas.api_tasks import StepRowQuery, TaskLogQuery
from server.services.directories import directory_of
from server.services.listing import log_filter

blueprint = Blueprint("api_task_records", __name__, url_prefix="/api/tasks/<task_id>")
TAG = "records of tasks"


@operation(
    blueprint,
    "GET",
    "/executions",
    summary="What was done: a row per attempt of a step, in order",
    tag=TAG,
    query=StepRowQuery,
    answer=StepRecordsAnswer,
    enveloped=False,
)
def list_attempts(task_id: str, query: StepRowQuery) -> Response:
    with context().pool.session() as connection:
        tasks.get(connection, task_id)
        rows, total = step_rows.page(connection, task_id, limit=query.limit, offset=query.offset)
    return flat({"executions": [step_record(row, language()) for row in rows], "total": total})


@operation(
    blueprint,
    "GET",
    "/executions/<execution_id>/outputs",
    summary="The files that a step left; the execution by its number or its id",
    tag=TAG,
    answer=OutputRecordsAnswer,
    enveloped=False,
)
def outputs_of_attempt(task_id: str, execution_id: str) -> Response:
    with context().pool.session() as connection:
        tasks.get(connection, task_id)
        found = step_rows.execution_id(connection, task_id, execution_id)
        return _outputs(task_id, outputs.of_execution(connection, task_id, found))


@operation(
    blueprint,
    "GET",
    "/outputs",
    summary="The files that the steps left",
    tag=TAG,
    answer=OutputRecordsAnswer,
    enveloped=False,
)
def outputs_of_task(task_id: str) -> Response:
    with context().pool.session() as connection:
        tasks.get(connection, task_id)
        return _outputs(task_id, outputs.of_task(connection, task_id))


@operation(
    blueprint,
    "GET",
    "/outputs/<path:file_name>",
    summary="A file, streamed; ranges and ETags are understood",
    tag=TAG,
    enveloped=False,
    answer_media="application/octet-stream",
)
def download_output(task_id: str, file_name: str) -> Response:
    with context().pool.session() as connection:
        tasks.get(connection, task_id)
    return file_response(context().settings, task_id, file_name)


@operation(
    blueprint,
    "GET",
    "/logs",
    summary="A page of the log",
    tag=TAG,
    query=TaskLogQuery,
    answer=LogRecordsAnswer,
    enveloped=False,
)
def list_lines(task_id: str, query: TaskLogQuery) -> Response:
    wanted = log_filter(level=query.level, step=query.step, search=query.search)
    newest = query.order == "desc"
    with context().pool.session() as connection:
        tasks.get(connection, task_id)
        lines, total = logs.page(connection, task_id, wanted, limit=query.limit, offset=query.offset, newest=newest)
    return flat({"logs": [log_record(line) for line in lines], "total": total})


def _outputs(task_id: str, found: list[Output]) -> Response:
    directory = directory_of(context().settings, task_id)
    return flat({"outputs": [output_record(one, directory) for one in found], "total": len(found)})
