"""Reads a view's query for the columns whose values it shows as they stand. Importing this imports sqlglot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from sqlglot import exp
from sqlglot.errors import SqlglotError

from data_pipeline.catalog.model import Table
from data_pipeline.parsing import trees_of
from data_pipeline.sensitive.mode import Place

Outputs = list[tuple[str, frozenset[Place]]]  # what a query gives: each column's name, and whose values it has
_NONE: frozenset[Place] = frozenset()
_LONGEST = 200_000  # characters of a query that is read
# What leaves the values of its first part, or of all parts, as they stand, or joins them to longer texts.
_OF_FIRST = (
    exp.Alias, exp.Paren, exp.Cast, exp.Trim, exp.Lower, exp.Upper, exp.Initcap, exp.Max, exp.Min, exp.ArrayAgg,
    exp.GroupConcat, exp.Nullif, exp.Filter, exp.Window, exp.FirstValue, exp.LastValue, exp.Order,
    exp.WithinGroup, exp.Collate, exp.Bracket,
)  # fmt: skip
_OF_ALL = (exp.Coalesce, exp.Greatest, exp.Least, exp.Concat, exp.ConcatWs, exp.DPipe, exp.Add, exp.Array, exp.Distinct)


def shown_by(view: Table, tables: Mapping[tuple[str, str], Table]) -> dict[str, frozenset[Place]]:
    """For the view's columns the columns that they show; nothing where the query cannot be read."""
    query = view.definition or ""
    try:
        tree = next(iter(trees_of(query)), None) if len(query) <= _LONGEST else None
        outputs = _Reader(tables).outputs(tree, {}) if tree else []
    except (SqlglotError, RecursionError):
        return {}
    own = {column.name for column in view.columns}
    return {name: places for name, places in outputs if places and name in own}


class _Reader:
    """Follows columns down to the tables of one catalog."""

    def __init__(self, tables: Mapping[tuple[str, str], Table]) -> None:
        self._tables = tables

    def outputs(self, query: exp.Expr | None, named: Mapping[str, Outputs]) -> Outputs:
        """What the query gives; ``named`` are the queries that WITH names around it."""
        inner = dict(named)
        for one in query.ctes if isinstance(query, exp.Query) else ():
            inner[one.alias] = _renamed(self.outputs(one.this, inner), one)
        if isinstance(query, exp.Subquery):
            return _renamed(self.outputs(query.this, inner), query)
        if isinstance(query, exp.SetOperation):
            return _united(self.outputs(query.left, inner), self.outputs(query.right, inner))
        return self._of_select(query, inner) if isinstance(query, exp.Select) else []

    def _of_select(self, select: exp.Select, named: Mapping[str, Outputs]) -> Outputs:
        sources = {name: dict(outputs) for name, outputs in self._sources(select, named)}
        return [(one.alias_or_name, self._places(one, sources, named)) for one in select.expressions]

    def _sources(self, select: exp.Select, named: Mapping[str, Outputs]) -> Iterator[tuple[str, Outputs]]:
        """What stands after FROM and JOIN, by the name that the query has for it."""
        parts = [select.args.get("from_") or select.args.get("from"), *select.args.get("joins", ())]
        for source in (one for part in parts if part for one in _joined(part.this)):
            yield source.alias_or_name, self._of_source(source, named)

    def _of_source(self, source: exp.Expr, named: Mapping[str, Outputs]) -> Outputs:
        if isinstance(source, exp.Lateral):
            return _renamed(self.outputs(source.this, named), source)
        if not isinstance(source, exp.Table):
            return self.outputs(source, named)
        if not source.db and source.name in named:
            return _renamed(named[source.name], source)
        return _renamed(self._of_table(source.db, source.name), source)

    def _of_table(self, schema: str, name: str) -> Outputs:
        """A name without a schema means one that the search path has: most likely the public one."""
        schemas = [schema] if schema else ["public", *sorted(key[0] for key in self._tables if key[1] == name)]
        table = next((self._tables[one, name] for one in schemas if (one, name) in self._tables), None)
        return [(one.name, frozenset([(*table.key, one.name)])) for one in table.columns] if table else []

    def _places(
        self, node: exp.Expr | None, sources: Mapping[str, Mapping[str, frozenset[Place]]], named: Mapping[str, Outputs]
    ) -> frozenset[Place]:
        if isinstance(node, exp.Column):
            near = [sources.get(node.table, {})] if node.table else sources.values()
            return _NONE.union(*(source.get(node.name, _NONE) for source in near))
        if isinstance(node, exp.Subquery):
            return _NONE.union(*(places for _, places in self.outputs(node, named)))
        return _NONE.union(*(self._places(part, sources, named) for part in _parts(node)))


def _joined(source: exp.Expr) -> Iterator[exp.Expr]:
    """A source, or those that are joined within parentheses."""
    bare = isinstance(source, exp.Subquery) and isinstance(source.this, exp.Table | exp.Subquery) and not source.alias
    if bare:
        yield from _joined(source.this)
    else:
        yield source
    for join in source.args.get("joins") or ():
        yield from _joined(join.this)


def _parts(node: exp.Expr | None) -> list[exp.Expr]:
    """The parts of an expression whose values are, or stand in, its own."""
    if isinstance(node, exp.Case):
        return [*(one.args["true"] for one in node.args["ifs"]), *filter(None, [node.args.get("default")])]
    if isinstance(node, _OF_ALL):
        return list(node.iter_expressions())
    return [node.this] if isinstance(node, _OF_FIRST) and isinstance(node.this, exp.Expr) else []


def _renamed(outputs: Outputs, source: exp.Expr) -> Outputs:
    """With the names that stand after the alias: ``AS x(a, b)``; the first ones only, where there are fewer."""
    names = source.alias_column_names
    return [(new or name, places) for (name, places), new in zip_longest(outputs, names[: len(outputs)])]


def _united(left: Outputs, right: Outputs) -> Outputs:
    """Columns of a UNION are called as the first query calls them."""
    more = [places for _, places in right]
    return [(name, places | (more[n] if n < len(more) else _NONE)) for n, (name, places) in enumerate(left)]
