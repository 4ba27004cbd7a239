"""Keys that identify a row and refer to another one at once: user_profile.id of users, employee.id of person."""

from __future__ import annotations

from collections.abc import Iterator

from data_pipeline.catalog.key_names import Words
from data_pipeline.catalog.key_parents import Parent, Parents
from data_pipeline.catalog.key_vocabulary import EXTENSIONS, PERSON_ROLES, PERSON_TABLES
from data_pipeline.catalog.model import Column, Table

_PLAINLY = 0.9  # how sure a name of a table must be
_PERSONS = frozenset({"person", "party", "human", "individual", "人", "人员"})
_KINDS_OF_PERSON = frozenset(PERSON_TABLES) | PERSON_ROLES | {"customer", "student", "patient", "actor", "player"}


def extended(table: Table, column: Column, parents: Parents) -> Iterator[tuple[Parent, float]]:
    """The parents whose rows this table may extend by its own key, and how surely by their names, 0..1."""
    if (column.name,) != table.primary_key:
        return
    own = next(parent for parent in parents.by_table[table.key] if parent.key.name == column.name)
    for parent in parents.every:
        if parent.primary and parent.table.key != table.key and parent.name.kind == own.name.kind:
            sure = max(_extends(name, other) for name in _names(own) for other in _names(parent))
            if sure:
                yield parent, sure


def _names(parent: Parent) -> list[Words]:
    return [alias for alias, weight in parent.aliases.items() if weight >= _PLAINLY]


def _extends(name: Words, other: Words) -> float:
    if len(name) > len(other) and name[: len(other)] == other and name[len(other)] in EXTENSIONS:
        return 0.8
    if len(name) > len(other) and name[-len(other) :] == other:
        return 0.5  # electric_vehicle of vehicle: only values that cannot fit by chance tell
    if "".join(other) in _PERSONS and name[-1] in _KINDS_OF_PERSON:
        return 0.5
    return 0.0
