"""Pairs in a .sql file: each statement below the question that it answers, and statements without any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from data_pipeline.imports.imported_pair import LONGEST_QUESTION, FoundPair
from data_pipeline.imports.refusal import Refusal, refused
from data_pipeline.imports.statements import Statement, statements

_COMMENT = r"(?:--+|#+|/\*+|\*)?\s*"
_COLON = r"\s?\d{0,9}\s?[:：](?!:)"  # no cast: a::date
_QUESTION = re.compile(rf"{_COMMENT}(?:\d{{1,9}}\s?[.、)]\s*)?(?:Question|Q|问题|提问|问){_COLON}(.*)", re.IGNORECASE)
_SQL = re.compile(rf"{_COMMENT}(?:SQL|SQL语句|Answer|A|答案|答){_COLON}(.*)", re.IGNORECASE)
_PREFIX = re.compile(r"\s*(?:\*/|--+|#+|\*)\s*")
_FENCE = re.compile(r"\s*```.*")
_QUERY = re.compile(r"[\s(]*(?:select|with|values|table)\b", re.IGNORECASE)

_Lines = list[str]
_LONGEST_LINE = LONGEST_QUESTION + 100  # in which a question or the word SQL is looked for


def sql_pairs(name: str, text: str) -> Iterator[FoundPair | Refusal]:
    """The pairs of ``Question:``/``SQL:`` blocks, or of statements below ``-- Question:`` (``-- 问题：``) comments.

    A query that no question stands above is one without (None). What follows the answer of a question without an empty
    line or a comment between is one text with it: which of them is meant is not for us to say, so validation refuses
    it. A Refusal for a question without SQL, and raised for a file without any query.
    """
    lines = ["" if _FENCE.fullmatch(line) else line for line in text.split("\n")]
    starts = [place for place, line in enumerate(lines) if _question(line) is not None]
    unasked = list(_unasked(statements("\n".join(lines[: starts[0]] if starts else lines)), 1))
    if not starts and not unasked:
        raise refused(
            name,
            0,
            "no line begins with 'Question:', and there is no SELECT in it",
            "没有以“问题：”或 Question: 开头的行，也没有 SELECT 语句",
        )
    yield from unasked
    for start, end in pairwise([*starts, len(lines)]):
        yield from _block(name, start + 1, lines[start:end])


def _block(name: str, line: int, lines: _Lines) -> Iterator[FoundPair | Refusal]:
    """The pair of a question, which stands in the first of the lines, then what follows without one."""
    question, before, sql = _split(lines[1:], commented=_PREFIX.match(lines[0]) is not None, opened=_opens(lines[0]))
    said = " ".join(part for part in [_question(lines[0]) or "", *question] if part)
    found = list(statements(text := "\n".join(sql)))
    if not found or not said:
        yield _lacking(name, line, sql=bool(found))
        return
    answers = next((n for n, one in enumerate(found) if n and one.apart), len(found))
    last = found[answers - 1]
    yield FoundPair(line, said, text[found[0].start : last.start + len(last.sql)])
    yield from _unasked(found[answers:], line + 1 + before)


def _lacking(name: str, line: int, *, sql: bool) -> Refusal:
    if not sql:
        return refused(name, line, "the question has no SQL below it", "该问题下面没有 SQL")
    return refused(name, line, "the question is empty", "问题为空")


def _question(line: str) -> str | None:
    """What the line asks; None where it is no question."""
    match = _QUESTION.match(line.strip()) if len(line) <= _LONGEST_LINE else None
    return match.group(1).strip().removesuffix("*/").strip() if match else None


def _opens(line: str) -> bool:
    """A comment begins in the line that goes on below it."""
    return line.lstrip().startswith("/*") and "*/" not in line


def _unasked(found: Iterable[Statement], line: int) -> Iterator[FoundPair]:
    """Those that are queries; ``line`` is that of the first line of their text."""
    return (FoundPair(line + one.line, None, one.sql) for one in found if _QUERY.match(one.sql))


def _split(lines: _Lines, *, commented: bool, opened: bool = False) -> tuple[_Lines, int, _Lines]:
    """What goes on with the question, how many lines it takes, and the SQL.

    That begins with the SQL: line, else with the first line that is no comment. ``opened``: the question stands in a
    comment that ends further below.
    """
    if opened:
        end = next((place for place, text in enumerate(lines, 1) if "*/" in text), 0)
        question, before, sql = _split(lines[end:], commented=commented)
        return [*_plain(lines[:end]), *question], end + before, sql
    for place, text in enumerate(lines):
        if match := _SQL.match(text.strip()[:_LONGEST_LINE]):
            return _plain(lines[:place]), place, [text.strip()[match.start(1) :], *lines[place + 1 :]]
        if text.strip() and not commented and not _PREFIX.match(text) and _QUERY.match(text):
            break  # an alias called a is no answer
    for place, text in enumerate(lines):
        if text.strip() and not (commented and _PREFIX.match(text)):
            return _plain(lines[:place]), place, lines[place:]
    return _plain(lines), len(lines), []


def _plain(lines: _Lines) -> _Lines:
    return [_PREFIX.sub("", line, count=1).removesuffix("*/").strip() for line in lines]
