"""Files below a directory by glob, never outside of it, and with an end to the looking.

``*``, ``?``, ``[...]`` as in a shell, ``**`` for any number of directories. As in a shell a name that begins with a dot
is only matched by a pattern that does. A symbolic link counts if what it points to lies in the directory; ``**`` does
not follow one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import translate
from functools import lru_cache
from pathlib import Path, PurePosixPath

from executor.step_error import StepError

MOST_ENTRIES = 100_000  # of directories are looked at for one pattern
DEEPEST = 64  # directories


def leaves(pattern: str) -> bool:
    """Whether it names something that cannot lie below the directory: absolute, or through ``..``."""
    return pattern.startswith("/") or ".." in PurePosixPath(pattern).parts or "\0" in pattern


def matching(directory: Path, pattern: str) -> Iterator[Path]:
    """The regular files that match, each once; none for a pattern that leaves the directory.

    Raises StepError (``too_many_files``) when more than ``MOST_ENTRIES`` would have to be looked at.
    """
    parts = PurePosixPath(pattern).parts
    if leaves(pattern) or not parts:
        return
    seen: set[Path] = set()
    for path in _Walk(directory, pattern).below(directory, parts):
        if path not in seen:
            seen.add(path)
            yield path


class _Walk:
    """One pattern's way through a tree."""

    def __init__(self, root: Path, pattern: str) -> None:
        self._root, self._pattern, self._entries = os.path.realpath(root), pattern, 0

    def below(self, directory: Path, parts: tuple[str, ...], depth: int = 0) -> Iterator[Path]:
        """The files below the directory that the remaining parts of the pattern lead to."""
        if depth > DEEPEST:
            return
        if parts[0] == "**":
            yield from self.below(directory, parts[1:] or ("*",), depth)
            for entry in self._listed(directory):
                if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                    yield from self.below(directory / entry.name, parts, depth + 1)
            return
        for entry in self._listed(directory):
            path = directory / entry.name
            if not _fits(entry.name, parts[0]) or not self._inside(entry):
                continue
            if len(parts) > 1 and path.is_dir():
                yield from self.below(path, parts[1:], depth + 1)
            elif len(parts) == 1 and path.is_file():
                yield path

    def _listed(self, directory: Path) -> list[os.DirEntry[str]]:
        """Its entries by name; none of what is no directory (any more), or may not be read."""
        try:
            with os.scandir(directory) as entries:
                listed = []
                for entry in entries:
                    self._count()
                    listed.append(entry)
        except OSError:
            return []
        return sorted(listed, key=lambda entry: entry.name)

    def _count(self) -> None:
        self._entries += 1
        if self._entries > MOST_ENTRIES:
            raise StepError(
                f"The pattern {self._pattern!r} leads through more than {MOST_ENTRIES} files: make it narrower.",
                f"通配符 {self._pattern!r} 涉及的文件超过 {MOST_ENTRIES} 个，请缩小范围",
                code="too_many_files",
            )

    def _inside(self, entry: os.DirEntry[str]) -> bool:
        if not entry.is_symlink():
            return True
        target = os.path.realpath(entry.path)
        return os.path.commonpath([self._root, target]) == self._root


def _fits(name: str, part: str) -> bool:
    if name.startswith(".") and not part.startswith("."):
        return False
    return _compiled(part).match(name) is not None


@lru_cache(maxsize=256)
def _compiled(part: str) -> re.Pattern[str]:
    return re.compile(translate(part))
