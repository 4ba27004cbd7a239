"""A step's process: its own group and session, output on one pipe; for functions also events and a life line.

stdin carries the context as one line of JSON (so that no secret stands in arguments or environment) and stays open:
when the executor is gone, however, the child reads the end of it and ends its group. A command has no context and
nothing to read; should its executor die, the verdict ends its group.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from contextlib import ExitStack

from bus import identity
from bus.leftovers import MARK
from bus.settings import secret_variables
from executor.events import LONGEST_EVENT
from executor.launches import Launch

CHUNK = 65536
LONGEST_LINE = 1_000_000  # bytes; a line that never ends is cut here


class Lines:
    """Splits what a pipe delivers into lines and hands each to ``take``."""

    def __init__(self, fd: int, take: Callable[[bytes], None], longest: int = LONGEST_LINE) -> None:
        self.fd: int | None = fd
        self._take, self._longest = take, longest
        self._parts: list[bytes] = []  # of the line that has no end yet: joined once, or a long one takes for ever
        self._length = 0
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
        first, *others = chunk.split(b"\n")
        self._add(first)
        for part in others:
            self._end_line()
            self._add(part)
        if self._length > self._longest:
            self._end_line()
        return True

    def close(self) -> None:
        """No more is read; an unfinished last line counts."""
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None
            if self._length:
                self._end_line()

    def _add(self, part: bytes) -> None:
        self._parts.append(part)
        self._length += len(part)

    def _end_line(self) -> None:
        line = b"".join(self._parts)
        self._parts.clear()
        self._length = 0
        self._take(line)


class StepProcess:
    """A started process and this side's ends of its pipes. OSError where it cannot be started."""

    def __init__(self, launch: Launch, mark: str, take_output: Callable[[bytes], None],
                 take_event: Callable[[bytes], None]) -> None:  # fmt: skip
        with ExitStack() as theirs, ExitStack() as ours:
            output, output_end = _pipe(ours, theirs)
            events, events_end = _pipe(ours, theirs)
            self._life_line, line = reversed(_pipe(theirs, ours))
            speaks = launch.context is not None
            process = subprocess.Popen(
                [*launch.argv, str(events_end)] if speaks else launch.argv,
                stdin=line if speaks else subprocess.DEVNULL,
                stdout=output_end,
                stderr=output_end,
                pass_fds=(events_end,) if speaks else (),
                cwd=launch.cwd,
                env=_environment() | launch.env | {MARK: mark},
                start_new_session=True,
            )
            ours.pop_all()
        process.returncode = 0  # it is reaped by the run loop, which reaps all children; Popen must not try again
        self.pid = process.pid
        self.pid_started = identity.started(process.pid)
        self.output, self.events = Lines(output, take_output), Lines(events, take_event, LONGEST_EVENT)
        if launch.context is not None:
            self._send(json.dumps(launch.context, ensure_ascii=False).encode())

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


def _pipe(readers: ExitStack, writers: ExitStack) -> tuple[int, int]:
    """Both ends of a new pipe, each closed with its stack."""
    reading, writing = os.pipe()
    readers.callback(os.close, reading)
    writers.callback(os.close, writing)
    return reading, writing


def _environment() -> dict[str, str]:
    """Ours without the secrets that no step needs to know."""
    secrets = secret_variables()
    return {name: value for name, value in os.environ.items() if name not in secrets}
