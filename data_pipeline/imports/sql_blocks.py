"""Pairs in a .sql file: each statement below the question that it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data_pipeline.imports.imported_pair import FoundPair
from data_pipeline.imports.refusal import refused

_COMMENT = r"\s*(?:--+|#+|/\*+|\*)?\s*"
_QUESTION = re.compile(
    rf"{_COMMENT}(?:\d+\s*[.、)]\s*)?(?:Question|问题|提问|问)\s*\d*\s*[:：]\s*(.*?)\s*(?:\*/)?\s*", re.IGNORECASE
)
_SQL = re.compile(rf"{_COMMENT}(?:SQL|SQL语句|Answer|答案)\s*\d*\s*[:：]\s*(.*)", re.IGNORECASE)
_REMARK = re.compile(r"\s*(?:--.*|```.*|/\*.*\*/\s*)?")  # also an empty line
_PREFIX = re.compile(r"\s*(?:--+|#+|\*)\s*|\s*\*/\s*")

_Numbered = tuple[int, str]


def sql_pairs(name: str, text: str) -> Iterator[FoundPair]:
    """The pairs of ``Question:``/``SQL:`` blocks, or of statements below ``-- Question:`` (``-- 问题：``) comments.

    All that stands between two questions is one SQL text; that it is one statement is for validation to say. Raises
    PipelineError ``import_file_invalid`` for a question without SQL, and for a file without any question.
    """
    block: list[_Numbered] = []
    found = False
    for number, line in enumerate(text.split("\n"), 1):
        if not _QUESTION.fullmatch(line):
            block.append((number, line))
            continue
        if found:
            yield _pair(name, block)
        found, block = True, [(number, line)]
    if not found:
        raise refused(name, 0, "no line begins with 'Question:'", "没有以“问题：”或 Question: 开头的行")
    yield _pair(name, block)


def _pair(name: str, block: Sequence[_Numbered]) -> FoundPair:
    line, first = block[0]
    match = _QUESTION.fullmatch(first)
    question, sql = _split(block[1:], commented=_PREFIX.match(first) is not None)
    head = [match.group(1)] if match else []
    said = " ".join(part for part in [*head, *question] if part)
    statement = "\n".join(_without_remarks(sql)).strip()
    if not statement:
        raise refused(name, line, "the question has no SQL below it", "该问题下面没有 SQL")
    if not said:
        raise refused(name, line, "the question is empty", "问题为空")
    return FoundPair(line, said, statement)


def _split(lines: Sequence[_Numbered], *, commented: bool) -> tuple[list[str], list[str]]:
    """What goes on with the question, and the SQL: from the SQL: line, else from the first line that is no comment."""
    texts = [text for _, text in lines]
    for place, text in enumerate(texts):
        if match := _SQL.fullmatch(text):
            return _plain(texts[:place]), [match.group(1), *texts[place + 1 :]]
    for place, text in enumerate(texts):
        if text.strip() and not (commented and _PREFIX.match(text)):
            return _plain(texts[:place]), texts[place:]
    return _plain(texts), []


def _plain(lines: Sequence[str]) -> list[str]:
    return [_PREFIX.sub("", line, count=1).removesuffix("*/").strip() for line in lines]


def _without_remarks(lines: Sequence[str]) -> list[str]:
    """Less the comments, fences and empty lines before and after; those within belong to the statement."""
    kept = [place for place, line in enumerate(lines) if not _REMARK.fullmatch(line)]
    return list(lines[kept[0] : kept[-1] + 1]) if kept else []
