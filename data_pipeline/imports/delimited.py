"""Pairs in CSV and TSV, as Excel, a database client or a person writes them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from data_pipeline.imports.imported_pair import FoundPair
from data_pipeline.imports.names import question_name, sql_name
from data_pipeline.imports.refusal import refused

_SEPARATOR_LINE = re.compile(r"sep=(.)\n", re.IGNORECASE)  # written for Excel, and by it
_QUERY = re.compile(r"[\s(]*(?:select|with|values|table)\b|\s*(?:--|/\*)", re.IGNORECASE)


def delimited_pairs(name: str, text: str) -> Iterator[FoundPair]:
    """The pairs of the columns that the first line names (question/sql, 问题/SQL语句), else of the first two.

    Commas, semicolons or tabs; PipelineError ``import_file_invalid`` for what cannot be read so.
    """
    rows = _rows(name, text)
    first = next(rows, None)
    if first is None:
        return
    line, cells = first
    places = _places(cells)
    if places is None:
        places = 0, 1
        if len(cells) > 1 and _QUERY.match(cells[1]):
            yield _pair(name, line, cells, places)
    for line, cells in rows:
        yield _pair(name, line, cells, places)


def _rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with its first line."""
    before = 0
    if match := _SEPARATOR_LINE.match(text):
        delimiter, text, before = match.group(1), text[match.end() :], 1
    else:
        delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
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
        if _places(cells) or (len(cells) > 1 and _QUERY.match(cells[1])):
            return delimiter
    return ","


def _places(cells: Sequence[str]) -> tuple[int, int] | None:
    """Where the question and the SQL stand, if this is a row of names that we know."""
    question, sql = question_name(cells), sql_name(cells)
    return (cells.index(question), cells.index(sql)) if question is not None and sql is not None else None


def _pair(name: str, line: int, cells: Sequence[str], places: tuple[int, int]) -> FoundPair:
    if len(cells) <= max(places):
        raise refused(
            name,
            line,
            f"the row has {len(cells)} columns: question and SQL were expected",
            f"该行只有 {len(cells)} 列，应有问题和 SQL 两列",
        )
    return FoundPair(line, cells[places[0]].strip(), cells[places[1]].strip())
