"""Which columns of a catalog are sensitive, and of what kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from data_pipeline.catalog.model import Catalog, Column, Table
from data_pipeline.sensitive.known import KnownValues
from data_pipeline.sensitive.lineage import through_views
from data_pipeline.sensitive.mode import Kind, Place
from data_pipeline.sensitive.names import kind_by_name
from data_pipeline.sensitive.people import holds_person_names
from data_pipeline.sensitive.row_numbers import counts_rows
from data_pipeline.sensitive.values import fits_name, kind_by_values, may_be, values_of

_MOST = 0.8  # of a column's values must be known ones
_SHORTEST_NUMBER = 7  # a shorter one may be another thing's


def sensitive_columns(catalog: Catalog, kinds: frozenset[Kind]) -> tuple[dict[Place, Kind], KnownValues]:
    """The kind of every sensitive column, and the values of those columns.

    A column is one by its name or comment (unless its values say otherwise), by its values, as a foreign key to one,
    because a view shows one by it, or because it holds the values of another.
    """
    found: dict[Place, Kind] = {}
    for table in catalog.tables:
        for column in table.columns:
            if kind := _kind(table, column, kinds):
                found[*table.key, column.name] = kind
    for table in catalog.tables:
        found = {**_through_keys(table, found), **found}
    found = through_views(catalog, found)
    known = KnownValues(_values(catalog, found))
    same = _by_known(catalog, found, known)
    if not same:
        return found, known
    found = through_views(catalog, {**found, **same})
    return found, KnownValues(_values(catalog, found))


def _kind(table: Table, column: Column, kinds: frozenset[Kind]) -> Kind | None:
    named = kind_by_name(column)
    if named in kinds and fits_name(column, named):
        return named
    if "person_name" in kinds and (of_people := _of_people(table, column)):
        return of_people
    by_values = kind_by_values(column, counts_rows=counts_rows(table, column))
    return by_values if by_values in kinds else None


def _of_people(table: Table, column: Column) -> Kind | None:
    """What strict mode masks beside; imported where it is asked for, since the expressions take 30 ms to compile."""
    from data_pipeline.sensitive.places import holds_addresses
    from data_pipeline.sensitive.roles import holds_names_by_role

    if holds_person_names(table, column) or holds_names_by_role(column):
        return "person_name"
    return "address" if holds_addresses(column) else None


def _through_keys(table: Table, found: Mapping[Place, Kind]) -> dict[Place, Kind]:
    """The columns that refer to a sensitive one hold its values."""
    return {
        (*table.key, column): found[key.ref_schema, key.ref_table, target]
        for key in table.foreign_keys
        for column, target in zip(key.columns, key.ref_columns, strict=True)
        if (key.ref_schema, key.ref_table, target) in found
    }


def _values(catalog: Catalog, found: Mapping[Place, Kind]) -> dict[str, Kind]:
    values: dict[str, Kind] = {}
    for table in catalog.tables:
        for column in table.columns:
            if kind := found.get((*table.key, column.name)):
                values |= {value: kind for value in values_of(column) if may_be(kind, value)}
    return values


def _by_known(catalog: Catalog, found: Mapping[Place, Kind], known: KnownValues) -> dict[Place, Kind]:
    same: dict[Place, Kind] = {}
    for table in catalog.tables:
        for column in table.columns:
            values = _telling(column)
            if not values or (*table.key, column.name) in found:
                continue
            kinds = Counter(kind for value in values if (kind := known.kind(value)))
            if kinds and kinds.total() >= _MOST * len(values):
                same[*table.key, column.name] = kinds.most_common(1)[0][0]
    return same


def _telling(column: Column) -> tuple[str, ...]:
    """The values by which a column may be known: texts, or numbers of which none is short."""
    values = values_of(column) if column.category in "SN" else ()
    return () if column.category == "N" and any(len(value) < _SHORTEST_NUMBER for value in values) else values
