"""Pairs in CSV and TSV, as Excel, a database client or a person writes them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import chain

from data_pipeline.imports.imported_pair import FoundPair
from data_pipeline.imports.names import HEADERS, question_name, sql_name
from data_pipeline.imports.refusal import Refusal, refused
from data_pipeline.sensitive.redact import redacted

_SEPARATOR_LINE = re.compile(r"sep=(.)\n", re.IGNORECASE)  # written for Excel, and by it
_QUERY = re.compile(r"[\s(]*(?:select|with|values|table)\b|\s*(?:--|/\*)", re.IGNORECASE)


def delimited_pairs(name: str, text: str) -> Iterator[FoundPair | Refusal]:
    """The pairs of the columns that the first line names (question/sql, 问题/SQL语句), else of the first two.

    Commas, semicolons or tabs; a Refusal for what cannot be read so: where no column is named, what is no query in the
    second one, and a row with more columns than the first, whose SQL is cut at a comma.
    """
    rows = _rows(name, text)
    first = next(rows, None)
    if first is None:
        return
    line, cells = first
    places, width = _places(cells), len(cells)
    if places is None and _is_pair(cells):
        rows, width = chain([(line, cells)], rows), 2
    for line, cells in rows:
        if len(cells) < 2 and places is None:
            raise _not_understood(name, *first)
        if any(cells[width:]):
            yield _too_wide(name, line, len(cells), width)
        elif len(cells) > 1 and places is None and not _is_pair(cells):
            yield _unnamed(name, line)
        else:
            yield _pair(name, line, cells, places or (0, 1))


def _rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with its first line."""
    before = 0
    if match := _SEPARATOR_LINE.match(text):
        delimiter, text, before = match.group(1), text[match.end() :], 1
    else:
        delimiter = _delimiter(text)
    is_odd = text.count('"') % 2 == 1  # then one may be never closed, and all rows below it would be one cell
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=is_odd)
    line = before + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = before + reader.line_num + 1
    except csv.Error as error:
        raise refused(name, line, f"it cannot be read as CSV ({error})", f"无法按 CSV 读取（{error}）") from None


def _delimiter(text: str) -> str:
    """The one by which the first row has columns that we know, or SQL in its second one; else a comma."""
    for delimiter in "\t;,":
        try:
            cells = next(csv.reader(io.StringIO(text[:100_000].lstrip("\n"), newline=""), delimiter=delimiter), [])
        except csv.Error:
            continue
        if _places(cells) or _is_pair(cells):
            return delimiter
    return ","


def _places(cells: Sequence[str]) -> tuple[int, int] | None:
    """Where the question and the SQL stand, if this is a row of names that we know."""
    question, sql = question_name(cells), sql_name(cells)
    return (cells.index(question), cells.index(sql)) if question is not None and sql is not None else None


def _is_pair(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and _QUERY.match(cells[1]) is not None


def _too_wide(name: str, line: int, found: int, width: int) -> Refusal:
    return refused(
        name,
        line,
        f"the row has {found} columns where {width} were expected: put texts that hold the separator in double quotes",
        f"该行有 {found} 列，应为 {width} 列；含有分隔符的文本请用双引号括起来",
    )


def _not_understood(name: str, line: int, header: Sequence[str]) -> Refusal:
    said = redacted(",".join(header)[:100])  # perhaps it is no header, but somebody's phone number
    return refused(
        name,
        line,
        f"the header '{said}' is not understood: name the columns question and sql, with a comma, semicolon or tab"
        f" between them (known for the question: {HEADERS[0]}; for the SQL: {HEADERS[1]})",
        f"无法识别表头 '{said}'：请将两列命名为 question 和 sql（问题列可用: {HEADERS[0]}；SQL 列可用: {HEADERS[1]}），"
        "以逗号、分号或制表符分隔",
    )


def _unnamed(name: str, line: int) -> Refusal:
    return refused(
        name,
        line,
        "the second column is no SELECT: name the columns question and sql in the first line"
        f" (known for the question: {HEADERS[0]}; for the SQL: {HEADERS[1]})",
        "第二列不是 SELECT 语句，请在首行写明列名 question 和 sql"
        f"（问题列可用: {HEADERS[0]}；SQL 列可用: {HEADERS[1]}）",
    )


def _pair(name: str, line: int, cells: Sequence[str], places: tuple[int, int]) -> FoundPair | Refusal:
    if len(cells) <= max(places):
        return refused(
            name,
            line,
            f"the row lacks a column (it has {len(cells)}): question and SQL were expected, with a comma, semicolon"
            " or tab between (or a double quote before is never closed)",
            f"该行只有 {len(cells)} 列，应有以逗号、分号或制表符分隔的问题和 SQL 两列（或前面的双引号没有闭合）",
        )
    return FoundPair(line, cells[places[0]].strip(), cells[places[1]].strip())
