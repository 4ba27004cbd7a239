"""Text, dates and numbers in wrong quotes or in none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from data_pipeline.validation.failure import SYNTAX_ERROR
from data_pipeline.validation.repair.broken import Broken
from data_pipeline.validation.repair.lexer import Edit
from data_pipeline.validation.repair.value_place import COMPARISONS, is_value_place

_NO_COLUMN, _NO_OPERATOR, _BAD_VALUE, _BAD_DATE, _NO_FUNCTION = "42703", "42883", "22P02", "22007", "42725"
_DATE = re.compile(r"(?<![\w'-])\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?(?![\w'-])")
_CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日?)?")
_UNREAD = re.compile(
    r"(?P<before>(?<![<>!])=\s*|\bI?LIKE\s+)(?P<text>(?!SELECT\b|CASE\b|ANY\b|ALL\b)[^\s'\"()=<>][^'\"()=<>]*?)"
    r"(?=\s*(?:$|;|\)|\b(?:WHERE|AND|OR|GROUP|ORDER|LIMIT|HAVING|UNION|THEN|END|JOIN|LEFT|INNER)\b))",
    re.IGNORECASE,
)
_NAME_OR_NUMBER = re.compile(r"[\d.]+|[^\W\d]\w*(?:\.\w+)*")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[^\W_])|(?<=[^\W_]s)'(?= \w)")
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")
_MOST_APOSTROPHES = 8
_ENDS_TEXT = frozenset(
    """
    AND OR GROUP ORDER LIMIT OFFSET HAVING THEN ELSE END WHEN UNION INTERSECT EXCEPT AS
    """.split()  # noqa: SIM905 (a wall of quotes would read worse)
)


def literals(broken: Broken) -> Iterator[str]:
    """What can be decided by the look of the value."""
    state = broken.failure.sqlstate
    yield from _doubled(broken)
    if state == SYNTAX_ERROR:
        yield from _quotes(broken.sql)
    if state in (_NO_OPERATOR, SYNTAX_ERROR, _NO_FUNCTION):
        yield from _bare_dates(broken)
    if state in (_BAD_VALUE, _BAD_DATE):
        yield from _other_value(broken)
    if state in (_NO_COLUMN, SYNTAX_ERROR):
        yield from _known_text(broken)


def bare_text(broken: Broken) -> Iterator[str]:
    """Words without quotes where a value must stand, whether or not the database has such a value."""
    if broken.failure.sqlstate not in (_NO_COLUMN, SYNTAX_ERROR, "42P01"):
        return
    spans = [span for i in range(len(broken.tokens)) if (span := _text_span(broken, i)) and not _is_column(broken, i)]
    if spans:
        yield broken.edited(_quoted(broken, *span) for span in spans)
    yield from (broken.edited([_quoted(broken, *span)]) for span in spans if len(spans) > 1)
    yield from _unread(broken)


def _quotes(sql: str) -> Iterator[str]:
    """Apostrophes inside text, escaped by a backslash or not at all."""
    if "\\'" in sql:
        yield sql.replace("\\'", "''")
    places = [match.start() for match in _APOSTROPHE.finditer(sql)][:_MOST_APOSTROPHES]
    if not places and sql.count("'") % 2:
        places = [match.start() for match in re.finditer("'", sql)][1:_MOST_APOSTROPHES]
    for count in range(1, min(len(places), 3) + 1):
        for chosen in combinations(places, count):
            doubled = sql
            for place in reversed(chosen):
                doubled = doubled[:place] + "'" + doubled[place:]
            if doubled.count("'") % 2 == 0:
                yield doubled


def _doubled(broken: Broken) -> Iterator[str]:
    """Text in two pairs of single quotes."""
    empty = [i for i, token in enumerate(broken.tokens) if token.text == "''"]
    edits: list[Edit] = []
    for first, last in zip(empty[::2], empty[1::2], strict=False):
        start, end = broken.tokens[first].start, broken.tokens[last].end
        expected = broken.failure.sqlstate == SYNTAX_ERROR or is_value_place(broken.tokens, first)
        if expected and last > first + 1:
            edits.append((start, end, broken.sql[start + 1 : end - 1]))
    if edits:
        yield broken.edited(edits)


def _unread(broken: Broken) -> Iterator[str]:
    """Whatever stands between a comparison and the end of the condition: ``LIKE %abc%``, ``= Fast As a Shark``."""
    found = [match for match in _UNREAD.finditer(broken.sql) if not _NAME_OR_NUMBER.fullmatch(match["text"])]
    edits = [(*match.span("text"), "'" + match["text"].replace("'", "''") + "'") for match in found]
    if edits:
        yield broken.edited(edits)
        yield from (broken.edited([edit]) for edit in edits if len(edits) > 1)


def _bare_dates(broken: Broken) -> Iterator[str]:
    inside = [(token.start, token.end) for token in broken.tokens if token.kind in ("string", "quoted")]
    edits: list[Edit] = [
        (match.start(), match.end(), f"'{match[0]}'")
        for match in _DATE.finditer(broken.sql)
        if not any(start <= match.start() < end for start, end in inside)
    ]
    if edits:
        yield broken.edited(edits)


def _other_value(broken: Broken) -> Iterator[str]:
    """A number written as text with other signs in it, and dates as they are written in China."""
    if _CHINESE_DATE.search(broken.sql):
        yield _CHINESE_DATE.sub(lambda match: f"{match[1]}-{match[2]:0>2}-{match[3] or '1':0>2}", broken.sql)
    token = broken.tokens[broken.at] if broken.at is not None else None
    if token is not None and token.kind == "string" and _NUMBER.fullmatch(token.text[1:-1].strip()):
        yield broken.edited([(token.start, token.end, token.text[1:-1].replace(",", "").strip())])


def _known_text(broken: Broken) -> Iterator[str]:
    """Words without quotes that the database has as a value of the column they are compared with."""
    edits = [
        _quoted(broken, *span)
        for i in range(len(broken.tokens))
        if (span := _text_span(broken, i)) and _is_known(broken, *span)
    ]
    if edits:
        yield broken.edited(edits)


def _text_span(broken: Broken, i: int) -> tuple[int, int] | None:
    """First and last token of the bare words that begin at this token, where a value must stand."""
    tokens = broken.tokens
    if (
        tokens[i].kind != "word"
        or not is_value_place(tokens, i)
        or tokens[i].upper in _ENDS_TEXT | {"NULL", "TRUE", "FALSE"}
    ):
        return None
    last = i
    while (
        last + 1 < len(tokens)
        and tokens[last + 1].kind in ("word", "number")
        and tokens[last + 1].upper not in _ENDS_TEXT
    ):
        last += 1
    after = tokens[last + 1].text if last + 1 < len(tokens) else ""
    return (
        None if after in ("(", ".", "'") or tokens[i].upper in ("SELECT", "CASE", "ANY", "ALL", "SOME") else (i, last)
    )


def _is_column(broken: Broken, i: int) -> bool:
    name = broken.tokens[i].name
    return any(name in source.columns for source in broken.sources(i))


def _is_known(broken: Broken, first: int, last: int) -> bool:
    text = broken.sql[broken.tokens[first].start : broken.tokens[last].end]
    before = first
    while (
        before > 0
        and broken.tokens[before].text not in COMPARISONS
        and broken.tokens[before].upper not in ("IN", "BETWEEN", "LIKE")
    ):
        before -= 1
    column = broken.column(max(_name_before(broken, before), 0))
    return column is not None and text in (*column.enum_values, *column.statistics.common_values)


def _name_before(broken: Broken, index: int) -> int:
    """First token of the names that end right before that token."""
    index -= 1
    while index >= 2 and broken.tokens[index - 1].text == "." and broken.tokens[index].is_name:
        index -= 2
    return index


def _quoted(broken: Broken, first: int, last: int) -> Edit:
    start, end = broken.tokens[first].start, broken.tokens[last].end
    return start, end, "'" + broken.sql[start:end].replace("'", "''") + "'"
