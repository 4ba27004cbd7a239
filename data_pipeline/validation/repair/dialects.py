"""SQL of MySQL, SQLite, SQL Server, Oracle, BigQuery: the foreign part alone where it can be told, else all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data_pipeline.validation.failure import SYNTAX_ERROR
from data_pipeline.validation.repair.broken import Broken
from data_pipeline.validation.repair.lexer import closing

_NO_COLUMN, _NO_TABLE, _NO_FUNCTION, _NO_TYPE = "42703", "42P01", "42883", "42704"
_NOT_UNIQUE, _BAD_VALUE = "42725", "22P02"
_DIALECTS = ("mysql", "sqlite", "tsql", "oracle", "bigquery")
_MARKS = {  # what tells a dialect from the others
    "mysql": re.compile(
        r"`|\bLIMIT\s+\d+\s*,|\bDATE_FORMAT\b|\bIFNULL\b|\bSTR_TO_DATE\b|\bINTERVAL\s+\d", re.IGNORECASE
    ),
    "sqlite": re.compile(r"\bstrftime\b|\bjulianday\b|\bGLOB\b|==", re.IGNORECASE),
    "tsql": re.compile(r"\[|\b(?:TOP|GETDATE|DATEADD|DATEPART|NVARCHAR|dbo|ISNULL)\b", re.IGNORECASE),
    "oracle": re.compile(r"\bROWNUM\b|\bNVL2?\b|\bSYSDATE\b|\bDECODE\b|\bdual\b|\bMINUS\b|\(\+\)", re.IGNORECASE),
    "bigquery": re.compile(r"`[\w-]+\.[\w-]+|\bSAFE_\w+|\bFORMAT_DATE\b|\bSTRUCT\b|\bCOUNTIF\b", re.IGNORECASE),
}
_UNITS = frozenset("SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR EPOCH DD MM YY YYYY".split())  # noqa: SIM905
_FOREIGN_NAMES = _UNITS | {"SYSDATE", "SYSTIMESTAMP"}
_OWN = tuple(  # what sqlglot leaves as it is
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"\bJULIANDAY\(([^()]+)\)", r"EXTRACT(JULIAN FROM CAST(\1 AS TIMESTAMP))"),
        (r"\bDATE\(\s*'(?:now|today)'\s*\)", "CURRENT_DATE"),
        (r"\bDATETIME\(\s*'now'\s*\)", "CURRENT_TIMESTAMP"),
        (r"\bDATETIME\(([^(),]+)\)", r"CAST(\1 AS TIMESTAMP)"),
        (r"\bDATE(?:TIME)?\(([^(),]+),\s*'([+-]\d+ \w+)'\s*\)", r"CAST(CAST(\1 AS TIMESTAMP) + INTERVAL '\2' AS DATE)"),
        (r"\bADD_MONTHS\(([^(),]+),\s*(-?\d+)\s*\)", r"(\1 + INTERVAL '\2 month')"),
        (r"\bSUBSTRING_INDEX\(([^()]+),\s*1\s*\)", r"SPLIT_PART(\1, 1)"),
        (r"\bMONTHNAME\(([^()]+)\)", r"TO_CHAR(\1, 'FMMonth')"),
        (r"\bDAYNAME\(([^()]+)\)", r"TO_CHAR(\1, 'FMDay')"),
        (r"\bUNIX_TIMESTAMP\(([^()]+)\)", r"EXTRACT(EPOCH FROM \1)"),
        (r"\bN?VARCHAR2?\(MAX\)", "TEXT"),
        (r"\bFROM\s+dual\b", ""),
        (r"==", "="),
        (r"&&", "AND"),
    )
)
_LIMIT = re.compile(r"\bLIMIT\s+(\d+)\s*,\s*(\d+)", re.IGNORECASE)
_TOP = re.compile(r"\bSELECT\s+(DISTINCT\s+)?TOP\s*\(?(\d+)\)?", re.IGNORECASE)
_ROWNUM = re.compile(r"\b(WHERE|AND)\s+ROWNUM\s*(<=?)\s*(\d+)(\s+AND\b)?", re.IGNORECASE)


def dialects(broken: Broken) -> Iterator[str]:
    """The smallest change first; the whole statement translated last, as the dialect whose marks it has."""
    state = broken.failure.sqlstate
    if state not in (SYNTAX_ERROR, _NO_COLUMN, _NO_TABLE, _NO_FUNCTION, _NO_TYPE, _NOT_UNIQUE, _BAD_VALUE):
        return
    yield from _own(broken.sql)
    yield from _limits(broken)
    yield from _joined_text(broken)
    if state in (_NO_COLUMN, _NO_FUNCTION):
        yield from _names(broken)
    if state in (SYNTAX_ERROR, _NO_TYPE, _NO_FUNCTION) or broken.at is None:
        yield from _whole(broken)


def _own(sql: str) -> Iterator[str]:
    mended = sql
    for pattern, replacement in _OWN:
        mended = pattern.sub(replacement, mended)
    if mended != sql:
        yield mended


def _limits(broken: Broken) -> Iterator[str]:
    """LIMIT a, b; TOP n; ROWNUM <= n."""
    sql = broken.sql
    if _LIMIT.search(sql):
        yield _LIMIT.sub(r"LIMIT \2 OFFSET \1", sql)
    if top := _TOP.search(sql):
        select = next(i for i, token in enumerate(broken.tokens) if token.start == top.start())
        place = broken.tokens[broken.scope.region_of(select).last].end
        yield broken.edited([(top.start(), top.end(), f"SELECT {top[1] or ''}"), (place, place, f" LIMIT {top[2]}")])
    if rownum := _ROWNUM.search(sql):
        kept = f" {rownum[1]}" if rownum[4] else ""
        limit = int(rownum[3]) - (rownum[2] == "<")
        yield f"{sql[: rownum.start()].rstrip()}{kept}{sql[rownum.end() :]} LIMIT {limit}"


def _joined_text(broken: Broken) -> Iterator[str]:
    """``first + ' ' + last``"""
    at = broken.at
    texts = any(token.kind == "string" for token in broken.tokens)
    if at is None or not (broken.tokens[at].text == "+" or (broken.failure.sqlstate == _BAD_VALUE and texts)):
        return
    if edits := [(token.start, token.end, "||") for token in broken.tokens if token.text == "+"]:
        yield broken.edited(edits)


def _names(broken: Broken) -> Iterator[str]:
    """The unknown function with its arguments, or the unknown word, wherever it is called, in each dialect."""
    spans = list(_calls(broken))
    for dialect in _likeliest_first(broken.sql) if spans else ():
        edits = [(start, end, _translated(broken.sql[start:end], dialect)) for start, end in spans]
        if all(text and text != broken.sql[start:end] for start, end, text in edits):
            yield broken.edited((start, end, str(text)) for start, end, text in edits)


def _calls(broken: Broken) -> Iterator[tuple[int, int]]:
    """Where the function stands that the failure points to, or whose argument is the word (``DATEPART(year, day)``)."""
    tokens, at = broken.tokens, broken.at
    if at is None or not tokens[at].upper:
        return
    called = at + 1 < len(tokens) and tokens[at + 1].text == "("
    if not called and tokens[at].upper not in _FOREIGN_NAMES:
        return
    if not called and tokens[at].upper in _UNITS:
        around = [i for i in range(at - 1) if tokens[i + 1].text == "(" and closing(tokens, i + 1) > at]
        at = around[-1] if around else at
    for i, token in enumerate(tokens):
        is_call = i + 1 < len(tokens) and tokens[i + 1].text == "("
        if token.upper == tokens[at].upper:
            yield token.start, tokens[closing(tokens, i + 1) if is_call else i].end


def _whole(broken: Broken) -> Iterator[str]:
    names = {name for table in broken.catalog.tables for name in (table.name, *(one.name for one in table.columns))}
    quotes_names = any(token.text.startswith('"') and token.name in names for token in broken.tokens)
    for dialect in _likeliest_first(broken.sql):
        if quotes_names and dialect in ("mysql", "bigquery"):  # to them "name" is text
            continue
        if (translated := _translated(broken.sql, dialect)) and translated != broken.sql:
            yield translated


def _likeliest_first(sql: str) -> list[str]:
    return sorted(_DIALECTS, key=lambda dialect: -len(set(_MARKS[dialect].findall(sql))))


def _translated(sql: str, dialect: str) -> str | None:
    """PostgreSQL for it; None when it cannot be read as that dialect."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        trees = sqlglot.parse(sql, read=dialect)
        return trees[0].sql("postgres") if len(trees) == 1 and trees[0] else None
    except (SqlglotError, RecursionError):
        return None
