"""Pairs that people already have come in; training data go out."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import tasks
from bus.users import Role
from server.answers import success
from server.context import context
from server.operation import operation
from server.requests import uploaded
from server.schemas.exchange import ExportQuery, ImportedFile, PairUpload
from server.services import exports, pair_imports
from server.services.directories import directory_of

blueprint = Blueprint("exchange", __name__, url_prefix="/api/v0/data_pipeline/tasks/<task_id>")
TAG = "import and export"


@operation(
    blueprint,
    "POST",
    "/import-pairs",
    summary="Bring question-SQL pairs along: the next run validates them and puts them before its own",
    tag=TAG,
    role=Role.operator,
    body=PairUpload,
    media="multipart/form-data",
    answer=ImportedFile,
)
def import_pairs(task_id: str) -> Response:
    here = context()
    with here.pool.session() as connection:
        name, count, used = pair_imports.save(connection, here.settings, task_id, uploaded("file"))
    data: ImportedFile = {"task_id": task_id, "file_name": name, "pair_count": count, "used": used}
    if not used:
        return success(
            data,
            ("文件已保存，但任务参数 import_files 中没有它", "Saved; but the task's import_files does not name it."),
        )
    english = "1 pair has been imported." if count == 1 else f"{count} pairs have been imported."
    return success(data, (f"已导入 {count} 个问答对", english))


@operation(
    blueprint,
    "GET",
    "/export",
    summary="The validated pairs to train with, streamed",
    tag=TAG,
    query=ExportQuery,
    enveloped=False,
    answer_media="application/octet-stream",
)
def export(task_id: str, query: ExportQuery) -> Response:
    here = context()
    with here.pool.session() as connection:
        tasks.get(connection, task_id)
    found = exports.exported(directory_of(here.settings, task_id), query.validation)
    if query.format == "jsonl":
        download = exports.conversations(found, query.part, task_id)
    else:
        download = exports.archive(found, query.format, task_id)
    response = Response(download.pieces, mimetype=download.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=download.file_name)
    return response
