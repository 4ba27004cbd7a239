"""The log of an execution: the file in the task's directory is the truth, the table is filled from it in batches."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from bus import logs
from bus.db import Connection, execute
from bus.hidden import hider
from bus.log_file import LogLine, clean, format_line
from executor.insist import LOST


class LogWriter:
    """Collects lines; ``flush`` appends them to the file and copies them to the table.

    While the bus is away lines go to the file alone; the first flush that reaches it again fills the table in from it.
    """

    def __init__(self, path: Path, task_id: str, execution_id: str, connect: Callable[[], Connection]) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if _is_torn(path):
            os.write(self._file, b"\n")  # whoever wrote last was killed in mid-line; ours is to stand alone
        self._path, self._task_id, self._execution_id, self._connect = path, task_id, execution_id, connect
        self._pending: list[tuple[datetime, str, str, str]] = []  # as format_line wants it
        self._secrets: tuple[str, ...] = ()
        self._hidden = hider(())
        self._connection: Connection | None = None
        self._behind = True  # what an earlier execution may have left unrecorded is filled in with our first lines

    @property
    def waiting(self) -> int:
        """Lines that were not flushed yet."""
        return len(self._pending)

    def hide(self, secrets: Iterable[str]) -> None:
        """From now on these strings appear as stars, beside those of the steps that run already."""
        self._secrets = tuple(dict.fromkeys((*self._secrets, *filter(None, secrets))))
        self._hidden = hider(self._secrets)

    def redact(self, text: str) -> str:
        """``text`` without the secrets."""
        return self._hidden(text)

    def add(self, level: str, logger: str, message: str) -> None:
        """One record; a message of several lines becomes as many."""
        now, logger = datetime.now(), clean(logger).replace(":", ".")
        for line in self.redact(message).splitlines() or [""]:
            self._pending.append((now, level, logger, clean(line)))

    def doubt(self) -> None:
        """The table may have lost lines that it had: it does not wait for the disk. The next flush looks."""
        self._behind = True

    def flush(self, *, reachable: bool = True) -> bool:
        """Write what was collected, to the file alone unless the bus is ``reachable``; whether the table has it all."""
        if reachable and self._behind:
            reachable = self._catch_up()  # first what others left: our own lines come with the time to the microsecond
        lines, self._pending = self._pending, []
        if lines:
            encoded = [format_line(*line).encode("utf-8", "replace") for line in lines]
            start = self._append(b"".join(encoded))
        if not reachable:
            self._behind = self._behind or bool(lines)
            return not self._behind
        return not lines or self._copy(_placed(lines, encoded, start))

    def _append(self, data: bytes) -> int:
        """Append and return the offset at which the data starts (others may append to the file, too)."""
        size = len(data)
        while data:
            data = data[os.write(self._file, data) :]
        return os.lseek(self._file, 0, os.SEEK_CUR) - size

    def _copy(self, lines: list[LogLine]) -> bool:
        try:
            logs.copy(self._open(), self._task_id, [(self._execution_id, line) for line in lines])
        except LOST:
            self._lose()
        return not self._behind

    def _catch_up(self) -> bool:
        try:
            logs.fill_in(self._open(), self._task_id, self._execution_id, self._path)
            self._behind = False
        except LOST:
            self._lose()
        return not self._behind

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = self._connect()
            # The file has every line already, so the table need not wait for the disk.
            execute(self._connection, "SET synchronous_commit = off", {})
        return self._connection

    def _lose(self) -> None:
        self._behind = True
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _is_torn(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _placed(lines: list[tuple[datetime, str, str, str]], encoded: list[bytes], start: int) -> list[LogLine]:
    """The lines with their offsets in the file."""
    placed = []
    for line, raw in zip(lines, encoded, strict=True):
        placed.append(LogLine(start, *line))
        start += len(raw)
    return placed
