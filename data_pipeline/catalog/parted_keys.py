"""Tables that share out another one's rows: the museums, shops and parks among the attractions.

No name says so. What does is that their keys, though none was counted up, all occur in one table, most of which they
cover, and never in two of them: one table for each kind of row ("class table inheritance", Fowler 2002).
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.deadline import Deadline
from data_pipeline.catalog.key_parents import TableKey
from data_pipeline.catalog.key_suspects import has_gaps, is_made_here, span, type_class
from data_pipeline.catalog.model import ForeignKey, Table
from data_pipeline.catalog.session import Spared, fetch, telling
from data_pipeline.names import qualified, quoted
from data_pipeline.sentence import Sentence

logger = logging.getLogger(__name__)

_NO_PART = Sentence("not looked at as a part", "未检查是否为其他表的一部分")

_MOST_ROWS = 5_000  # of a table whose keys are read
_MOST_TABLES = 40  # that look like parts of something; with more of them, nobody could tell
_COVERED = 0.5  # of the whole at least
_CHANCE = 0.001  # at most so likely it is that tables that have nothing to do with each other never share a key
_SURE = 0.75

Ids = frozenset[int]


def parted_keys(
    connection: Connection,
    tables: Sequence[Table],
    known: Mapping[TableKey, Collection[str]],
    readable: Collection[TableKey],
    deadline: Deadline,
) -> dict[TableKey, ForeignKey]:
    """A key for each part of a whole, by its table; ``known`` are the columns that refer to something already.

    One bounded statement for each table that may be a part, or the whole of at least two; most schemas have none.
    """
    real = [table for table in tables if table.key in readable and _has_whole_number(table)]
    parts = [table for table in real if _may_be_part(table) and table.primary_key[0] not in known.get(table.key, ())]
    if not 2 <= len(parts) <= _MOST_TABLES:
        return {}
    ids: dict[TableKey, Ids] = {}
    found: dict[TableKey, tuple[float, ForeignKey]] = {}
    for whole in real:
        inside = [part for part in parts if part is not whole and _spans(whole, part)]
        if len(inside) < 2:
            continue
        for table in (whole, *inside):
            if table.key not in ids:
                ids[table.key] = frozenset() if deadline.passed() else _ids(connection, table)
        for part, covered in _shares(ids[whole.key], {part.key: ids[part.key] for part in inside}):
            if covered > found.get(part, (0.0, None))[0]:
                own = next(table for table in inside if table.key == part).primary_key
                found[part] = covered, ForeignKey(own, *whole.key, whole.primary_key, "inferred", _SURE)
    return {part: key for part, (_, key) in found.items()}


def _has_whole_number(table: Table) -> bool:
    return len(table.primary_key) == 1 and type_class(table.column(table.primary_key[0])) == "whole number"


def _may_be_part(table: Table) -> bool:
    """Its keys were not counted up by itself: there are gaps between them, or they begin late."""
    key = table.column(table.primary_key[0])
    ends, rows = span(key), table.row_count
    if ends is None or is_made_here(key) or not 2 <= rows <= _MOST_ROWS:
        return False
    return has_gaps(table, key) or ends[0] > rows


def _spans(whole: Table, part: Table) -> bool:
    outer, inner = (span(table.column(table.primary_key[0])) for table in (whole, part))
    inside = outer and inner and outer[0] <= inner[0] and inner[1] <= outer[1]
    return bool(inside) and part.row_count < whole.row_count <= _MOST_ROWS * _MOST_TABLES


def _ids(connection: Connection, table: Table) -> Ids:
    """All keys of a table; none where there are too many, or where they cannot be read in time."""
    most = _MOST_ROWS * _MOST_TABLES
    key = quoted(table.primary_key[0])
    with Spared(connection, telling(logger.warning, table.key, _NO_PART)):
        rows = fetch(connection, f"SELECT {key} AS id FROM {qualified(*table.key)} LIMIT {most + 1}")
        return frozenset(row.id for row in rows) if len(rows) <= most else frozenset()
    return frozenset()


def _shares(whole: Ids, parts: Mapping[TableKey, Ids]) -> Iterator[tuple[TableKey, float]]:
    """The parts that share out the whole, each with how much of it all of them have; none where chance explains it."""
    within = _disjoint({key: ids for key, ids in parts.items() if ids and ids < whole})
    covered = sum(len(ids) for ids in within.values())
    if len(within) >= 2 and covered >= _COVERED * len(whole) and _chance(len(whole), within.values()) <= _CHANCE:
        yield from ((key, covered / len(whole)) for key in within)


def _disjoint(parts: Mapping[TableKey, Ids]) -> dict[TableKey, Ids]:
    """Without those that share keys with others: the one that does so with most of them goes first."""
    left = dict(parts)
    while left:
        shared = {key: sum(not ids.isdisjoint(other) for other in left.values()) for key, ids in left.items()}
        worst = max(left, key=lambda key: (shared[key], len(left[key])))
        if shared[worst] == 1:  # with itself
            break
        del left[worst]
    return left


def _chance(rows: int, parts: Collection[Ids]) -> float:
    """How likely so many keys, drawn for one part after the other, are never ones that an earlier part has."""
    taken, chance = 0, 1.0
    for ids in parts:
        for drawn in range(len(ids)):
            chance *= max(0, rows - taken - drawn) / (rows - drawn)
        taken += len(ids)
    return chance
