"""The list of tables that is uploaded for a task."""

from __future__ import annotations

from flask import Blueprint, Response, request

from bus import tasks
from bus.errors import FileNotFound
from bus.users import Role
from server.answers import local, success
from server.context import context
from server.operation import operation
from server.requests import json_body, uploaded, validated
from server.schemas.files import SavedTableList, TableListInfo, TableListUpload
from server.services import table_lists
from server.services.names import safe_name

blueprint = Blueprint("table_lists", __name__, url_prefix="/api/v0/data_pipeline/tasks/<task_id>")
TAG = "table lists"


@operation(
    blueprint,
    "POST",
    "/upload-table-list",
    summary="Upload a list of tables, as a file or as JSON",
    tag=TAG,
    role=Role.operator,
    body=TableListUpload,
    media="multipart/form-data",
    answer=SavedTableList,
)
def upload_table_list(task_id: str) -> Response:
    if request.mimetype != "multipart/form-data":
        return _save(task_id, "\n".join(validated(TableListUpload, json_body()).tables))
    file = uploaded("file")
    safe_name(file.filename or "")
    return _save(task_id, table_lists.decoded(file.stream.read(table_lists.LONGEST_BYTES + 1)))


@operation(
    blueprint,
    "POST",
    "/table-list",
    summary="Set the list of tables",
    tag=TAG,
    role=Role.operator,
    body=TableListUpload,
    answer=SavedTableList,
)
def set_table_list(task_id: str, body: TableListUpload) -> Response:
    return _save(task_id, "\n".join(body.tables))


@operation(blueprint, "GET", "/table-list", summary="The uploaded list of tables", tag=TAG, answer=TableListInfo)
def get_table_list(task_id: str) -> Response:
    found = _about(task_id)
    if not found["exists"]:
        raise FileNotFound(found["file_name"])
    return success(found)


@operation(
    blueprint,
    "GET",
    "/table-list-info",
    summary="Whether a list was uploaded, and what it holds",
    tag=TAG,
    answer=TableListInfo,
)
def table_list_info(task_id: str) -> Response:
    return success(_about(task_id))


def _save(task_id: str, text: str) -> Response:
    here = context()
    with here.pool.session() as connection:
        file_name, names, used = table_lists.save(connection, here.settings, task_id, text)
    data: SavedTableList = {
        "task_id": task_id,
        "file_name": file_name,
        "table_count": len(names),
        "tables": names,
        "used": used,
    }
    if not used:
        return success(
            data, ("表清单已保存，但任务参数 table_list 优先", "Saved; but the task's table_list comes first.")
        )
    return success(data, ("表清单已保存", "The table list has been saved."))


def _about(task_id: str) -> TableListInfo:
    here = context()
    with here.pool.session() as connection:
        task = tasks.get(connection, task_id)
    found = table_lists.read(here.settings, task)
    return {
        "task_id": task_id,
        "exists": found is not None,
        "file_name": table_lists.file_of(task),
        "file_size": found.size_bytes if found else 0,
        "table_count": len(found.tables) if found else 0,
        "tables": found.tables if found else [],
        "uploaded_at": local(found.modified_at) if found else None,
    }
