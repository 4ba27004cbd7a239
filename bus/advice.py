"""What to do about a failure: a sentence beside its own, by code and by what else is known of it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from bus.advice_words import BY_CODE, BY_EXIT, BY_MESSAGE, DATABASE, REFUSED, SIGNALLED, UNNAMED_DATABASE
from bus.rows import Execution, Task

Advice = tuple[str, str]  # English, Chinese
DATABASE_CODES = ("database_unreachable", "database_connection_lost")
_REFUSED = re.compile(r"connection refused|拒绝连接", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """What is known of a failure besides its code. ``exit_code`` below 0 is a signal."""

    task_id: str = ""
    step: str = ""
    message: str = ""
    connection: str = ""  # the name of the business database, where it has one
    exit_code: int | None = None
    peak_memory_bytes: int | None = None


def advice_for(error_code: str | None, failure: Failure) -> Advice | None:
    """In English and Chinese; None where there is nothing to say that the error's own sentence does not."""
    if error_code is None:
        return None
    words = _by_message(failure.message) or _by_exit(error_code, failure) or _by_database(error_code, failure)
    words = words or BY_CODE.get(error_code)
    if words is None:
        return None
    values = asdict(failure) | {"memory": _memory(failure.peak_memory_bytes), "signal": -(failure.exit_code or 0)}
    en, zh = (one.format(**values) for one in words)
    return en, zh


def failure_of(task: Task, execution: Execution | None) -> Failure:
    """What the record knows of why a task failed: the failed attempt of the step, or the run itself."""
    if execution is None:
        return Failure(task.task_id, message=task.error_message or "", connection=task.db_name or "")
    return Failure(
        task.task_id,
        execution.step,
        execution.error_message or task.error_message or "",
        task.db_name or "",
        execution.exit_code,
        execution.peak_memory_bytes,
    )


def _by_message(message: str) -> Advice | None:
    return next((words for pattern, words in BY_MESSAGE if re.search(pattern, message, re.IGNORECASE)), None)


def _by_exit(code: str, failure: Failure) -> Advice | None:
    """A shell says 128 + n where a signal n ended what it ran."""
    if code != "step_crashed" or failure.exit_code is None:
        return None
    exit_code = failure.exit_code
    signal = -exit_code if exit_code < 0 else exit_code - 128 if 128 < exit_code < 160 else 0
    return BY_EXIT.get(-signal if signal else exit_code) or (SIGNALLED if exit_code < 0 else None)


def _by_database(code: str, failure: Failure) -> Advice | None:
    if code not in DATABASE_CODES:
        return None
    if not failure.connection:
        return UNNAMED_DATABASE
    return REFUSED if _REFUSED.search(failure.message) else DATABASE


def _memory(number: int | None) -> str:
    """``1.5 GB``, or ``?``."""
    if not number:
        return "?"
    return f"{number / 2**30:.1f} GB" if number >= 2**30 else f"{number / 2**20:.0f} MB"
