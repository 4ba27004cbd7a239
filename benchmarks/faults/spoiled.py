"""The kinds of faults, by name."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.faults.material import Fault, Material
from benchmarks.faults.names import IDENTIFIER, QUOTING, RESERVED_WORD
from benchmarks.faults.structure import ALIAS, DIALECT, GROUP_BY
from benchmarks.faults.values import CAST, LITERAL
from data_pipeline.catalog.model import Catalog

_FAULTS: dict[str, tuple[Fault, ...]] = {
    "identifier": IDENTIFIER,
    "quoting": QUOTING,
    "group by": GROUP_BY,
    "literal": LITERAL,
    "dialect": DIALECT,
    "cast": CAST,
    "alias": ALIAS,
    "reserved word": RESERVED_WORD,
}
KINDS = tuple(_FAULTS)


def spoiled(sql: str, kind: str, catalog: Catalog, seed: int) -> Iterator[str]:
    """The statement with each fault of the kind that it can have."""
    for fault in _FAULTS[kind]:
        chance = random.Random(f"{seed} {fault.__name__} {sql}")
        worse = fault(Material(sql, catalog, chance))
        if worse and worse != sql:
            yield worse
