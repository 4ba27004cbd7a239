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
_MOST_LINES = 1000  # that are named


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
        saved = pair_imports.save(connection, here.settings, task_id, uploaded("file"))
    data: ImportedFile = {"task_id": task_id, "file_name": saved.name, "pair_count": saved.pairs,
                          "lines_without_question": saved.unasked[:_MOST_LINES], "used": saved.used}  # fmt: skip
    if not saved.used:
        return success(
            data,
            ("文件已保存，但任务参数 import_files 中没有它", "Saved; but the task's import_files does not name it."),
        )
    return success(data, _imported(saved.pairs, len(saved.unasked)))


def _imported(pairs: int, unasked: int) -> tuple[str, str]:
    """The message in Chinese and English."""
    chinese = f"已导入 {pairs} 个问答对"
    english = "1 pair has been imported." if pairs == 1 else f"{pairs} pairs have been imported."
    if not unasked:
        return chinese, english
    queries = "1 query has" if unasked == 1 else f"{unasked} queries have"
    return (
        f"{chinese}；另有 {unasked} 条查询没有问题（见 lines_without_question），运行时会尽量为其拟定问题",
        f"{english} {queries} no question (lines_without_question): the run makes one where there are words for it.",
    )


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
