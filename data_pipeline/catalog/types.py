"""The types of the source that columns have, as far as another database can be given them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.model import DomainType, EnumType
from data_pipeline.catalog.session import fetch_named


class Types(NamedTuple):
    """By the types' OIDs."""

    enums: Mapping[int, EnumType]
    domains: Mapping[int, DomainType]  # each after the one that it is made from


def read_types(connection: Connection, columns: Sequence[Any]) -> Types:
    """The enum types and domains of these rows of columns, in at most two queries."""
    oids = sorted({column.domain for column in columns if column.domain})
    rows = fetch_named(connection, "domains", {"oids": oids}) if oids else []
    domains = _domains(rows)
    enums = {column.element_type for column in columns if column.is_enum_type}
    enums.update(row.enum_type for row in rows if row.enum_type and row.oid in domains)
    return Types(_enums(connection, sorted(enums)), domains)


def _domains(rows: Sequence[Any]) -> dict[int, DomainType]:
    """Those that are portable, and all under them too."""
    domains: dict[int, DomainType] = {}
    for row in rows:
        if row.portable and (row.base_domain is None or row.base_domain in domains):
            domains[row.oid] = DomainType(
                row.schema, row.name, row.base_type, row.default, row.nullable, tuple(row.checks)
            )
    return domains


def _enums(connection: Connection, oids: Sequence[int]) -> dict[int, EnumType]:
    rows = fetch_named(connection, "enum_types", {"oids": oids}) if oids else []
    return {row.oid: EnumType(row.schema, row.name, tuple(row.labels)) for row in rows}
