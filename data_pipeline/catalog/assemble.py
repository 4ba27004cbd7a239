"""From rows of the system catalog to the values of the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from data_pipeline.catalog.model import Column, ForeignKey, Statistics, Table, TableKind
from data_pipeline.catalog.types import Types
from data_pipeline.names import quoted

KINDS: Mapping[str, TableKind] = {
    "r": "table",
    "p": "partitioned",
    "v": "view",
    "m": "materialized view",
    "f": "foreign table",
}
_IDENTITIES = {"": "", "a": "always", "d": "by default"}


def assemble_tables(
    relations: Sequence[Any],
    columns: Iterable[Any],
    constraints: Iterable[Any],
    statistics: Iterable[Any],
    types: Types,
) -> tuple[Table, ...]:
    """The tables, each with its columns and keys, in the order of the relations."""
    columns_of, constraints_of = _grouped(columns), _grouped(constraints)
    known: dict[tuple[str, str, str], Any] = {}
    for row in statistics:
        if row.inherited or (row.schema, row.name, row.column) not in known:
            known[row.schema, row.name, row.column] = row
    return tuple(
        _table(relation, columns_of[relation.oid], constraints_of[relation.oid], known, types) for relation in relations
    )


def _grouped(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.relation].append(row)
    return groups


def _table(
    relation: Any,
    columns: Sequence[Any],
    constraints: Iterable[Any],
    known: Mapping[tuple[str, str, str], Any],
    types: Types,
) -> Table:
    names = {column.name for column in columns}
    # A key over a column that this role may not read would name what is not there.
    usable = [row for row in constraints if row.columns is None or names.issuperset(row.columns)]
    return Table(
        schema=relation.schema,
        name=relation.name,
        kind=KINDS[relation.kind],
        inherits=tuple((schema, name) for schema, name in relation.inherits),
        comment=relation.comment,
        row_count=relation.row_count,
        columns=tuple(
            _column(row, known.get((relation.schema, relation.name, row.name)), relation.row_count, types)
            for row in columns
        ),
        primary_key=next((tuple(row.columns) for row in usable if row.kind == "p"), ()),
        unique_keys=tuple(tuple(row.columns) for row in usable if row.kind == "u"),
        foreign_keys=tuple(_foreign_key(row) for row in usable if row.kind == "f"),
        checks=tuple(_check(row) for row in usable if row.kind in "cxi"),
        key_clauses={tuple(row.columns): _check(row) for row in usable if row.kind in "pu" and _says_more(row)},
        partition_key=relation.partition_key,
        definition=relation.definition,
        unportable=frozenset(
            [row.default or row.generated for row in columns if _unportable_default(row, columns, types)]
            + [row.collation for row in columns if row.collation and row.unportable_collation]
            + [_check(row) for row in usable if row.kind in "cxipu" and _unportable_rule(row, columns, types)]
        ),
    )


def _column(row: Any, known: Any | None, row_count: int, types: Types) -> Column:
    enum_type = types.enums.get(row.element_type) if row.category == "E" else None
    return Column(
        name=row.name,
        type=row.type,
        category=row.category,
        position=row.position,
        nullable=row.nullable,
        default=row.default,
        identity=cast(Any, _IDENTITIES[row.identity]),
        generated=row.generated,
        virtual=row.virtual,
        collation=row.collation,
        sequence_options=row.sequence_options or "",
        comment=row.comment,
        statistics=_statistics(known, row_count, row) if known else Statistics(),
        enum_values=enum_type.labels if enum_type else (),
        portable_type=row.portable_type,
        portable_domain=row.domain in types.domains,
    )


def _unportable_default(row: Any, columns: Sequence[Any], types: Types) -> bool:
    if _standing_in(row.generated_from, columns, types, every=False):
        return True
    return row.unportable_default or (row.default_needs_domain and row.domain not in types.domains)


def _statistics(row: Any, row_count: int, column: Any) -> Statistics:
    return Statistics(
        null_fraction=row.null_fraction,
        distinct=_distinct(row.distinct, row_count),
        common_values=_as_cast(row.common_values or (), column),
        common_fractions=tuple(row.common_fractions or ()),
        bounds=_as_cast(row.bounds or (), column),
    )


def _as_cast(values: Iterable[str], column: Any) -> tuple[str, ...]:
    """The values as ``column::text`` writes them; the statistics write t and f, and the padding of character(n).

    None of bytes: nobody reads them, and what they hold in hexadecimal no search for sensitive values would find.
    """
    if "bytea" in (column.type, column.portable_type):
        return ()
    if column.category == "B":
        return tuple("true" if value == "t" else "false" for value in values)
    if column.type.startswith("character("):
        return tuple(value.rstrip(" ") for value in values)
    return tuple(values)


def _distinct(n_distinct: float, row_count: int) -> float | None:
    """An absolute number: the planner writes a share of the rows as a negative one, and 0 for unknown."""
    if n_distinct == 0:
        return None
    return n_distinct if n_distinct > 0 else -n_distinct * row_count


def _foreign_key(row: Any) -> ForeignKey:
    return ForeignKey(
        columns=tuple(row.columns),
        ref_schema=row.ref_schema,
        ref_table=row.ref_table,
        ref_columns=tuple(row.ref_columns),
        name=row.name,
        definition=row.definition,
    )


def _check(row: Any) -> str:
    return row.definition if row.kind == "i" else f"CONSTRAINT {quoted(row.name)} {row.definition}"


def _says_more(row: Any) -> bool:
    """Whether the key is another than a plain one of its columns; what its index includes is no part of the rule."""
    names = ", ".join(map(quoted, row.columns))
    plain = {"p": f"PRIMARY KEY ({names})", "u": f"UNIQUE ({names})"}[row.kind]
    return row.definition is not None and row.definition != plain and " INCLUDE (" not in row.definition


def _unportable_rule(row: Any, columns: Sequence[Any], types: Types) -> bool:
    """Also where an index would serve a type that only stands for the column's own, or a check takes it apart."""
    if row.kind not in "cxi":
        return bool(row.unportable)
    return row.unportable or bool(_standing_in(row.columns, columns, types, every=row.kind != "c"))


def _standing_in(names: Iterable[str] | None, columns: Sequence[Any], types: Types, *, every: bool) -> set[str]:
    """Those of the columns that are text in the DDL: ranges and composite types, which have parts, or all such."""
    own = {column.name: column for column in columns if column.portable_type and column.domain not in types.domains}
    return {name for name in names or () if name in own and (every or own[name].category in "RC")}
