"""A SELECT taken apart into what its question has to say, each part already a phrase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from data_pipeline.imports.phrases import Phrases
from data_pipeline.imports.predicates import condition
from data_pipeline.imports.scope import is_key
from data_pipeline.imports.vocabulary import CannotSayError

if TYPE_CHECKING:
    from sqlglot import exp

Way = Literal["number", "date", "text"]  # by which an order is called
_UNSAID = ("with_", "laterals", "pivots", "qualify", "windows", "distribute", "sort", "cluster", "sample", "offset")
_CALENDAR = ("Extract", "TimestampTrunc", "DateTrunc")


@dataclass(frozen=True, slots=True)
class Order:
    by: str
    descending: bool
    way: Way


@dataclass(frozen=True, slots=True)
class Parts:
    """``measures`` is empty when rows are listed as they are; ``noun`` is what the rows are, in the plural."""

    noun: str
    shown: tuple[str, ...]  # columns that are listed, or by which is grouped
    measures: tuple[str, ...]
    conditions: tuple[str, ...]
    having: tuple[str, ...]
    order: tuple[Order, ...]
    limit: int | None
    distinct: bool
    with_missing: tuple[str, ...]  # nouns that a row need not have (LEFT JOIN)
    unmentioned: tuple[str, ...]  # nouns that a row must have, of which nothing else is said
    only_counts: bool  # the one measure is the number of rows


def parts_of(select: exp.Select, phrases: Phrases) -> Parts:
    """The parts of one SELECT; CannotSayError for whatever would be left unsaid."""
    from sqlglot import exp

    _refuse_unsaid(select)
    if not phrases.scope.is_connected():
        raise CannotSayError("CROSS JOIN")
    grouped = select.args.get("group") is not None
    measured = [one for one in select.expressions if _is_measure(one)]
    dimensions = _dimensions(select, phrases)
    listed = dimensions if grouped or measured else select.expressions
    if measured and not grouped and len(measured) < len(select.expressions):
        raise CannotSayError("GROUP BY")
    where, having = select.args.get("where"), select.args.get("having")
    conditions = [*_conditions(where.this if where else None, phrases), *_joined(select, phrases)]
    shown = tuple(dict.fromkeys(phrases.value(one) for one in listed))
    measures = tuple(dict.fromkeys(phrases.value(one) for one in measured))
    kept, order = tuple(_conditions(having.this if having else None, phrases)), tuple(_orders(select, phrases))
    said = " ".join([*shown, *measures, *conditions, *kept, *(one.by for one in order)])
    count = measured[0].unalias() if len(measured) == 1 else None
    return Parts(
        noun=phrases.vocabulary.rows(phrases.scope.main.table),
        shown=shown,
        measures=measures,
        conditions=tuple(dict.fromkeys(conditions)),
        having=kept,
        order=order,
        limit=_limit(select),
        distinct=select.args.get("distinct") is not None,
        with_missing=tuple(_may_lack(said, phrases)),
        unmentioned=tuple(_must_have(said, phrases)),
        only_counts=isinstance(count, exp.Count) and not isinstance(count.this, exp.Distinct),
    )


def _may_lack(said: str, phrases: Phrases) -> Iterator[str]:
    """The rows of LEFT JOINs to what must be there, but for those that a condition says are not there."""
    scope, vocabulary = phrases.scope, phrases.vocabulary
    pairs = [(a.source, b.source) for pair in scope.ties for a, b in (pair, pair[::-1])]
    for alias in sorted(scope.optional):
        ends = [other.alias for source, other in pairs if source.alias == alias]
        noun = vocabulary.rows(scope.sources[alias].table)
        if ends and ends[0] not in scope.optional and vocabulary.say("not_exists", noun) not in said:
            yield noun


def _must_have(said: str, phrases: Phrases) -> Iterator[str]:
    """The rows at the far end of a join to the many side, of which nothing else is said: they leave others out."""
    scope, vocabulary = phrases.scope, phrases.vocabulary
    for alias, source in scope.sources.items():
        ends = [meant for pair in scope.ties for meant in pair if meant.source == source]
        is_parent = any(is_key(meant) for meant in ends)
        told = vocabulary.noun(source.table).strip() in said or vocabulary.rows(source.table).strip() in said
        if source != scope.main and alias not in scope.optional and len(ends) == 1 and not is_parent and not told:
            yield vocabulary.rows(source.table)


def _refuse_unsaid(select: exp.Select) -> None:
    for name in _UNSAID:
        value = select.args.get(name)
        if value and not (name == "offset" and value.expression.name == "0"):
            raise CannotSayError(name)
    if select.args.get("distinct") is not None and select.args["distinct"].args.get("on"):
        raise CannotSayError("DISTINCT ON")
    group = select.args.get("group")
    if group is None and select.args.get("having") is not None:
        raise CannotSayError("HAVING")
    if group is not None and any(group.args.get(name) for name in ("rollup", "cube", "grouping_sets")):
        raise CannotSayError("GROUPING SETS")
    for join in select.args.get("joins") or ():
        if (
            join.side in ("RIGHT", "FULL")
            or join.kind in ("CROSS", "SEMI", "ANTI")
            or join.args.get("using")
            or join.method
        ):
            raise CannotSayError("JOIN")


def _is_measure(node: exp.Expr) -> bool:
    """Whether an aggregate is computed over the rows, other than in a window."""
    from sqlglot import exp

    return any(
        not _in_window(found) and found.find_ancestor(exp.Select) is node.find_ancestor(exp.Select)
        for found in node.find_all(exp.AggFunc)
    )


def _in_window(node: exp.Expr) -> bool:
    from sqlglot import exp

    parent = node.parent.parent if isinstance(node.parent, exp.Filter) else node.parent
    return isinstance(parent, exp.Window)


def _dimensions(select: exp.Select, phrases: Phrases) -> list[exp.Expr]:
    """What is grouped by and shown; and what is grouped by alone, unless it only tells apart what is shown."""
    from sqlglot import exp

    shown = [one for one in select.expressions if not _is_measure(one)]
    tables = {node.table for one in shown for node in one.find_all(exp.Column)}
    group = select.args.get("group")
    by = [_referred(one, select, phrases) for one in group.expressions] if group is not None else []
    known = {one.unalias().sql() for one in shown}
    unshown = [one for one in by if one.unalias().sql() not in known and not _only_tells_apart(one, tables, phrases)]
    return [*shown, *unshown]


def _only_tells_apart(node: exp.Expr, tables: set[str], phrases: Phrases) -> bool:
    """Whether grouping by it splits no more than what is shown: a key, or a column of a table that is shown."""
    from sqlglot import exp

    return isinstance(node, exp.Column) and (node.table in tables or is_key(phrases.meaning(node)))


def _referred(node: exp.Expr, select: exp.Select, phrases: Phrases) -> exp.Expr:
    """The expression that a number or a name in GROUP BY or ORDER BY stands for."""
    from sqlglot import exp

    shown: list[exp.Expr] = select.expressions
    if isinstance(node, exp.Literal) and not node.is_string:
        number = int(node.name)
        if not 0 < number <= len(shown):
            raise CannotSayError("ORDER BY")
        return shown[number - 1].unalias()
    if isinstance(node, exp.Column) and not node.table:
        named = next((one for one in shown if isinstance(one, exp.Alias) and one.alias == node.name), None)
        return named.unalias() if named is not None else node
    return node


def _conditions(node: exp.Expr | None, phrases: Phrases) -> Iterator[str]:
    """The conditions that hold at once, less those that only tie tables together."""
    from sqlglot import exp

    if node is None:
        return
    for one in node.flatten() if isinstance(node, exp.And) else [node]:
        if not phrases.scope.is_join_condition(one.unnest()):
            yield condition(phrases, one.unnest())


def _joined(select: exp.Select, phrases: Phrases) -> Iterator[str]:
    """The conditions in ON beside the keys. Of a LEFT JOIN they say something else, for which there are no words."""
    for join in select.args.get("joins") or ():
        found = list(_conditions(join.args.get("on"), phrases))
        if found and join.side == "LEFT":
            raise CannotSayError("LEFT JOIN")
        yield from found


def _orders(select: exp.Select, phrases: Phrases) -> Iterator[Order]:

    order = select.args.get("order")
    for ordered in order.expressions if order is not None else ():
        by = _referred(ordered.this, select, phrases)
        yield Order(phrases.value(by), bool(ordered.args.get("desc")), _way(by, phrases))


def _way(node: exp.Expr, phrases: Phrases) -> Way:
    from sqlglot import exp

    if isinstance(node, exp.Column):
        category = phrases.meaning(node).column.category
        return {"N": "number", "D": "date"}.get(category, "text")  # type: ignore[return-value]
    if isinstance(node, exp.Min | exp.Max | exp.Alias | exp.Paren | exp.Cast | exp.Coalesce):
        return _way(node.this, phrases)
    if type(node).__name__ in _CALENDAR:
        return "date"
    return "number" if isinstance(node, exp.AggFunc | exp.Binary | exp.Round | exp.Filter) else "text"


def _limit(select: exp.Select) -> int | None:
    from sqlglot import exp

    limit = select.args.get("limit")
    if limit is None:
        return None
    count = limit.args.get("count") if isinstance(limit, exp.Fetch) else limit.expression
    if not isinstance(count, exp.Literal) or not count.name.isdigit() or _has_ties(limit):
        raise CannotSayError("LIMIT")
    return int(count.name)


def _has_ties(limit: exp.Expr) -> bool:
    options = limit.args.get("limit_options")
    return options is not None and bool(options.args.get("with_ties"))
