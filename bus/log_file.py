"""The format of a task's log file, which is the truth, and how lines of it become rows of the logs table.

A line is ``YYYY-MM-DD HH:MM:SS [LEVEL] name: message``; a message never holds a line break, so a line is a row.
The name is ``step`` or ``step.module``; the engine's own lines are named ``engine``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
ENGINE = "engine"
LONGEST_MESSAGE = 16_384  # characters; what is longer is cut, so that one line cannot fill memory or table
_BREAKS = dict.fromkeys((0, 10, 11, 12, 13, 28, 29, 30, 0x85, 0x2028, 0x2029), " ")
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) \[(\w+)\] ([^:]*): (.*)\Z")


@dataclass(frozen=True, slots=True)
class LogLine:
    position: int  # byte offset in the file
    logged_at: datetime  # local time, whole seconds
    level: str
    logger: str
    message: str

    @property
    def step(self) -> str | None:
        """The step that wrote it; None for the engine."""
        step = self.logger.partition(".")[0]
        return None if step == ENGINE else step


def clean(text: str) -> str:
    """``text`` as it may stand in one line: at most LONGEST_MESSAGE characters, control characters as spaces."""
    text = text[:LONGEST_MESSAGE]
    return text if text.isprintable() else text.translate(_BREAKS)  # the test is ten times as fast


def format_line(logged_at: datetime, level: str, logger: str, message: str) -> str:
    """The line as it stands in the file, with its line feed; name and message are clean, the name without a colon."""
    return f"{logged_at.isoformat(' ', 'seconds')} [{level}] {logger}: {message}\n"


def parse_line(position: int, text: str) -> LogLine:
    """What a line says; one in no such form (the system's own complaint, a torn write) is kept whole, as a warning."""
    found = _LINE.match(text.translate(_BREAKS))
    if found and found[2] in LEVELS:
        moment, level, logger, message = found.groups()
        with suppress(ValueError):  # no such day
            return LogLine(position, datetime.fromisoformat(moment), level, logger, message[:LONGEST_MESSAGE])
    return LogLine(position, datetime.now().replace(microsecond=0), "WARNING", ENGINE, clean(text))


def read_lines(path: Path, after: int = -1) -> Iterator[LogLine]:
    """The whole lines of the file that start behind byte offset ``after`` (-1 = all)."""
    if not path.exists():
        return
    with path.open("rb") as file:
        if after >= 0:
            file.seek(after)
            file.readline()
        position = file.tell()
        for raw in file:
            if raw.endswith(b"\n"):
                yield parse_line(position, raw[:-1].decode("utf-8", "replace"))
            position += len(raw)
