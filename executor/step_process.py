"""A step's process: its own group and session, output on one pipe, events on another, and a life line.

stdin carries the context as one line of JSON (so that no secret stands in arguments or environment) and stays open:
when the executor is gone, however, the child reads the end of it and ends its group.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from bus import identity
from bus.settings import secret_variables
from executor.events import LONGEST_EVENT

CHUNK = 65536
LONGEST_LINE = 1_000_000  # bytes; a line that never ends is cut here


class Lines:
    """Splits what a pipe delivers into lines and hands each to ``take``."""

    def __init__(self, fd: int, take: Callable[[bytes], None], longest: int = LONGEST_LINE) -> None:
        self.fd: int | None = fd
        self._take, self._longest = take, longest
        self._rest = b""
        os.set_blocking(fd, False)

    def read(self) -> bool:
        """Take in one chunk; False when there was nothing (more) to read."""
        if self.fd is None:
            return False
        try:
            chunk = os.read(self.fd, CHUNK)
        except BlockingIOError:
            return False
        if not chunk:
            self.close()
            return False
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self._take(line)
        if len(self._rest) > self._longest:
            self._take(self._rest)
            self._rest = b""
        return True

    def close(self) -> None:
        """No more is read; an unfinished last line counts."""
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None
            if self._rest:
                self._take(self._rest)
                self._rest = b""


class StepProcess:
    """A started process and this side's ends of its pipes."""

    def __init__(self, arguments: Sequence[str], directory: Path, context: bytes, take_output: Callable[[bytes], None],
                 take_event: Callable[[bytes], None]) -> None:  # fmt: skip
        output, output_end = os.pipe()
        events, events_end = os.pipe()
        line, self._life_line = os.pipe()
        secrets = secret_variables()
        process = subprocess.Popen(
            [*arguments, str(events_end)],
            stdin=line,
            stdout=output_end,
            stderr=output_end,
            pass_fds=(events_end,),
            cwd=directory,
            env={name: value for name, value in os.environ.items() if name not in secrets},
            start_new_session=True,
        )
        for end in (output_end, events_end, line):
            os.close(end)
        process.returncode = 0  # it is reaped by the run loop, which reaps all children; Popen must not try again
        self.pid = process.pid
        self.pid_started = identity.started(process.pid)
        self.output, self.events = Lines(output, take_output), Lines(events, take_event, LONGEST_EVENT)
        self._send(context)

    def _send(self, context: bytes) -> None:
        try:
            with os.fdopen(os.dup(self._life_line), "wb") as pipe:
                pipe.write(context + b"\n")
        except BrokenPipeError:
            return  # it has died already; its exit code says so

    def close(self) -> None:
        """Take in what its pipes still hold (bounded: the group is gone) and close them."""
        for lines in (self.events, self.output):
            for _ in range(64):
                if not lines.read():
                    break
            lines.close()
        os.close(self._life_line)
