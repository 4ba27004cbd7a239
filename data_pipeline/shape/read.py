"""What one query is made of. Importing this imports sqlglot: do it where a query is to be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from data_pipeline.parsing import trees_of
from data_pipeline.shape.canonical import masked
from data_pipeline.shape.constructs import atoms_of
from data_pipeline.shape.hardness import Hardness, hardness_of
from data_pipeline.shape.names import Names
from data_pipeline.shape.nodes import read_nodes
from data_pipeline.shape.schema import Schema

_LONGEST = 20_000  # characters; what is longer is not read


@dataclass(frozen=True, slots=True)
class Shape:
    """The make of a query; tables are ``schema.table``, columns ``schema.table.column``."""

    tables: frozenset[str]  # tables and views of the schema
    strangers: frozenset[str]  # others, as the query names them
    columns: frozenset[str]  # named ones: a `*` counts for none
    edges: frozenset[frozenset[str]]  # pairs of columns that are equated
    atoms: frozenset[str]  # of constructs.ATOMS
    hardness: Hardness
    canonical: str  # equal for queries that differ in constants, aliases and layout only
    skeleton: str  # the same with the names masked too


def read_shape(sql: str, schema: Schema) -> Shape | None:
    """The shape of a query; None where the text is not one query that can be parsed. No database is asked."""
    if len(sql) > _LONGEST:
        return None
    try:
        trees = [tree for tree in trees_of(sql) if tree is not None and not isinstance(tree, exp.Semicolon)]
        return shape_of(trees[0], schema) if len(trees) == 1 and isinstance(trees[0], exp.Query) else None
    except (ParseError, TokenError, RecursionError):
        return None


def shape_of(tree: exp.Query, schema: Schema) -> Shape:
    """The shape of a query that is parsed already; the tree stays as it is."""
    nodes = read_nodes(tree)
    names = Names(nodes, schema)
    canonical, skeleton = masked(tree, names)
    return Shape(
        tables=names.tables,
        strangers=frozenset(names.strangers),
        columns=frozenset(names.columns.values()).union(*names.using()),
        edges=names.edges(),
        atoms=atoms_of(nodes, names),
        hardness=hardness_of(nodes),
        canonical=canonical,
        skeleton=skeleton,
    )


class Shapes:
    """The shapes of many queries; each text is read once."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._known: dict[str, Shape | None] = {}

    def of(self, sql: str) -> Shape | None:
        """What ``read_shape`` gives."""
        if sql not in self._known:
            self._known[sql] = read_shape(sql, self.schema)
        return self._known[sql]

    def reading(self, statements: Iterable[str]) -> Iterator[None]:
        """Read one after another, for whoever has time for one now and then."""
        for sql in statements:
            self.of(sql)
            yield
