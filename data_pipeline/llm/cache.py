"""Answers that were paid for, kept in the task's directory: an interrupted step continues from them."""

from __future__ import annotations

import json
import threading
from pathlib import Path

CACHE_NAME = "llm_cache.jsonl"


class AnswerCache:
    """A line per answer, written and flushed as it comes; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._answers = dict(_lines(path))
        self._lock = threading.Lock()
        self._file = path.open("a+", encoding="utf-8", newline="\n")
        if not _ends_a_line(path):
            self._file.write("\n")  # the last line is torn; nothing may be written behind it

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def get(self, key: str) -> str | None:
        """The text of an earlier answer."""
        return self._answers.get(key)

    def put(self, key: str, content: str) -> None:
        """Keep the text of an answer."""
        line = json.dumps({"key": key, "content": content}) + "\n"  # in ASCII: half a character breaks no file
        with self._lock:
            self._answers[key] = content
            self._file.write(line)
            self._file.flush()


def _lines(path: Path) -> list[tuple[str, str]]:
    """What can be read; a line that was torn by a killed process, or is no entry, counts for nothing."""
    found = []
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    for line in text.split("\n"):
        try:
            entry = json.loads(line)
            key, content = entry["key"], entry["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            continue
        if isinstance(key, str) and isinstance(content, str):
            found.append((key, content))
    return found


def _ends_a_line(path: Path) -> bool:
    return path.read_bytes()[-1:] in (b"", b"\n")
