"""Attempts that run, but cannot be meant."""

from __future__ import annotations

from data_pipeline.validation.repair.lexer import Token, tokenize
from data_pipeline.validation.repair.scope import select_items


def says_less(attempt: str, sql: str) -> bool:
    """Whether it compares a column with itself, or gives the same one twice, where the statement before did not."""
    return _repetitions(attempt) > _repetitions(sql)


def _repetitions(sql: str) -> int:
    tokens = tokenize(sql)
    same = sum(_is_same(tokens, i) for i, token in enumerate(tokens) if token.text == "=")
    items = [_item(tokens, *item) for item in select_items(tokens, 0, len(tokens) - 1)]
    return same + len(items) - len(set(items))


def _is_same(tokens: tuple[Token, ...], i: int) -> bool:
    """``a.id = a.id``; also ``id = id``."""
    left, right = _chain(tokens, i - 1, -1)[::-1], _chain(tokens, i + 1, 1)
    return bool(left) and left == right


def _chain(tokens: tuple[Token, ...], i: int, way: int) -> list[str]:
    names = []
    while 0 <= i < len(tokens) and tokens[i].is_name:
        names.append(tokens[i].name)
        if not (0 <= i + way < len(tokens) and tokens[i + way].text == "."):
            break
        i += 2 * way
    return names


def _item(tokens: tuple[Token, ...], first: int, last: int) -> tuple[str, ...]:
    return tuple(token.name for token in tokens[first : last + 1])
