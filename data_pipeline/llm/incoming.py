"""What may be kept of an answer: plain text in one line, and never more of it than was asked for."""

from __future__ import annotations

import re
from typing import Literal

from data_pipeline.sensitive.redact import redacted

_NO_TEXT = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_TAG = re.compile(r"<[^<>]{0,200}>")
_LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()]{0,500}\)")
_MARK = re.compile(r"[*`#|]|~~|__|^\s*[->]\s+|https?://\S+")
_TITLE = re.compile(r"[\w&%/·.'’() （）-]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LONGEST_TITLE = {"zh": 20, "en": 50}
_SQL = re.compile(
    r"\b(select\b.+(\bfrom\b|[(*])|(drop|alter|create)\s+table|insert\s+into|delete\s+from|update\b.+\bset\b|pg_\w+)"
    r"|--|/\*",
    re.IGNORECASE,
)


def plain_line(text: str, longest: int) -> str:
    """The text without HTML, Markdown, links, control characters and line ends; empty when it is too long."""
    line = _NO_TEXT.sub(" ", text[: 4 * longest])
    line = _MARK.sub("", _LINK.sub(r"\1", _TAG.sub("", line))).strip()
    return redacted(line) if len(line) <= longest else ""


def is_chinese(text: str) -> bool:
    """Whether any Chinese character occurs."""
    return _CHINESE.search(text) is not None


def reads_like_sql(text: str) -> bool:
    """Whether it looks like a statement, or a piece of one, where prose was asked for."""
    return _SQL.search(text) is not None


def title(text: str, language: Literal["zh", "en"]) -> str:
    """A name that people use, in that language, English in lower case but for abbreviations; empty when it is none."""
    line = plain_line(text, _LONGEST_TITLE[language])
    usable = _TITLE.fullmatch(line) and is_chinese(line) == (language == "zh") and not reads_like_sql(line)
    if not usable or not any(letter.isalpha() for letter in line):
        return ""
    return " ".join(word.lower() if word.istitle() else word for word in line.split(" "))
