"""The names that a query may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TableKey = tuple[str, str]  # schema, name


@dataclass(frozen=True, slots=True)
class Schema:
    """Tables and views with the names of their columns; what stands in ``search_path`` needs no schema in SQL."""

    relations: Mapping[TableKey, frozenset[str]]
    search_path: tuple[str, ...] = ("public",)

    def find(self, schema: str, name: str) -> TableKey | None:
        """The relation that SQL means by ``schema.name``, or by ``name`` alone where ``schema`` is empty."""
        places = (schema,) if schema else self.search_path
        return next((key for place in places if (key := (place, name)) in self.relations), None)

    def may_mean(self, schema: str, name: str) -> bool:
        """Whether one of the relations has the name, in that schema or, without one, in any: paths differ by role."""
        return any(name == key[1] and schema in ("", key[0]) for key in self.relations)


def relation(key: TableKey) -> str:
    """How a shape names a table."""
    return f"{key[0]}.{key[1]}"
