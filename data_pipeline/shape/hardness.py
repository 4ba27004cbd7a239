"""Spider's four levels of hardness, counted on the outermost SELECT (the first one of a set operation)."""

from __future__ import annotations

from typing import Literal

from sqlglot import exp

from data_pipeline.shape.nodes import Nodes
from data_pipeline.shape.outputs import order_keys

Hardness = Literal["easy", "medium", "hard", "extra"]
LEVELS: tuple[Hardness, ...] = ("easy", "medium", "hard", "extra")


def hardness_of(nodes: Nodes) -> Hardness:
    """The level of a query."""
    main: exp.Expr = nodes.root
    while not isinstance(main, exp.Select):
        main = main.this
    nested = len(nodes.of("query", main)) + sum(_is_outermost(node, nodes) for node in nodes.by_kind["set operation"])
    return _level(_clauses(nodes, main), nested, _plurals(nodes, main))


def _clauses(nodes: Nodes, main: exp.Select) -> int:
    """WHERE, GROUP BY, ORDER BY, LIMIT, each JOIN, each OR, each LIKE."""
    once = [main.args.get("where"), main.args.get("group")]
    once += [nodes.root.args.get(key) or main.args.get(key) for key in ("order", "limit")]
    joins = main.args.get("joins") or ()
    return sum(map(bool, once)) + len(joins) + len(nodes.of("or", main)) + len(nodes.of("like", main))


def _plurals(nodes: Nodes, main: exp.Select) -> int:
    """What there is more than one of: aggregates, outputs, conditions, group keys; and a window, a CASE."""
    where, group = main.args.get("where"), main.args.get("group")
    aggregates = len(nodes.of("aggregate", main)) + _ordered_aggregates(main)
    connectors = (exp.And, exp.Or, exp.Xor)
    several = (
        aggregates > 1,
        len(main.expressions) > 1,
        where is not None and any(isinstance(n, connectors) for n in _own(where)),
        group is not None and len(group.expressions) > 1,
        bool(nodes.of("window", main)),
        bool(nodes.of("case", main)),
    )
    return sum(several)


def _ordered_aggregates(main: exp.Select) -> int:
    """Aggregates that ORDER BY means by the name or the position of an output."""
    clause = main.args.get("order")
    written = [key.this for key in clause.expressions] if clause else []
    meant = [key for key, text in zip(order_keys(main), written, strict=True) if key is not text]
    return sum(isinstance(node, exp.AggFunc) for key in meant for node in _own(key))


def _own(root: exp.Expr) -> list[exp.Expr]:
    """The nodes at and below ``root`` that stand in no nested query."""
    return list(root.walk(prune=lambda node: isinstance(node, exp.Query)))


def _is_outermost(operation: exp.Expr, nodes: Nodes) -> bool:
    """Whether a set operation belongs to the outermost chain of them."""
    node = operation
    while node is not nodes.root:
        if node.parent is None or not isinstance(node.parent, exp.SetOperation | exp.Subquery):
            return False
        node = node.parent
    return True


def _level(clauses: int, nested: int, plurals: int) -> Hardness:
    if nested:
        return "hard" if nested == 1 and clauses <= 1 and not plurals else "extra"
    if clauses <= 1 and not plurals:
        return "easy"
    if (clauses <= 1 and plurals <= 2) or (clauses <= 2 and plurals < 2):
        return "medium"
    if (clauses <= 2 and plurals > 2) or (clauses == 3 and plurals <= 2):
        return "hard"
    return "extra"
