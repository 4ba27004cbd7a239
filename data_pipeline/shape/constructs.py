"""The 32 constructs ("atoms") that queries are made of, and which of them a query has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from sqlglot import exp

from data_pipeline.shape.names import Names
from data_pipeline.shape.nodes import LIKES, TODAY, Nodes, bare
from data_pipeline.shape.outputs import order_keys

ATOMS = (
    *("join1", "join2", "join3+", "left_join", "self_join", "group1", "group2+", "having", "order", "top_n"),
    *("top_n_by_agg", "count", "count_distinct", "agg", "arithmetic", "case", "distinct", "eq_text", "eq_number"),
    *("range", "between", "in_or", "like", "null_test", "time", "string", "scalar_subquery", "semi_join"),
    *("anti_join", "set_op", "cte", "window"),
)
_NO_VALUE = (
    *(exp.From, exp.Join, exp.Lateral, exp.In, exp.Any, exp.All, exp.Exists, exp.SetOperation, exp.CTE, exp.Subquery),
)  # a query below one of these is no value


def atoms_of(nodes: Nodes, names: Names) -> frozenset[str]:
    """The atoms of a query, nested queries included."""
    found = {_of_predicate(node) for node in nodes.predicates}
    found.update(_of_joins(nodes, names), _of_groups(nodes), _of_orders(nodes), _of_aggregates(nodes))
    found.update(_of_nesting(nodes), _of_expressions(nodes))
    return frozenset(found - {None})  # type: ignore[arg-type]


def _of_joins(nodes: Nodes, names: Names) -> Iterator[str]:
    joins, selects = nodes.by_kind["join"], nodes.by_kind["select"]
    if joins:
        yield ("join1", "join2", "join3+")[min(len(joins), 3) - 1]
    if any(join.args.get("side") for join in joins):
        yield "left_join"
    if any(_reads_twice(cast(exp.Select, select), names) for select in selects):
        yield "self_join"


def _reads_twice(select: exp.Select, names: Names) -> bool:
    clause = select.args.get("from_")
    joined = [node.this for node in (clause, *(select.args.get("joins") or ())) if node is not None]
    tables = [
        names.key(node) for node in joined if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier)
    ]
    return len(tables) != len(set(tables))


def _of_groups(nodes: Nodes) -> Iterator[str]:
    groups = [group for select in nodes.by_kind["select"] if (group := select.args.get("group"))]
    if widest := max(map(_width, groups), default=0):
        yield "group1" if widest == 1 else "group2+"
    if nodes.by_kind["having"]:
        yield "having"


def _width(group: exp.Group) -> int:
    """The keys of a GROUP BY; sets of them count as several."""
    sets = any(isinstance(key, exp.Rollup | exp.Cube | exp.GroupingSets) for key in group.expressions)
    return len(group.expressions) + sets


def _of_orders(nodes: Nodes) -> Iterator[str]:
    for node in nodes.by_kind["query"]:
        query = cast(exp.Query, node)
        if query.args.get("order") is None:
            continue
        yield "top_n" if query.args.get("limit") else "order"
        if query.args.get("limit") and any(map(plain_aggregates, order_keys(query))):
            yield "top_n_by_agg"


def plain_aggregates(node: exp.Expr) -> list[exp.Expr]:
    """The aggregate calls at and below a node, less those with an OVER."""
    return [call for call in node.find_all(exp.AggFunc) if not _is_windowed(call)]


def _is_windowed(call: exp.Expr) -> bool:
    parent = call.parent
    if isinstance(parent, exp.Filter) and parent.this is call:
        call, parent = parent, parent.parent
    return isinstance(parent, exp.Window) and parent.this is call


def _of_aggregates(nodes: Nodes) -> Iterator[str]:
    for call in nodes.by_kind["aggregate"]:
        if _is_windowed(call):
            continue
        if isinstance(call, exp.Count):
            yield "count_distinct" if isinstance(call.this, exp.Distinct) else "count"
        else:
            yield "agg"


def _of_nesting(nodes: Nodes) -> Iterator[str]:
    parents = [node.parent for node in nodes.by_kind["subquery"]]
    if any(parent is not None and not isinstance(parent, _NO_VALUE) for parent in parents):
        yield "scalar_subquery"
    if nodes.by_kind["cte"] or any(isinstance(parent, exp.From | exp.Join | exp.Lateral) for parent in parents):
        yield "cte"
    if nodes.by_kind["set operation"]:
        yield "set_op"


def _of_expressions(nodes: Nodes) -> Iterator[str]:
    if nodes.by_kind["window"]:
        yield "window"
    if nodes.by_kind["case"] or nodes.by_kind["filter"]:
        yield "case"
    if any(select.args.get("distinct") for select in nodes.by_kind["select"]):
        yield "distinct"
    if any(map(_is_numeric, nodes.by_kind["arithmetic"])):
        yield "arithmetic"
    if nodes.by_kind["date part"] or any(map(_makes_a_date, nodes.by_kind["cast"])):
        yield "time"
    if nodes.by_kind["text function"] or nodes.shown_letter_case:
        yield "string"


def _is_numeric(node: exp.Expr) -> bool:
    """Arithmetic on numbers; a date plus an interval is one on time."""
    return not any(isinstance(bare(side), TODAY) for side in (node.this, node.expression))


def _makes_a_date(cast_: exp.Expr) -> bool:
    return cast_.args["to"].this == exp.DType.DATE and not isinstance(cast_.this, exp.Literal)


def _of_predicate(node: exp.Expr) -> str | None:
    """The atom of one condition, if it makes one."""
    if isinstance(node, exp.Exists | exp.Any | exp.All) or (isinstance(node, exp.In) and node.args.get("query")):
        return _of_membership(node)
    if isinstance(node, exp.In | exp.Or):
        return "in_or"
    if isinstance(node, LIKES):
        return "like"
    if isinstance(node, exp.Between):
        return "between"
    if isinstance(node, exp.Is):
        return "null_test" if isinstance(node.expression, exp.Null) else "eq_number"
    if isinstance(node, exp.EQ | exp.NEQ):
        return _of_equation((bare(node.this), bare(node.expression)))
    if isinstance(node, exp.Column):
        stands_alone = isinstance(node.parent, exp.Where | exp.Join | exp.And | exp.Or | exp.Not)
        return "eq_number" if stands_alone else None
    return None if isinstance(node.expression, exp.Subquery) else "range"


def _of_membership(node: exp.Expr) -> str:
    if isinstance(node, exp.Any | exp.All) and not node.find(exp.Query):
        return "in_or"  # of an array
    outer = node.parent
    while isinstance(outer, exp.Paren):
        outer = outer.parent
    negated = isinstance(outer, exp.Not) or (isinstance(outer, exp.NEQ) and isinstance(node, exp.All))
    return "anti_join" if negated else "semi_join"


def _of_equation(sides: Iterable[exp.Expr | None]) -> str | None:
    constants = [side for side in sides if isinstance(side, exp.Literal | exp.Boolean)]
    if any(isinstance(side, exp.Literal) and side.is_string for side in constants):
        return "eq_text"
    return "eq_number" if constants else None
