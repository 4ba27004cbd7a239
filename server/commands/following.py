"""Watching a task to its end: log lines as they come, and a bar of progress where there is a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from server.commands.terminal import fail

LOOK_SECONDS = 0.3
PLAIN_STEP = 10  # percent between two lines about progress where there is no terminal


@dataclass(frozen=True, slots=True)
class Look:
    """A task at one moment. ``lines`` are the (id, text) of its log that came after the last look."""

    live: bool  # something runs or waits
    status: str
    percent: int
    doing: str
    lines: Sequence[tuple[int, str]]


class Screen(AbstractContextManager["Screen"]):
    """Shows looks: lines, and with ``bar`` the progress; without a terminal, the percentage every now and then.

    On stdout, or on stderr where stdout is for a machine.
    """

    def __init__(self, bar: bool, *, stderr: bool = False) -> None:
        self._stderr = stderr
        self._console = Console(stderr=stderr, highlight=False, soft_wrap=True)
        self._percentages = bar and not self._console.is_terminal
        hidden = not (bar and self._console.is_terminal)
        columns = TextColumn("{task.description}"), BarColumn(40), TaskProgressColumn(), TimeElapsedColumn()
        self._progress = Progress(*columns, console=self._console, disable=hidden, transient=True)
        self._bar = self._progress.add_task("", total=100)
        self._said = 0

    def __enter__(self) -> Screen:
        self._progress.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._progress.stop()

    def line(self, text: str) -> None:
        """Show a line of the log."""
        self._console.print(text, markup=False, emoji=False)

    def at(self, percent: float, doing: str) -> None:
        """Show how far it is."""
        self._progress.update(self._bar, completed=percent, description=doing[:40])
        if self._percentages and percent >= self._said + PLAIN_STEP:
            self._said = int(percent)
            click.echo(f"{percent:3.0f} %  {doing}", err=self._stderr)


def follow(
    look_after: Callable[[int], Look],
    *,
    after: int = 0,
    seconds: float | None = None,
    bar: bool = True,
    stderr: bool = False,
) -> Look:
    """Show what ``look_after(id of the last line seen)`` gives until nothing is live; the last look.

    Ends the command when that takes longer than ``seconds``.
    """
    deadline = time.monotonic() + seconds if seconds else float("inf")
    with Screen(bar, stderr=stderr) as screen:
        while True:
            look = look_after(after)
            for _, text in look.lines:
                screen.line(text)
            screen.at(look.percent, look.doing)
            after = look.lines[-1][0] if look.lines else after
            if not look.live and not look.lines:  # the end is recorded after its last line
                return look
            if time.monotonic() > deadline:
                fail(f"Not done after {seconds:.0f} seconds.", f"{seconds:.0f} 秒内没有完成")
            if look.live:
                time.sleep(LOOK_SECONDS)
