"""One walk over a parse tree: its nodes by kind, each with the query that it stands in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from sqlglot import exp

LIKES = (exp.Like, exp.ILike, exp.RegexpLike, exp.RegexpILike, exp.SimilarTo)
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
TODAY = (exp.Interval, exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime)
_PREDICATES = (*LIKES, *COMPARISONS, exp.Exists, exp.In, exp.Any, exp.All, exp.Or, exp.Between, exp.Is, exp.Column)
_KINDS: dict[str, tuple[type[Any], ...]] = {
    "query": (exp.Query,),
    "select": (exp.Select,),
    "set operation": (exp.SetOperation,),
    "subquery": (exp.Subquery,),
    "cte": (exp.CTE,),
    "join": (exp.Join,),
    "having": (exp.Having,),
    "case": (exp.Case,),
    "filter": (exp.Filter,),
    "window": (exp.Window,),
    "aggregate": (exp.AggFunc,),
    "arithmetic": (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod),
    "date part": (*TODAY, exp.TimestampTrunc, exp.DateTrunc, exp.Extract, exp.TimeToStr, exp.StrToTime, exp.StrToDate),
    "cast": (exp.Cast,),
    "letter case": (exp.Lower, exp.Upper),
    "text function": (
        *(exp.Substring, exp.Concat, exp.ConcatWs, exp.DPipe, exp.Length, exp.Trim, exp.Replace, exp.SplitPart),
        *(exp.StrPosition, exp.Initcap, exp.Left, exp.Right, exp.RegexpReplace),
    ),
    "column": (exp.Column,),
    "equation": (exp.EQ,),
    "membership": (exp.In,),
    "or": (exp.Or,),
    "like": LIKES,
}


@dataclass(slots=True)
class Nodes:
    """The nodes of a tree. ``predicates`` are those in WHERE, ON and FILTER; HAVING has none of them."""

    root: exp.Query
    by_kind: defaultdict[str, list[exp.Expr]] = field(default_factory=lambda: defaultdict(list))
    owner: dict[int, exp.Query | None] = field(default_factory=dict)  # id(node) -> the query around it
    predicates: list[exp.Expr] = field(default_factory=list)
    shown_letter_case: bool = False  # LOWER or UPPER outside of conditions and joins

    def of(self, kind: str, query: exp.Query) -> list[exp.Expr]:
        """The nodes of a kind that stand in this query itself, not in one that is nested in it."""
        return [node for node in self.by_kind[kind] if self.owner[id(node)] is query]


def read_nodes(root: exp.Query) -> Nodes:
    """Sort the nodes of a tree, in no particular order."""
    nodes = Nodes(root)
    stack: list[tuple[exp.Expr, exp.Query | None, bool, bool]] = [(root, None, False, False)]
    while stack:
        node, query, in_condition, below = stack.pop()
        kinds, is_predicate, is_condition, is_place = _traits(type(node))  # type: ignore[arg-type]  # mypy on hashes
        for kind in kinds:
            nodes.by_kind[kind].append(node)
            nodes.owner[id(node)] = query
        if is_predicate and in_condition:
            nodes.predicates.append(node)
        if not below and isinstance(node, exp.Lower | exp.Upper):
            nodes.shown_letter_case = True
        if "query" in kinds:
            query, in_condition = cast(exp.Query, node), False
        in_condition, below = in_condition or is_condition, below or is_place
        for key, value in node.args.items():
            condition = in_condition or (key == "on" and is_place)
            for child in value if type(value) is list else (value,):
                if isinstance(child, exp.Expr) and key != "_type":
                    stack.append((child, query, condition, below))
    return nodes


@cache
def _traits(kind: type[Any]) -> tuple[tuple[str, ...], bool, bool, bool]:
    """Its names in _KINDS; whether it is a predicate, a WHERE, a WHERE or JOIN."""
    names = tuple(name for name, classes in _KINDS.items() if issubclass(kind, classes))
    return names, issubclass(kind, _PREDICATES), issubclass(kind, exp.Where), issubclass(kind, (exp.Where, exp.Join))


def bare(node: exp.Expr | None) -> exp.Expr | None:
    """The node without the casts, signs, parentheses and LOWER or UPPER around it."""
    while isinstance(node, exp.Cast | exp.Paren | exp.Neg | exp.Lower | exp.Upper):
        node = node.this
    return node
