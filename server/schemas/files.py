"""Files of a task and lists of tables."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from server.schemas.fields import Request, TableList


class Upload(Request):
    file: str = Field(json_schema_extra={"format": "binary"}, description="its name may hold no path")
    overwrite_mode: Literal["backup", "replace", "skip"] = Field(
        "backup", description="what happens to a file of that name: kept under another name, replaced, or left"
    )


class TableListUpload(Request):
    """A multipart ``file`` in UTF-8 or GBK (one name a line or comma separated), or JSON with ``tables``."""

    tables: TableList


class FileRow(TypedDict):
    file_name: str
    file_type: str
    file_size: int
    download_url: str
    step: str | None
    is_primary: bool
    description: str | None
    sha256: str | None
    modified_at: str


class FileList(TypedDict):
    files: list[FileRow]
    total: int
    total_size: int
    directory: str
    zip_url: str


class UploadedFile(TypedDict):
    file_name: str
    file_size: int
    written: bool
    backup_name: str | None
    download_url: str


class SavedTableList(TypedDict):
    task_id: str
    file_name: str
    table_count: int
    tables: list[str]
    used: bool


class TableListInfo(TypedDict):
    task_id: str
    exists: bool
    file_name: str
    file_size: int
    table_count: int
    tables: list[str]
    uploaded_at: str | None
