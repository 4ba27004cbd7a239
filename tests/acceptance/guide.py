"""Reads a guide as its reader does: files to write, commands to type, and what they are said to print.

A fenced block with ``title="..."`` is a file. In a ``console`` block a line after ``$ `` is a command (which goes on
after a backslash), what follows is its output. There ``...`` stands for anything (as a line of its own: for any
lines), a time for any time, a task's id for one task, the same throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
TIME = r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d"
TASK = r"task_\d{8}_\d{6}"
SPECIAL = re.compile(rf"(?P<gap>\.\.\.)|(?P<time>{TIME})|(?P<task>{TASK})")


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Command:
    text: str
    output: list[str]


def steps(page: Path) -> list[File | Command]:
    """What the page tells to do, in order."""
    found: list[File | Command] = []
    for kind, title, content in BLOCK.findall(page.read_text("utf-8")):
        assert title or kind == "console", f"a block that nobody follows: {content}"
        found += [File(title, content)] if title else _commands(content)
    return found


def _commands(block: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        text, _, output = re.sub(r"\\\n\s*", "", part).partition("\n")
        yield Command(text, output.splitlines())


@dataclass(slots=True)
class Reader:
    """What the reader knows by now: the port of the server, and which task each id on the page is."""

    port: int
    tasks: dict[str, str] = field(default_factory=dict)

    def typed(self, text: str) -> str:
        """The text of the page as it has to be typed here."""
        text = text.replace("127.0.0.1:8084", f"127.0.0.1:{self.port}")
        return re.sub(TASK, lambda found: self.tasks[found[0]], text)

    def check(self, command: Command, printed: str) -> None:
        """AssertionError unless the page says what was printed; new ids are learnt from it."""
        new: list[str] = []
        pattern = "".join(self._pattern(line, new) for line in command.output)
        found = re.fullmatch(pattern, printed)
        assert found, f"$ {command.text}\nprints\n{printed}\nand not\n" + "\n".join(command.output)
        self.tasks |= {name: found[f"task{number}"] for number, name in enumerate(new)}

    def _pattern(self, line: str, new: list[str]) -> str:
        if line == "...":
            return r"(?:.*\n)*?"
        line, place, pattern = line.replace("127.0.0.1:8084", f"127.0.0.1:{self.port}"), 0, ""
        for special in SPECIAL.finditer(line):
            pattern += re.escape(line[place : special.start()]) + self._special(special, new)
            place = special.end()
        return pattern + re.escape(line[place:]) + "\n"

    def _special(self, special: re.Match[str], new: list[str]) -> str:
        if special["gap"]:
            return ".*"
        if special["time"]:
            return TIME
        if special["task"] in self.tasks:
            return re.escape(self.tasks[special["task"]])
        if special["task"] in new:
            return f"(?P=task{new.index(special['task'])})"
        new.append(special["task"])
        return rf"(?P<task{len(new) - 1}>{TASK}(?:_\d+)?)"
