"""Tables that tie rows of two others and tell a detail of each tie: the position of a member in a club.

People ask for the clubs of a student as if there were nothing but the tie, so such a table is asked about in two ways:
with its details as what it is, and without them as a link table.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from data_pipeline.catalog.deleted import mark_of_deletion
from data_pipeline.catalog.model import ForeignKey, Table
from data_pipeline.pairs.roles import Role, roles_of

_MOST_DETAILS = 3  # with more, the rows are things in their own right
_ABOUT_THE_ROW = (Role.RECORDED, Role.DATE, Role.ID)  # no details of the tie

Key = tuple[str, str]


def bare_link(table: Table, named: Collection[Key], once: Collection[Key]) -> Table | None:
    """The table without its details where it ties each two rows of two tables once; else None.

    ``named``: tables whose rows have names; ``once``: tables whose rows are known to tie no two rows twice, though
    nothing declares it.
    """
    keys = tying_keys(table, named)
    if not keys or not (declared_once(table, keys) or table.key in once):
        return None
    tying = {key.columns[0] for key in keys}
    roles = roles_of(table)
    details = [name for name, role in roles.items() if name not in tying and role not in _ABOUT_THE_ROW]
    mark = mark_of_deletion(table)
    if mark and mark[0].name in details:
        details.remove(mark[0].name)
    if not 1 <= len(details) <= _MOST_DETAILS:
        return None
    kept = {*tying, *([mark[0].name] if mark else [])}
    return replace(
        table,
        columns=tuple(column for column in table.columns if column.name in kept),
        primary_key=table.primary_key if tying.issuperset(table.primary_key) else (),
        unique_keys=tuple(key for key in table.unique_keys if tying.issuperset(key)),
        foreign_keys=keys,
    )


def tying_keys(table: Table, named: Collection[Key]) -> tuple[ForeignKey, ...]:
    """The keys to two tables with named rows, where there are no others; else ()."""
    keys = table.foreign_keys
    parents = {(key.ref_schema, key.ref_table) for key in keys}
    plain = len(keys) == len(parents) == 2 and all(len(key.columns) == 1 for key in keys)
    return keys if plain and table.key not in parents and parents <= set(named) else ()


def declared_once(table: Table, keys: Collection[ForeignKey]) -> bool:
    """A primary or unique key forbids that two rows tie the same."""
    tying = {key.columns[0] for key in keys}
    return any(tying.issuperset(unique) for unique in (table.primary_key, *table.unique_keys) if unique)
