"""Attempts, files and log lines in the shapes of the face ``/api/tasks``."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from pathlib import Path, PurePath

from bus.rows import Log, Output
from bus.step_rows import StepRow
from server.schemas.api_task_records import LogRecord, OutputRecord, StepRecord
from server.words import in_language, step_status_word, utc

MOST_NAMES = 3  # of files, in a summary
UNKNOWN = "application/octet-stream"


def step_record(row: StepRow, language: str) -> StepRecord:
    """An attempt of a step."""
    return {
        "id": row.id,
        "execution_id": row.execution_id,
        "step_name": row.step,
        "step_display_name": in_language(row.name, language),
        "step_order": row.step_order,
        "status": step_status_word(row.status),
        "start_time": utc(row.started_at),
        "end_time": utc(row.completed_at),
        "duration_seconds": None if row.duration_seconds is None else round(row.duration_seconds, 3),
        "waiting_seconds": round(max(0.0, row.waiting_seconds), 3),
        "attempt": row.attempt,
        "retry_count": max(0, row.attempt - 1),
        "exit_code": row.exit_code,
        "cpu_seconds": row.cpu_seconds,
        "peak_memory_bytes": row.peak_memory_bytes,
        "output_summary": summary(row.file_names, language) or row.progress_message,
        "error_details": row.error_message,
        "error_code": row.error_code,
    }


def summary(names: Sequence[str], language: str) -> str | None:
    """``2 files: a.txt, b.txt``; None when there are none."""
    if not names:
        return None
    shown = ", ".join(names[:MOST_NAMES]) + (" ..." if len(names) > MOST_NAMES else "")
    if language == "en":
        return f"{len(names)} file{'s' * (len(names) > 1)}: {shown}"
    return f"{len(names)} 个文件: {shown}"


def output_record(output: Output, directory: Path) -> OutputRecord:
    """A file that a step left in the task's directory."""
    ending = PurePath(output.file_name).suffix.removeprefix(".").lower()
    return {
        "id": output.id,
        "execution_id": output.execution_id,
        "step_name": output.step,
        "output_type": output.file_type,
        "output_path": str(directory / output.file_name),
        "file_name": output.file_name,
        "file_size_bytes": output.size_bytes,
        "file_hash": output.sha256,
        "content_type": ending or "file",
        "metadata": {
            "media_type": mimetypes.guess_type(output.file_name)[0] or UNKNOWN,
            "description": output.description,
            "is_primary": output.is_primary,
            "modified_at": utc(output.modified_at),
        },
        "created_at": utc(output.created_at) or "",
    }


def log_record(line: Log) -> LogRecord:
    """A line of the log."""
    return {
        "id": line.id,
        "level": line.level.lower(),
        "message": line.message,
        "timestamp": utc(line.logged_at) or "",
        "source": line.logger,
        "step_name": line.step,
    }
