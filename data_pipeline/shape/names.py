"""Which table and column every name of a query means, by PostgreSQL's rules of scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import NamedTuple, cast

from sqlglot import exp

from data_pipeline.shape.nodes import Nodes, bare
from data_pipeline.shape.schema import Schema, TableKey, relation


class Source(NamedTuple):
    """One entry of FROM: a table of the schema, or (``key`` None) a query, CTE or function."""

    key: TableKey | None
    columns: frozenset[str] | None  # None = not known


class Names:
    """The names of one query. ``columns`` has the meaning of every column node that is a column of the schema."""

    def __init__(self, nodes: Nodes, schema: Schema) -> None:
        self._nodes, self._schema = nodes, schema
        self._sources: dict[int, dict[str, Source]] = {}
        self.strangers: set[str] = set()  # tables that the schema does not have, as they are named
        self._outputs: dict[int, frozenset[str] | None] = {}
        for select in nodes.by_kind["select"]:
            self.sources(cast(exp.Select, select))
        self.columns: dict[int, str] = {}
        for node in nodes.by_kind["column"]:
            if meaning := self._meaning(cast(exp.Column, node)):
                self.columns[id(node)] = meaning

    @property
    def tables(self) -> frozenset[str]:
        """Every table or view of the schema that is read."""
        keys = (source.key for sources in self._sources.values() for source in sources.values())
        return frozenset(relation(key) for key in keys if key)

    def key(self, table: exp.Table) -> TableKey:
        """What tells one table of a query from another; a name that is not of the schema stands for itself."""
        schema, name = folded(table.args.get("db")), folded(table.this)
        return self._schema.find(schema, name) or (schema, name)

    def using(self) -> Iterator[tuple[str, str]]:
        """The pairs of columns that USING equates."""
        for join in self._nodes.by_kind["join"]:
            select = self._nodes.owner[id(join)]
            sources = self.sources(select).values() if isinstance(select, exp.Select) else ()
            tables = [(source.key, source.columns or frozenset[str]()) for source in sources if source.key]
            for name in _shared(cast(exp.Join, join), [columns for _, columns in tables]):
                both = [f"{relation(key)}.{name}" for key, columns in tables if name in columns]
                yield from pairwise(both)

    def edges(self) -> frozenset[frozenset[str]]:
        """The pairs of different columns that are equated, by =, IN with a query, or USING."""
        pairs: list[tuple[exp.Expr | None, exp.Expr | None]] = [
            (node.this, node.expression) for node in self._nodes.by_kind["equation"]
        ]
        for node in self._nodes.by_kind["membership"]:
            query = node.args.get("query")
            inner = query.unnest() if isinstance(query, exp.Subquery) else query
            outputs = inner.selects if isinstance(inner, exp.Select | exp.SetOperation) else []
            if len(outputs) == 1:
                pairs.append((node.this, outputs[0].unalias()))
        meant = [(self.columns.get(id(bare(a))), self.columns.get(id(bare(b)))) for a, b in pairs]
        meant += self.using()
        return frozenset(frozenset((a, b)) for a, b in meant if a and b and a != b)

    def sources(self, select: exp.Select) -> dict[str, Source]:
        """What a SELECT reads, by the name that its columns are qualified with."""
        if id(select) not in self._sources:
            found = self._sources[id(select)] = {}
            for node in _from(select):
                found.update(self._read(node, select))
        return self._sources[id(select)]

    def _read(self, node: exp.Expr, query: exp.Query) -> Iterator[tuple[str, Source]]:
        for join in node.args.get("joins") or ():
            yield from self._read(join.this, query)
        alias = node.args.get("alias")
        name = folded(alias.this) if alias and alias.this else folded(node.this)
        renamed = frozenset(map(folded, alias.args.get("columns") or ())) if alias else frozenset()
        if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
            yield name, self._table(node, query)
        elif isinstance(node, exp.Subquery) and isinstance(node.this, exp.Table | exp.Subquery) and not alias:
            yield from self._read(node.this, query)
        else:
            inner = (
                node.this.this if isinstance(node, exp.Lateral) and isinstance(node.this, exp.Subquery) else node.this
            )
            yield name, Source(None, renamed or (self.outputs(inner) if isinstance(inner, exp.Query) else None))

    def _table(self, table: exp.Table, query: exp.Query) -> Source:
        schema, name = folded(table.args.get("db")), folded(table.this)
        if not schema and (cte := self._cte(name, query)) is not None:
            renamed = frozenset(map(folded, cte.args["alias"].args.get("columns") or ()))
            return Source(None, renamed or self.outputs(cte.this))
        key = self._schema.find(schema, name)
        if not key and not self._schema.may_mean(schema, name):
            self.strangers.add(f"{schema}.{name}" if schema else name)
        return Source(key, self._schema.relations[key] if key else None)

    def _cte(self, name: str, query: exp.Query | None) -> exp.CTE | None:
        while query is not None:
            clause = query.args.get("with_")
            for cte in clause.expressions if clause else ():
                if folded(cte.args["alias"].this) == name:
                    return cast(exp.CTE, cte)
            query = self._nodes.owner[id(query)]
        return None

    def outputs(self, query: exp.Query) -> frozenset[str] | None:
        """The names of the columns that a query gives; None where they are not known."""
        if id(query) not in self._outputs:
            self._outputs[id(query)] = None  # for a CTE that reads itself
            self._outputs[id(query)] = self._outputs_of(query)
        return self._outputs[id(query)]

    def _outputs_of(self, query: exp.Query) -> frozenset[str] | None:
        inner: exp.Expr = query
        while isinstance(inner, exp.SetOperation | exp.Subquery):
            inner = inner.this
        if not isinstance(inner, exp.Select):
            return None
        names: set[str] = set()
        for output in inner.selects:
            if output.is_star:
                for source in self.sources(inner).values():
                    if source.columns is None:
                        return None
                    names |= source.columns
            else:
                names.add(output.alias or (folded(output.this) if isinstance(output.this, exp.Expression) else ""))
        return frozenset(names)

    def _meaning(self, column: exp.Column) -> str | None:
        if not isinstance(column.this, exp.Identifier):
            return None  # t.*
        if isinstance(column.parent, exp.Ordered) and _names_output(column, self._nodes.owner[id(column)]):
            return None
        name, qualifier = folded(column.this), folded(column.args.get("table"))
        query = self._nodes.owner[id(column)]
        while query is not None and not isinstance(query, exp.SetOperation):
            sources = self.sources(query) if isinstance(query, exp.Select) else {}
            source = sources.get(qualifier) if qualifier else _having(sources, name)
            if source is not None:
                known = source.key is not None and name in (source.columns or ())
                return f"{relation(source.key)}.{name}" if source.key and known else None
            query = self._nodes.owner[id(query)]
        return None


def _shared(join: exp.Join, tables: list[frozenset[str]]) -> list[str]:
    """The names by which USING or NATURAL joins."""
    if join.args.get("method") == "NATURAL":
        return sorted(name for name, count in Counter(chain.from_iterable(tables)).items() if count > 1)
    return [folded(name) for name in join.args.get("using") or ()]


def _from(select: exp.Select) -> Iterator[exp.Expr]:
    """What stands in FROM and JOIN."""
    if clause := select.args.get("from_"):
        yield clause.this
    for join in select.args.get("joins") or ():
        yield join.this
    yield from select.args.get("laterals") or ()


def _names_output(column: exp.Column, query: exp.Query | None) -> bool:
    """Whether a key of ORDER BY is the alias of an output; there that comes before a column of the same name."""
    outputs = query.selects if isinstance(query, exp.Select) and not column.args.get("table") else ()
    return any(isinstance(one, exp.Alias) and folded(one.args["alias"]) == folded(column.this) for one in outputs)


def _having(sources: dict[str, Source], name: str) -> Source | None:
    """The source that an unqualified name belongs to; one whose columns are not known may have it."""
    unknown = None
    for source in sources.values():
        if source.columns is None:
            unknown = unknown or source
        elif name in source.columns:
            return source
    return unknown


def folded(identifier: exp.Expr | None) -> str:
    """The name as PostgreSQL takes it: in lower case unless it is quoted; empty for what is no identifier."""
    if not isinstance(identifier, exp.Identifier):
        return identifier.name if identifier is not None else ""
    return identifier.name if identifier.args.get("quoted") else identifier.name.lower()
