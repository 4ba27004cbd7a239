"""The list of tables that is uploaded for a task: a file in its directory, under the name that its parameters give."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bus import tasks
from bus.db import Connection
from bus.errors import FileNotFound, InvalidInput
from bus.new_tasks import write_config
from bus.rows import Task
from bus.settings import Settings
from bus.whole_files import write_whole
from server.services import directories
from server.services.files import open_file
from server.services.names import is_safe
from server.services.uploads import held

FILE = "table_list.txt"  # where the parameters name no file
LONGEST_BYTES = 4 * 1024 * 1024  # what data_pipeline.table_list reads at most
MOST_TABLES = 10_000


@dataclass(frozen=True, slots=True)
class TableList:
    tables: list[str]  # table or schema.table, public left out
    size_bytes: int
    modified_at: datetime


def save(connection: Connection, settings: Settings, task_id: str, text: str) -> tuple[str, list[str], bool]:
    """Store the list; its file, its tables, and whether the task will use it (unless ``table_list`` names tables).

    TaskNotFound, TaskBusy while something of the task is live, InvalidInput.
    """
    names = tables_of(text)
    directory = directories.directory_of(settings, task_id)
    with held(connection, task_id) as task:
        file_name = file_of(task)
        write_whole(directory / file_name, io.BytesIO(text.encode()))
        used = tasks.use_table_list(connection, task_id, file_name)
        task = tasks.get(connection, task_id)
        write_config(directory, task)
    return file_name, names, used


def file_of(task: Task) -> str:
    """Where the task's list is, or would be: ``table_list_file`` if that can only be a list in its directory."""
    given = str(task.parameters.get("table_list_file") or FILE)
    plain = is_safe(given) and given.lower().endswith((".txt", ".csv", ".list", ".lst"))
    return given if plain else FILE


def read(settings: Settings, task: Task) -> TableList | None:
    """The stored list, None when none was uploaded."""
    file_name = file_of(task)
    try:
        file, found = open_file(settings, task.task_id, file_name)
    except FileNotFound:
        return None
    with file:
        text = decoded(file.read(LONGEST_BYTES))
    return TableList(tables_of(text), found.st_size, datetime.fromtimestamp(found.st_mtime))


def decoded(raw: bytes) -> str:
    """The text of a list in UTF-8 or GBK; InvalidInput for neither, and for what is far too long for a list."""
    if len(raw) > LONGEST_BYTES:
        raise _invalid("the list is larger than 4 MB", "表清单超过 4 MB")
    from data_pipeline.step import PipelineError
    from data_pipeline.table_list import decode_table_list

    try:
        text = decode_table_list(raw)
    except PipelineError as error:
        raise InvalidInput(error.sentence, error.zh, *_details(error.sentence, error.zh)) from None
    return text.replace("\r\n", "\n")


def checked(raw: bytes) -> str:
    """The text of a list, before there is a task for it; InvalidInput as for ``decoded`` and ``tables_of``."""
    text = decoded(raw)
    tables_of(text)
    return text


def tables_of(text: str) -> list[str]:
    """The names in a list, each once; InvalidInput for what is no name, for none at all and for too many."""
    from data_pipeline.names import parse_table_list, shown
    from data_pipeline.step import PipelineError

    try:
        names = [shown(schema, table) for schema, table in parse_table_list(text)]
    except PipelineError as error:
        raise _invalid(error.sentence.rstrip("."), error.zh) from None
    if not 0 < len(names) <= MOST_TABLES:
        raise _invalid(
            f"a list names 1 to {MOST_TABLES} tables, this one {len(names)}",
            f"应有 1 到 {MOST_TABLES} 个表名，实际 {len(names)} 个",
        )
    return names


def _invalid(en: str, zh: str) -> InvalidInput:
    return InvalidInput(f"The table list cannot be used: {en}.", f"表清单无法使用: {zh}", *_details(en, zh))


def _details(*said: str) -> Iterator[list[dict[str, str]]]:
    """In English and in Chinese."""
    return ([{"field": "tables", "error": one}] for one in said)
