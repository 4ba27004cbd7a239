"""Constants for the places where pg_stat_statements has ``$1``: such as occur in the column, never sensitive ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data_pipeline.catalog.model import Catalog, Column
from data_pipeline.imports.scope import Scope, UnknownNameError

if TYPE_CHECKING:
    from sqlglot import exp

_WORD = re.compile(r"[A-Za-z]{2,20}|[\u4e00-\u9fff]{2}")
_LIMIT = "10"  # where the query had a LIMIT of its own
_LONGEST = 60  # characters of a constant


def fill(tree: exp.Select, catalog: Catalog) -> bool:
    """Put a constant for every placeholder, in place; False where one cannot be found for all of them.

    Raises UnknownNameError for names that the catalog does not have.
    """
    from sqlglot import exp

    scopes = _scopes(tree, catalog, None)
    used: dict[str, int] = {}
    for node in list(tree.find_all(exp.Parameter, bfs=False)):
        select = node.find_ancestor(exp.Select)
        constant = _constant(node, scopes[id(select)], used) if select is not None else None
        if constant is None:
            return False
        node.replace(constant)
    return True


def names_sensitive(tree: exp.Select, catalog: Catalog) -> bool:
    """Whether a constant stands in a condition on a sensitive column: then it may be such a value itself."""
    from sqlglot import exp

    scopes = _scopes(tree, catalog, None)
    return any(
        _is_sensitive(column, scopes)
        for condition in tree.find_all(exp.Predicate, exp.Case)
        if condition.find(exp.Literal) is not None
        for column in condition.find_all(exp.Column)
    )


def _is_sensitive(node: exp.Column, scopes: dict[int, Scope]) -> bool:
    from sqlglot import exp

    select = node.find_ancestor(exp.Select)
    try:
        return select is not None and bool(scopes[id(select)].meaning(node).column.sensitive)
    except UnknownNameError:
        return False  # the alias of something shown


def _scopes(select: exp.Select, catalog: Catalog, outer: Scope | None) -> dict[int, Scope]:
    """The scope of every SELECT in the tree, by its identity."""
    from sqlglot import exp

    scope = Scope(select, catalog, outer)
    found = {id(select): scope}
    for inner in select.find_all(exp.Select):
        if inner is not select and inner.find_ancestor(exp.Select) is select:
            found |= _scopes(inner, catalog, scope)
    return found


def _constant(node: exp.Expr, scope: Scope, used: dict[str, int]) -> exp.Expr | None:
    from sqlglot import exp

    parent = node.parent
    if isinstance(parent, exp.Limit | exp.Fetch):
        return exp.Literal.number(_LIMIT)
    if isinstance(parent, exp.Offset):
        return exp.Literal.number("0")
    if isinstance(parent, exp.Count) or (isinstance(parent, exp.Select) and parent.find_ancestor(exp.Exists)):
        return exp.Literal.number("1")
    if isinstance(parent, exp.Round):
        return exp.Literal.number("2")
    if isinstance(parent, exp.Coalesce | exp.Nullif):
        return exp.Literal.number("0")
    if isinstance(parent, exp.Interval):
        return exp.Literal.string("30 days")
    if isinstance(parent, exp.TimestampTrunc | exp.DateTrunc) and node.arg_key == "unit":
        return exp.Var(this="MONTH")
    if isinstance(parent, exp.GT | exp.GTE) and isinstance(parent.this, exp.Count):
        return exp.Literal.number("1")
    column = _compared_column(node, scope)
    return None if column is None else _value(column, node, used)


def _compared_column(node: exp.Expr, scope: Scope) -> Column | None:
    """The column that a constant is compared with, alone or aggregated; None where it stands beside anything else."""
    from sqlglot import exp

    place = node
    while isinstance(place.parent, exp.Cast | exp.Paren | exp.Array | exp.Any | exp.All | exp.Lower | exp.Upper):
        place = place.parent
    condition = place.parent
    if not isinstance(condition, exp.Predicate):
        return None
    other = condition.this if condition.this is not place else condition.expression
    while isinstance(other, exp.Cast | exp.Paren | exp.Lower | exp.Upper | exp.Sum | exp.Avg | exp.Min | exp.Max):
        other = other.this
    if not isinstance(other, exp.Column):
        return None
    try:
        return scope.meaning(other).column
    except UnknownNameError:
        return None


def _value(column: Column, node: exp.Expr, used: dict[str, int]) -> exp.Expr | None:
    """A value that occurs in the column: for a range its lower or upper part, else a common one, each time another."""
    from sqlglot import exp

    if column.sensitive:
        return None
    statistics = column.statistics
    bounds, common = statistics.bounds, statistics.common_values
    if isinstance(node.parent, exp.Like | exp.ILike):
        return _pattern(common or bounds, node.parent.this)
    if isinstance(node.parent, exp.Between):
        text = _at(bounds or _ascending(column), 0.25 if node.arg_key == "low" else 0.75)
    elif isinstance(node.parent, exp.GT | exp.GTE | exp.LT | exp.LTE):
        text = _at(bounds or _ascending(column), 0.5)
    else:
        place = used[column.name] = used.get(column.name, -1) + 1
        texts = common or bounds[1:-1]
        text = texts[place % len(texts)] if texts else None
    if text is None or len(text) > _LONGEST or not text.isprintable():
        return None
    if column.category == "B":
        return exp.Boolean(this=text.startswith("t"))
    return exp.Literal.number(text) if column.category == "N" else exp.Literal.string(text)


def _ascending(column: Column) -> tuple[str, ...]:
    key = float if column.category == "N" else str
    return tuple(sorted(column.statistics.common_values, key=key))


def _at(texts: tuple[str, ...], share: float) -> str | None:
    return texts[int(share * (len(texts) - 1))] if texts else None


def _pattern(texts: tuple[str, ...], compared: exp.Expr) -> exp.Expr | None:
    """``%part%`` with a word, or two Chinese characters, of a value that occurs, in the case that is compared."""
    from sqlglot import exp

    part = next((match.group() for text in texts if (match := _WORD.search(text))), None)
    if part is None:
        return None
    if isinstance(compared, exp.Lower | exp.Upper):
        part = part.lower() if isinstance(compared, exp.Lower) else part.upper()
    return exp.Literal.string(f"%{part}%")
