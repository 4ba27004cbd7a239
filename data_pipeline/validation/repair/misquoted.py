"""Quotes of another dialect around names, names whose case needs quotes, and text in the quotes of names."""

from __future__ import annotations

from collections.abc import Iterator

from data_pipeline.names import quoted
from data_pipeline.validation.failure import SYNTAX_ERROR
from data_pipeline.validation.repair.broken import Broken
from data_pipeline.validation.repair.lexer import Edit, Token
from data_pipeline.validation.repair.value_place import is_value_place

_UNKNOWN_NAME = frozenset(("42703", "42P01", "3F000"))


def misquoted(broken: Broken) -> Iterator[str]:
    """Names as the catalog has them, text in single quotes."""
    spelling = _spelling(broken)
    if edits := [*_backticks(broken, spelling), *_brackets(broken, spelling)]:
        yield broken.edited(edits)
    if broken.failure.sqlstate in _UNKNOWN_NAME:
        yield from _other_case(broken, spelling)
        yield from _text(broken)
    if broken.failure.sqlstate == SYNTAX_ERROR and (edits := list(_strings(broken, spelling))):
        yield broken.edited(edits)


def _spelling(broken: Broken) -> dict[str, str]:
    """How names are written that are known in one spelling only, by lower case."""
    known: dict[str, set[str]] = {}
    for table in broken.catalog.tables:
        for name in (table.schema, table.name, *(column.name for column in table.columns)):
            known.setdefault(name.lower(), set()).add(name)
    return {lower: quoted(min(names)) for lower, names in known.items() if len(names) == 1}


def _written(name: str, spelling: dict[str, str]) -> str:
    return spelling.get(name.lower(), quoted(name.lower()))


def _backticks(broken: Broken, spelling: dict[str, str]) -> Iterator[Edit]:
    for token in broken.tokens:
        if token.kind == "quoted" and token.text.startswith("`"):
            yield token.start, token.end, _written(token.name, spelling)


def _brackets(broken: Broken, spelling: dict[str, str]) -> Iterator[Edit]:
    """``[order id]``, but no index of an array."""
    tokens = broken.tokens
    for i, token in enumerate(tokens):
        before = tokens[i - 1] if i else None
        is_index = before is not None and before.end == token.start and (before.is_name or before.text in (")", "]"))
        if token.text == "[" and not is_index and i + 1 < len(tokens) and tokens[i + 1].is_name:
            end = broken.sql.find("]", token.start)
            if end > 0 and before is not None and before.upper != "ARRAY":
                yield token.start, end + 1, _written(broken.sql[token.start + 1 : end].strip('"'), spelling)


def _other_case(broken: Broken, spelling: dict[str, str]) -> Iterator[str]:
    edits = [
        (token.start, token.end, spelling[token.name.lower()])
        for token in broken.tokens
        if token.is_name and _says(token, spelling) and quoted(token.name) != spelling[token.name.lower()]
    ]
    if edits:
        yield broken.edited(edits)
    at = None if broken.at is None else broken.tokens[broken.chain(broken.at)[-1]]
    if len(edits) > 1 and at is not None and at.kind == "quoted":
        yield broken.edited([(at.start, at.end, quoted(at.name.lower()))])


def _says(token: Token, spelling: dict[str, str]) -> bool:
    return token.name.lower() in spelling


def _text(broken: Broken) -> Iterator[str]:
    """``state = "paid"``: every such text at once, then the one that the failure points to, wherever it stands."""
    places = [
        i for i, token in enumerate(broken.tokens) if token.text.startswith('"') and is_value_place(broken.tokens, i)
    ]
    places = [i for i in places if i + 1 == len(broken.tokens) or broken.tokens[i + 1].text != "."]
    if places:
        yield broken.edited(_as_text(broken.tokens[i]) for i in places)
    at = broken.at
    if at is not None and broken.tokens[at].text.startswith('"') and len(broken.chain(at)) == 1:
        yield broken.edited([_as_text(broken.tokens[at])])


def _as_text(token: Token) -> Edit:
    return token.start, token.end, "'" + token.name.replace("'", "''") + "'"


def _strings(broken: Broken, spelling: dict[str, str]) -> Iterator[Edit]:
    """``FROM 'orders'``, ``'o'.'id'``, ``AS 'total'``, ``count(*) 'total'``: names in the quotes of text."""
    tokens = broken.tokens
    for i, token in enumerate(tokens):
        if token.kind != "string" or not token.text.startswith("'"):
            continue
        before, after = (tokens[i - 1] if i else token), tokens[i + 1].text if i + 1 < len(tokens) else ""
        is_alias = before.upper == "AS" or before.text == ")" or (before.kind == "quoted")
        if is_alias or before.upper in ("FROM", "JOIN", ".") or after == ".":
            yield (
                token.start,
                token.end,
                spelling.get(token.text[1:-1].lower(), quoted(token.text[1:-1].replace("''", "'"))),
            )
