"""The catalog without its sensitive values: what every step reads instead of what the database holds."""

from __future__ import annotations

from dataclasses import replace

from data_pipeline.catalog.model import Catalog, DomainType, EnumType, Table
from data_pipeline.sensitive.column_guard import ColumnGuard
from data_pipeline.sensitive.columns import sensitive_columns
from data_pipeline.sensitive.mode import Kind, Mode, kinds_of
from data_pipeline.sensitive.texts import Masked


def guarded(catalog: Catalog, mode: Mode = "mask") -> Catalog:
    """The catalog with ``Column.sensitive`` set and with no sensitive value left in it.

    Sensitive columns lose their values; other columns lose those in which a sensitive value stands. Masked ones are in
    ``Column.masked_examples``. In comments and view definitions masks stand for them; defaults and checks that hold one
    are dropped, since a mask there would be another rule.
    """
    kinds = kinds_of(mode)
    found, known = sensitive_columns(catalog, kinds)
    masked = Masked(kinds, known)
    return replace(
        catalog,
        tables=tuple(_table(table, _kinds_of_table(table, found), masked) for table in catalog.tables),
        enum_types=tuple(_enum_type(enum, masked) for enum in catalog.enum_types),
        domains=tuple(_domain(domain, masked) for domain in catalog.domains),
    )


def masked_columns(catalog: Catalog) -> list[tuple[tuple[str, str], str, str]]:
    """(table's key, column, kind) of every sensitive column of a guarded catalog."""
    return [
        (table.key, column.name, column.sensitive)
        for table in catalog.tables
        for column in table.columns
        if column.sensitive
    ]


def _kinds_of_table(table: Table, found: dict[tuple[str, str, str], Kind]) -> dict[str, Kind]:
    places = {column.name: found.get((*table.key, column.name)) for column in table.columns}
    return {name: kind for name, kind in places.items() if kind}


def _table(table: Table, kinds: dict[str, Kind], masked: Masked) -> Table:
    secrets = [name for name, kind in kinds.items() if kind == "secret"]
    guard = ColumnGuard(masked)
    return replace(
        table,
        comment=masked.optional(table.comment),
        columns=tuple(guard.column(column, kinds.get(column.name)) for column in table.columns),
        checks=tuple(check for check in table.checks if masked.is_clean(check) and not _tells(check, secrets)),
        partition_key=masked.optional(table.partition_key),
        definition=masked.optional(table.definition),
        unportable=frozenset(filter(masked.is_clean, table.unportable)),
    )


def _tells(check: str, secrets: list[str]) -> bool:
    """Whether the check compares a secret with a literal."""
    return "'" in check and any(name in check for name in secrets)


def _enum_type(enum: EnumType, masked: Masked) -> EnumType:
    return replace(enum, labels=tuple(dict.fromkeys(map(masked.text, enum.labels))))


def _domain(domain: DomainType, masked: Masked) -> DomainType:
    default = domain.default if domain.default and masked.is_clean(domain.default) else None
    return replace(domain, default=default, checks=tuple(filter(masked.is_clean, domain.checks)))
