"""The quality report of a task: as JSON for programs, as a page for people."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response

from bus import tasks
from bus.errors import FileNotFound
from server.answers import success
from server.context import context
from server.downloads import SHOWN_HEADERS
from server.operation import operation
from server.services import files

blueprint = Blueprint("reports", __name__, url_prefix="/api/v0/data_pipeline")
TAG = "files"
JSON_NAME, PAGE_NAME = "quality_report.json", "quality_report.html"


@operation(
    blueprint,
    "GET",
    "/tasks/<task_id>/report",
    summary="The quality report: how good the training data are",
    tag=TAG,
    answer=dict[str, Any],
)
def show_report(task_id: str) -> Response:
    try:
        return success(json.loads(_read(task_id, JSON_NAME)))
    except ValueError:
        raise FileNotFound(JSON_NAME) from None


@operation(
    blueprint,
    "GET",
    "/tasks/<task_id>/report.html",
    summary="The quality report as a page with charts",
    tag=TAG,
    enveloped=False,
    answer_media="text/html",
)
def show_page(task_id: str) -> Response:
    return Response(_read(task_id, PAGE_NAME), content_type="text/html; charset=utf-8", headers=SHOWN_HEADERS)


def _read(task_id: str, name: str) -> bytes:
    with context().pool.session() as connection:
        tasks.get(connection, task_id)
    file, _ = files.open_file(context().settings, task_id, name)
    with file:
        return file.read()
