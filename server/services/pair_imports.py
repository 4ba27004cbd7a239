"""Files of question-SQL pairs that people bring along: looked at before they are taken, so that mistakes show early."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from werkzeug.datastructures import FileStorage

from bus import tasks
from bus.db import Connection
from bus.errors import InvalidInput
from bus.settings import Settings
from server.services import uploads
from server.services.names import safe_name

PREFIX = "import_"  # data_pipeline.imports.files takes every file of this kind


class Saved(NamedTuple):
    """A file as the task has it: its pairs, the lines of queries without a question, whether the next run uses it."""

    name: str
    pairs: int
    unasked: list[int]
    used: bool


def save(connection: Connection, settings: Settings, task_id: str, file: FileStorage) -> Saved:
    """Store the file for the next run.

    It will not be used where the task's ``import_files`` names others. TaskNotFound, TaskBusy, UnsafeName,
    InvalidInput saying the lines that cannot be used.
    """
    given = safe_name(file.filename or "", uploads.LONGEST_BYTES - len(PREFIX))
    name = given if given.startswith(PREFIX) else PREFIX + given
    named = tasks.get(connection, task_id).parameters.get("import_files")
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / given
        file.save(path)
        pairs, unasked = pairs_in(path)
        with path.open("rb") as source:
            uploads.store(connection, settings, task_id, name, source, "replace")
    return Saved(name, pairs, unasked, named is None or name in named)


def pairs_in(path: Path) -> tuple[int, list[int]]:
    """How many pairs a file holds, and the lines of its queries without a question.

    InvalidInput saying what cannot be used, and in which lines.
    """
    from data_pipeline.imports.files import content_of
    from data_pipeline.step import PipelineError

    try:
        content = content_of(path)
        return len(content.pairs), [query.line for query in content.unasked]
    except PipelineError as error:
        details, zh_details = ([{"field": "file", "error": said}] for said in (error.sentence, error.zh))
        raise InvalidInput(error.sentence, error.zh, details, zh_details) from None
