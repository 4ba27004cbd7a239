"""The files of a task: list, download, all as a zip, upload."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request

from bus import tasks
from bus.users import Role
from server.answers import local, success
from server.context import context
from server.downloads import file_response
from server.operation import operation
from server.requests import uploaded, validated
from server.schemas.files import FileList, FileRow, Upload, UploadedFile
from server.services import archive, files, uploads

blueprint = Blueprint("files", __name__, url_prefix="/api/v0/data_pipeline")
TAG = "files"


@operation(blueprint, "GET", "/tasks/<task_id>/files", summary="The files of a task", tag=TAG, answer=FileList)
def list_files(task_id: str) -> Response:
    here = context()
    with here.pool.session() as connection:
        directory = tasks.get(connection, task_id).output_directory
        found = files.listing(connection, here.settings, task_id)
    data: FileList = {
        "files": [_row(task_id, file) for file in found],
        "total": len(found),
        "total_size": sum(file.size_bytes for file in found),
        "directory": directory,
        "zip_url": f"{blueprint.url_prefix}/tasks/{task_id}/files/zip",
    }
    return success(data)


@operation(
    blueprint,
    "GET",
    "/tasks/<task_id>/files/download/<path:filename>",
    tag=TAG,
    enveloped=False,
    summary="A file, streamed; ranges and ETags are understood",
    answer_media="application/octet-stream",
)
def download_file(task_id: str, filename: str) -> Response:
    here = context()
    with here.pool.session() as connection:
        tasks.get(connection, task_id)
    return file_response(here.settings, task_id, filename)


@operation(
    blueprint,
    "GET",
    "/tasks/<task_id>/files/zip",
    tag=TAG,
    enveloped=False,
    summary="All files of a task",
    answer_media="application/zip",
)
def download_zip(task_id: str) -> Response:
    here = context()
    with here.pool.session() as connection:
        found = files.listing(connection, here.settings, task_id)
    response = Response(archive.zipped(here.settings, task_id, found), mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"{task_id}.zip")
    return response


@operation(
    blueprint,
    "POST",
    "/tasks/<task_id>/files",
    summary="Upload a file into the task's directory",
    tag=TAG,
    role=Role.operator,
    body=Upload,
    media="multipart/form-data",
    answer=UploadedFile,
)
def upload_file(task_id: str) -> Response:
    file = uploaded("file")
    fields = validated(Upload, {"file": file.filename, **request.form.to_dict()})
    here = context()
    with here.pool.session() as connection:
        written, backup = uploads.store(
            connection, here.settings, task_id, fields.file, file.stream, fields.overwrite_mode
        )
    data: UploadedFile = {
        "file_name": fields.file,
        "file_size": file.stream.tell() if written else 0,
        "written": written,
        "backup_name": backup,
        "download_url": download_url(task_id, fields.file),
    }
    if not written:
        return success(data, ("文件已存在，未作改动", "A file of that name exists; it was left as it is."))
    return success(data, ("文件上传成功", "The file has been uploaded."))


def download_url(task_id: str, name: str) -> str:
    """Where a file can be downloaded, below the server's address."""
    return f"{blueprint.url_prefix}/tasks/{task_id}/files/download/{quote(name, safe='')}"


def _row(task_id: str, file: files.TaskFile) -> FileRow:
    output = file.output
    return {
        "file_name": file.name,
        "file_type": file.file_type,
        "file_size": file.size_bytes,
        "download_url": download_url(task_id, file.name),
        "step": output.step if output else None,
        "is_primary": output is not None and output.is_primary,
        "description": output.description if output else None,
        "sha256": output.sha256 if output else None,
        "modified_at": local(file.modified_at) or "",
    }
