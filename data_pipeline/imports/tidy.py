"""SELECTs as a person would have written them, from what the server stores: fewer brackets, casts and schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_pipeline.catalog.model import Catalog
from data_pipeline.imports.scope import Scope, UnknownNameError

if TYPE_CHECKING:
    from sqlglot import exp


def parsed_select(sql: str) -> exp.Select | None:
    """The tree of one plain SELECT; None for everything else."""
    from sqlglot import exp, parse
    from sqlglot.errors import SqlglotError

    try:
        statements = [tree for tree in parse(sql, dialect="postgres") if tree is not None]
    except (SqlglotError, RecursionError):
        return None
    return statements[0] if len(statements) == 1 and isinstance(statements[0], exp.Select) else None


def tidied(tree: exp.Select, catalog: Catalog) -> exp.Select:
    """The same query, changed in place. UnknownNameError for names that the catalog does not have."""
    from sqlglot import exp

    for select in list(tree.find_all(exp.Select)):
        _flatten_joins(select)
    _drop_brackets(tree)
    _lists_for_arrays(tree)
    _drop_casts(tree, catalog, None)
    _drop_brackets(tree)
    for table in tree.find_all(exp.Table):
        if table.db == "public":
            table.set("db", None)
    return tree


def as_sql(tree: exp.Expr) -> str:
    """The text of the tree for PostgreSQL, ending in a semicolon."""
    return tree.sql(dialect="postgres") + ";"


def _flatten_joins(select: exp.Select) -> None:
    """``FROM ((a JOIN b ON ..) JOIN c ON ..)`` without the brackets, which change nothing on the left."""
    from sqlglot import exp

    start = select.args.get("from_")
    if start is None:
        return
    place, joins = start.this, list(select.args.get("joins") or ())
    while True:
        joins = [*(place.args.get("joins") or ()), *joins]
        if (
            not isinstance(place, exp.Subquery | exp.Paren)
            or place.alias
            or isinstance(place.this, exp.Select | exp.SetOperation)
        ):
            break
        place = place.this
    place.set("joins", None)
    start.set("this", place)
    select.set("joins", joins or None)


def _drop_brackets(tree: exp.Select) -> None:
    """Take the brackets off what binds closely, and off whatever stands alone."""
    from sqlglot import exp

    alone = exp.Where | exp.Having | exp.Join | exp.Alias | exp.Select | exp.Paren | exp.Ordered | exp.Group
    for bracket in list(tree.find_all(exp.Paren, bfs=False)):
        inner, parent = bracket.this, bracket.parent
        close = isinstance(inner, exp.Column | exp.Literal | exp.Func | exp.Cast) and not isinstance(inner, exp.Binary)
        told = isinstance(inner, exp.Predicate | exp.Not) and isinstance(parent, exp.And | exp.Or)
        if close or told or isinstance(parent, alone):
            bracket.replace(inner)


def _lists_for_arrays(tree: exp.Select) -> None:
    """``x = ANY (ARRAY[a, b])``, as the server keeps ``x IN (a, b)``; and ``x <> ALL (...)`` for NOT IN."""
    from sqlglot import exp

    for node in list(tree.find_all(exp.EQ, exp.NEQ)):
        many = node.expression
        wanted = exp.Any if isinstance(node, exp.EQ) else exp.All
        array = many.this.unnest() if isinstance(many, wanted) else None
        array = array.this if isinstance(array, exp.Cast) else array
        if isinstance(array, exp.Array) and array.expressions:
            listed = exp.In(this=node.this.copy(), expressions=[one.copy() for one in array.expressions])
            node.replace(listed if isinstance(node, exp.EQ) else exp.Not(this=listed))


def _drop_casts(select: exp.Select, catalog: Catalog, outer: Scope | None) -> None:
    """Drop casts of texts to text, and of constants that stand beside a column, which gives them their type."""
    from sqlglot import exp

    scope = Scope(select, catalog, outer)
    for cast in [node for node in select.find_all(exp.Cast) if node.find_ancestor(exp.Select) is select]:
        inner = cast.this.unnest()
        is_text = isinstance(inner, exp.Column) and _is_text(scope, inner)
        if (is_text and cast.to.this in exp.DataType.TEXT_TYPES) or (
            isinstance(inner, exp.Literal) and _beside_column(cast)
        ):
            cast.replace(inner)
    for inner_select in list(select.find_all(exp.Select)):
        if inner_select is not select and inner_select.find_ancestor(exp.Select) is select:
            _drop_casts(inner_select, catalog, scope)


def _is_text(scope: Scope, column: exp.Column) -> bool:
    try:
        return scope.meaning(column).column.category == "S"
    except UnknownNameError:
        return False


def _beside_column(cast: exp.Cast) -> bool:
    """Whether the constant is compared with a column, bare or itself cast, or put together with other text."""
    from sqlglot import exp

    parent = cast.parent
    if isinstance(parent, exp.DPipe | exp.TimestampTrunc):
        return True
    if not isinstance(parent, exp.Predicate):
        return False
    others = [node.unnest() for node in parent.iter_expressions() if node is not cast]  # type: ignore[comparison-overlap]
    return any(isinstance(other.this if isinstance(other, exp.Cast) else other, exp.Column) for other in others)
