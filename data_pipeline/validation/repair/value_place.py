"""Whether a value is expected at a place of a statement."""

from __future__ import annotations

from collections.abc import Sequence

from data_pipeline.validation.repair.lexer import Token, opening

COMPARISONS = frozenset(("=", "<>", "!=", "<", ">", "<=", ">=", "LIKE", "ILIKE", "~", "~*", "!~", "!~*"))


def is_value_place(tokens: Sequence[Token], index: int) -> bool:
    """After a comparison, in an IN list, as a bound of BETWEEN, as the result of a CASE."""
    before = tokens[index - 1].upper if index else ""
    if before in COMPARISONS or before in ("BETWEEN", "THEN", "ELSE"):
        return True
    if before == "AND":
        return _ends_between(tokens, index - 1)
    return before in ("(", ",") and _in_list(tokens, index - 1)


def _ends_between(tokens: Sequence[Token], index: int) -> bool:
    return any(token.upper == "BETWEEN" for token in tokens[max(index - 3, 0) : index])


def _in_list(tokens: Sequence[Token], index: int) -> bool:
    start = index if tokens[index].text == "(" else _list_start(tokens, index)
    return start > 0 and tokens[start - 1].upper == "IN"


def _list_start(tokens: Sequence[Token], index: int) -> int:
    """The bracket around the comma at that index; 0 when there is none."""
    while index > 0:
        index -= 1
        if tokens[index].text == ")":
            index = opening(tokens, index)
        elif tokens[index].text == "(":
            return index
    return 0
