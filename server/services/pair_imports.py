"""Files of question-SQL pairs that people bring along: looked at before they are taken, so that mistakes show early."""

from __future__ import annotations

import tempfile
from pathlib import Path

from werkzeug.datastructures import FileStorage

from bus import tasks
from bus.db import Connection
from bus.errors import InvalidInput
from bus.settings import Settings
from server.services import uploads
from server.services.names import safe_name

PREFIX = "import_"  # data_pipeline.imports.files takes every file of this kind


def save(connection: Connection, settings: Settings, task_id: str, file: FileStorage) -> tuple[str, int, bool]:
    """Store the file for the next run; its name there, its pairs, and whether the task will use it.

    It will not where the task's ``import_files`` names others. TaskNotFound, TaskBusy, UnsafeName, InvalidInput saying
    the line that cannot be used.
    """
    given = safe_name(file.filename or "", uploads.LONGEST_BYTES - len(PREFIX))
    name = given if given.startswith(PREFIX) else PREFIX + given
    named = tasks.get(connection, task_id).parameters.get("import_files")
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / given
        file.save(path)
        count = pairs_in(path)
        with path.open("rb") as source:
            uploads.store(connection, settings, task_id, name, source, "replace")
    return name, count, named is None or name in named


def pairs_in(path: Path) -> int:
    """How many pairs a file holds; InvalidInput saying what cannot be used, and in which line."""
    from data_pipeline.imports.files import pairs_of
    from data_pipeline.step import PipelineError

    try:
        return len(pairs_of(path))
    except PipelineError as error:
        raise InvalidInput(error.sentence, error.zh, [{"field": "file", "error": error.sentence}]) from None
