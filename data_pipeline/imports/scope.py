"""Which tables and columns of the catalog the names in a parsed SELECT mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from data_pipeline.catalog.model import Catalog, Column, Table

if TYPE_CHECKING:
    from sqlglot import exp


class UnknownNameError(LookupError):
    """A name that the catalog does not have, or a source that is no table."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table under the name that the query gives it."""

    alias: str
    table: Table


@dataclass(frozen=True, slots=True)
class Meant:
    """The column that a name means."""

    source: Source
    column: Column


class Scope:
    """The tables of one SELECT, in their order, and those of the SELECTs around it."""

    def __init__(self, select: exp.Select, catalog: Catalog, outer: Scope | None = None) -> None:
        self.select = select
        self.catalog = catalog
        self.outer = outer
        self.sources = {source.alias: source for source in _sources(select, catalog)}
        if not self.sources:
            raise UnknownNameError("FROM")
        joins = select.args.get("joins") or ()
        self.optional = frozenset(_alias(join.this) for join in joins if join.side == "LEFT")

    @cached_property
    def counted(self) -> Source:
        """The table whose rows the joins give: the one that points at the others, else the one most is shown of."""
        parents = {meant.source.alias for pair in self.ties for meant in pair if is_key(meant)}
        children = [one for alias, one in self.sources.items() if alias not in parents and alias not in self.optional]
        if len(children) == 1:
            return children[0]
        if self.optional:
            return next(iter(self.sources.values()))
        return max(self.sources.values(), key=lambda source: self._shown[source.alias])

    @cached_property
    def main(self) -> Source:
        """The table that is asked about: the only one of which columns are shown, else the one that is counted."""
        from sqlglot import exp

        measured = any(one.find(exp.AggFunc, exp.Star) is not None for one in self.select.expressions)
        if measured or len(self._shown) != 1:
            return self.counted
        shown = self.sources.get(next(iter(self._shown)))
        return self.counted if shown is None or self.twins(shown) else shown

    @cached_property
    def _shown(self) -> Counter[str]:
        """How many columns of each table are shown, by its alias."""
        from sqlglot import exp

        return Counter(self._alias_of(node) for one in self.select.expressions for node in one.find_all(exp.Column))

    @cached_property
    def ties(self) -> tuple[tuple[Meant, Meant], ...]:
        """The pairs of columns by which tables of this SELECT are joined."""
        return tuple(self._key_pairs())

    def twins(self, source: Source) -> bool:
        """Whether the SELECT has the same table more than once."""
        return sum(one.table.key == source.table.key for one in self.sources.values()) > 1

    def role_key(self, source: Source) -> Meant | None:
        """The column of another table that leads to this one by its key; None when there is none."""
        for pair in self.ties:
            for near, far in (pair, pair[::-1]):
                if near.source == source and is_key(near) and not (is_key(far) and far.source != self.main):
                    return far
        return None

    def meaning(self, node: exp.Column) -> Meant:
        """The column meant; UnknownNameError when there is none, or more than one."""
        name, alias = folded(node.this), folded(node.args.get("table"))
        wanted = [source for source in self.sources.values() if alias in ("", source.alias)]
        found = [Meant(source, column) for source in wanted for column in source.table.columns if column.name == name]
        if not found and self.outer is not None:
            return self.outer.meaning(node)
        if len(found) != 1:
            raise UnknownNameError(f"{alias}.{name}" if alias else name)
        return found[0]

    def is_join_condition(self, node: exp.Expr) -> bool:
        """Whether this is an equality of the columns of two tables by a key, which only ties them together."""
        tied = self._tied(node)
        return tied is not None and any(_is_of_a_key(meant) for meant in tied)

    def is_connected(self) -> bool:
        """Whether every table is joined to every other, if only by way of third ones."""
        reached = {next(iter(self.sources))}
        for _ in self.sources:
            for near, far in self.ties:
                ends = {near.source.alias, far.source.alias}
                reached |= ends if ends & reached else set()
        return reached >= self.sources.keys()

    def reaches_out(self) -> bool:
        """Whether a column of a SELECT around this one is named in it."""
        from sqlglot import exp

        sources = list(self.sources.values())
        return any(self.meaning(node).source not in sources for node in self.select.find_all(exp.Column))

    def _key_pairs(self) -> Iterator[tuple[Meant, Meant]]:
        """The pairs of columns that tie two tables of this SELECT together."""
        from sqlglot import exp

        roots = [join.args.get("on") for join in self.select.args.get("joins") or ()]
        roots.append(self.select.args["where"].this if self.select.args.get("where") else None)
        for root in roots:
            for node in root.flatten() if isinstance(root, exp.And) else [root]:
                if node is not None and (tied := self._tied(node.unnest())):
                    yield tied

    def _alias_of(self, node: exp.Column) -> str:
        try:
            return self.meaning(node).source.alias
        except UnknownNameError:
            return ""

    def _tied(self, node: exp.Expr) -> tuple[Meant, Meant] | None:
        from sqlglot import exp

        left, right = node.args.get("this"), node.args.get("expression")
        if not isinstance(node, exp.EQ) or not isinstance(left, exp.Column) or not isinstance(right, exp.Column):
            return None
        pair = self.meaning(left), self.meaning(right)
        return pair if pair[0].source.alias != pair[1].source.alias else None


def folded(identifier: exp.Expr | None) -> str:
    """A name as PostgreSQL folds it; "" for none."""
    if identifier is None:
        return ""
    return str(identifier.name) if identifier.args.get("quoted") else str(identifier.name).lower()


def table_of(node: exp.Table, catalog: Catalog) -> Table:
    """The table of the catalog that is meant; one without a schema may be in any, if only one has that name."""
    from sqlglot import exp

    if not isinstance(node.this, exp.Identifier):
        raise UnknownNameError(node.sql())
    schema, name = folded(node.args.get("db")), folded(node.this)
    found = [table for table in catalog.tables if table.name == name and schema in ("", table.schema)]
    public = [table for table in found if table.schema == "public"]
    if len(found) != 1 and (schema or len(public) != 1):
        raise UnknownNameError(f"{schema}.{name}" if schema else name)
    return found[0] if len(found) == 1 else public[0]


def _sources(select: exp.Select, catalog: Catalog) -> Iterator[Source]:
    from sqlglot import exp

    if select.args.get("with_"):
        raise UnknownNameError("WITH")
    start = select.args.get("from_")
    nodes = [start.this] if start else []
    nodes += [join.this for join in select.args.get("joins") or ()]
    for node in nodes:
        if not isinstance(node, exp.Table) or node.args.get("sample"):
            raise UnknownNameError(node.key.upper())
        yield Source(_alias(node), table_of(node, catalog))


def _alias(node: exp.Expr) -> str:
    return folded(node.args["alias"].this) if node.alias else folded(node.this)


def is_key(meant: Meant) -> bool:
    """Whether the column alone is a key of its table."""
    table = meant.source.table
    return any(key == (meant.column.name,) for key in (table.primary_key, *table.unique_keys))


def _is_of_a_key(meant: Meant) -> bool:
    """Whether the column belongs to a key of its table, or points at another one's."""
    table = meant.source.table
    keys = (table.primary_key, *table.unique_keys, *(key.columns for key in table.foreign_keys))
    return any(meant.column.name in key for key in keys)
