"""Where the operands of an operator and the arguments of a call begin and end, by tokens."""

from __future__ import annotations

from collections.abc import Sequence

from data_pipeline.validation.repair.lexer import Token, closing, opening

Span = tuple[int, int]  # first and last token
_ARITHMETIC = frozenset(("+", "-", "*", "/", "%", "||"))
_NO_FUNCTION = frozenset(
    """
    SELECT WHERE AND OR NOT ON IN WHEN THEN ELSE BY HAVING BETWEEN LIKE ILIKE FROM JOIN AS UNION ALL DISTINCT
    """.split()  # noqa: SIM905 (a wall of quotes would read worse)
)


def left_operand(tokens: Sequence[Token], operator: int, *, binds_weakly: bool = True) -> Span:
    """What stands before an operator; for one that binds weakly (a comparison) arithmetic belongs to its operand."""
    first = _primary_left(tokens, operator - 1)
    while binds_weakly and first >= 2 and tokens[first - 1].text in _ARITHMETIC:
        first = _primary_left(tokens, first - 2)
    return first, operator - 1


def right_operand(tokens: Sequence[Token], operator: int, *, binds_weakly: bool = True) -> Span:
    """What stands after it."""
    last = _primary_right(tokens, operator + 1)
    while binds_weakly and last + 2 < len(tokens) and tokens[last + 1].text in _ARITHMETIC:
        last = _primary_right(tokens, last + 2)
    return operator + 1, last


def arguments(tokens: Sequence[Token], function: int) -> list[Span]:
    """The arguments of the call whose name is that token; DISTINCT does not belong to one."""
    start, end = function + 2, closing(tokens, function + 1)
    spans, i = [], start
    while i < end:
        if tokens[i].text == "(":
            i = closing(tokens, i)
        elif tokens[i].text == ",":
            spans.append((start, i - 1))
            start = i + 1
        elif tokens[i].upper in ("DISTINCT", "FROM") and (i == start or tokens[function].upper == "EXTRACT"):
            start = i + 1
        i += 1
    return [*spans, (start, end - 1)] if start < end else spans


def is_one_primary(tokens: Sequence[Token], span: Span) -> bool:
    """Whether ``::type`` after it belongs to all of it."""
    first, last = span
    return _primary_right(tokens, first) == last and tokens[first].text != "-"


def _primary_left(tokens: Sequence[Token], last: int) -> int:
    """First token of the name, literal, call or bracket that ends there, its cast included."""
    first = last
    if tokens[last].text == ")":
        first = opening(tokens, last)
        if first and tokens[first - 1].is_name and tokens[first - 1].upper not in _NO_FUNCTION:
            first -= 1
    elif tokens[last].upper == "END":
        while first > 0 and tokens[first].upper != "CASE":
            first -= 1
    if first >= 1 and tokens[first - 1].is_name and tokens[first].upper == "PRECISION":
        first -= 1
    if first >= 2 and tokens[first - 1].text == "::":
        return _primary_left(tokens, first - 2)
    while first >= 2 and tokens[first - 1].text == "." and tokens[first - 2].is_name:
        first -= 2
    is_typed = tokens[last].kind == "string" and tokens[last - 1].upper in ("DATE", "TIMESTAMP", "INTERVAL", "TIME")
    return first - is_typed


def _primary_right(tokens: Sequence[Token], first: int) -> int:
    """Last token of the name, literal, call or bracket that begins there, its cast included."""
    last = min(first, len(tokens) - 1)
    if tokens[last].text in ("-", "+") and last + 1 < len(tokens):
        last += 1
    if tokens[last].upper == "CASE":
        while last + 1 < len(tokens) and tokens[last].upper != "END":
            last += 1
    elif tokens[last].text == "(":
        last = closing(tokens, last)
    elif tokens[last].is_name:
        last = _name_right(tokens, last)
    while last + 2 < len(tokens) and tokens[last + 1].text == "::":
        last = _name_right(tokens, last + 2)
        last += last + 1 < len(tokens) and tokens[last + 1].upper == "PRECISION"
    return last


def _name_right(tokens: Sequence[Token], last: int) -> int:
    while last + 2 < len(tokens) and tokens[last + 1].text == "." and tokens[last + 2].is_name:
        last += 2
    if last + 1 < len(tokens) and tokens[last + 1].text == "(":
        return closing(tokens, last + 1)
    if last + 1 < len(tokens) and tokens[last + 1].kind == "string" and tokens[last].kind == "word":
        return last + 1  # DATE '2024-01-01'
    return last
