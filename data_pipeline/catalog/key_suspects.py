"""Columns that may refer to another table, judged by name, comment, type and uniqueness alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from data_pipeline.catalog.enums import labelled
from data_pipeline.catalog.key_comments import said
from data_pipeline.catalog.key_extensions import extended
from data_pipeline.catalog.key_fit import fits
from data_pipeline.catalog.key_names import Words, column_stems, heading, key_name, split_compound, stems, unnumbered
from data_pipeline.catalog.key_parents import Parent, Parents, TableKey
from data_pipeline.catalog.key_vocabulary import PLACES_IN_LINE, SELF_PHRASES, SELF_ROLES
from data_pipeline.catalog.model import Column, Table

_MOST_PARENTS = 4  # compared with a column's values
_MOST_UNNAMED = 12  # the same where nothing names one
_LEAST_SURE = 0.5
_LEAST_SURE_OF_OWN_KEY = 0.75  # to say that a table's own key refers to another one too
_SELF = 0.72  # how sure parent_id is
_COUNTED_UP = 0.8  # of the numbers between the least and the greatest
BLIND = 0.46  # how sure a name is that says only that the column holds some key
_BLIND_KINDS = frozenset({"id", "no", "code"})
_MOST_BLIND = 20  # parents whose values span those of the column; with more of them, nobody could tell


@dataclass(frozen=True, slots=True)
class Suspect:
    table: Table
    column: Column
    parent: Parent
    confidence: float  # 0..1, of the name alone
    near: bool = True  # whether both tables are in one schema


def find_suspects(table: Table, parents: Parents, ancestors: Collection[TableKey]) -> list[Suspect]:
    """The likeliest parents of each column without a declared key, the best first; none for what a table owns itself.

    ``ancestors`` are the tables that it inherits from.
    """
    declared = {column for key in table.foreign_keys for column in key.columns}
    names = column_stems(table)
    found: list[Suspect] = []
    for column in table.columns:
        if column.name in declared or is_made_here(column) or labelled(column):
            continue
        possible = _suspects(table, column, _scores(table, column, names[column.name], parents))
        possible += _suspects(table, column, extended(table, column, parents))
        most = _MOST_PARENTS if possible else _MOST_UNNAMED
        possible = possible or _suspects(table, column, _blind(table, column, names[column.name], parents))
        possible = [suspect for suspect in possible if suspect.parent.table.key not in ancestors]
        possible.sort(key=lambda suspect: (-suspect.confidence, not suspect.near))
        found += possible[:most]
    return found


def _suspects(table: Table, column: Column, scores: Iterable[tuple[Parent, float]]) -> list[Suspect]:
    return [
        Suspect(table, column, parent, sure, parent.table.schema == table.schema)
        for parent, sure in scores
        if _possible(table, column, parent)
    ]


def span(column: Column) -> tuple[int, int] | None:
    """The least and the greatest value of a whole-number column, as far as the statistics tell."""
    known = column.statistics
    try:
        values = [int(value) for value in (*known.bounds[:1], *known.bounds[-1:], *known.common_values)]
    except ValueError:
        return None
    return (min(values), max(values)) if values else None


def has_gaps(table: Table, column: Column) -> bool:
    """Whether the numbers of a table's own key were picked from another one, as it seems, instead of counted up."""
    ends = span(column)
    return ends is not None and table.row_count < _COUNTED_UP * (ends[1] - ends[0] + 1)


def type_class(column: Column) -> str:
    """Types that compare with each other have the same class."""
    base, _, size = (column.portable_type or column.type).partition("(")
    if base in ("smallint", "integer", "bigint") or (base == "numeric" and size.endswith(",0)")):
        return "whole number"
    return "text" if base in ("text", "character varying", "character") else base


def _scores(table: Table, column: Column, names: Sequence[Words], parents: Parents) -> list[tuple[Parent, float]]:
    least = _LEAST_SURE_OF_OWN_KEY if (column.name,) == table.primary_key else _LEAST_SURE
    best: dict[int, tuple[Parent, float]] = {}
    for parent, sure in _all_fits(table, column, names, parents):
        if sure >= least and sure > best.get(id(parent), (parent, 0.0))[1]:
            best[id(parent)] = parent, sure
    return [(parent, round(sure, 3)) for parent, sure in best.values()]


def _blind(table: Table, column: Column, names: Sequence[Words], parents: Parents) -> list[tuple[Parent, float]]:
    """Tables that a column may refer to though nothing names one: those whose keys span its values."""
    shared = len(table.primary_key) > 1 and column.name in table.primary_key  # no key of its own, even as "id"
    if column.type != "uuid" and not (key_name(names[-1]).kind in _BLIND_KINDS and (names[-1][1:] or shared)):
        return []
    alone = any((column.name,) == key for key in (table.primary_key, *table.unique_keys))
    if alone and not _borrows(table, column, parents):
        return []
    found = []
    for parent in parents.every:
        if parent.primary and parent.table.key != table.key and _spans(parent, column):
            found.append((parent, BLIND))
    return found if len(found) <= _MOST_BLIND else []


def _borrows(table: Table, column: Column, parents: Parents) -> bool:
    """A primary key of words whose name says nothing of its table: the s_id of advisor."""
    own = (parent for parent in parents.by_table[table.key] if parent.primary and parent.key.name == column.name)
    return type_class(column) == "text" and any(not parent.name.generic and not parent.akin for parent in own)


def _spans(parent: Parent, column: Column) -> bool:
    if type_class(parent.key) != type_class(column) or not parent.table.row_count:
        return False
    if type_class(column) != "whole number":
        return True
    outer, inner = span(parent.key), span(column)
    return bool(outer and inner and outer[0] <= inner[0] and inner[1] <= outer[1])


def _all_fits(table: Table, column: Column, names: Sequence[Words], parents: Parents) -> Iterator[tuple[Parent, float]]:
    own = parents.by_table[table.key]
    yield from said(column, parents.every)
    if _identifies(column, own) or stems(column.name) in PLACES_IN_LINE:
        return
    for name in dict.fromkeys([*names, *map(unnumbered, names)]):
        for parent, sure in fits(split_compound(name, parents.table_words), parents):
            yield parent, _among_own(table, parent, sure)
        if _points_at_own(name) or "".join(name).startswith(SELF_PHRASES):
            yield from ((parent, _SELF) for parent in own if parent.primary)
    if spoken := stems(heading(column.comment)):
        yield from ((p, _among_own(table, p, sure * 0.97)) for p, sure in fits(spoken, parents, spoken=True))
        if "".join(spoken).startswith(SELF_PHRASES):
            yield from ((parent, _SELF) for parent in own if parent.primary)


def _identifies(column: Column, own: Sequence[Parent]) -> bool:
    """Whether the column is the table's own key, and named so; it can then only extend another table's rows."""
    keys = [parent for parent in own if parent.key.name == column.name]
    return bool(keys) and (keys[0].name.generic or keys[0].name.stem in keys[0].aliases)


def _among_own(table: Table, parent: Parent, sure: float) -> float:
    """A column named after its own table needs a role (original_order_id); a mere order_no is another number."""
    return min(sure, _SELF) if parent.table.key == table.key else sure


def _points_at_own(name: Words) -> bool:
    taken = key_name(name)
    alone = name in (("parent",), ("pid",), ("fid",), ("parentid",), ("上", "级"))
    return alone or (bool(taken.kind or taken.link) and taken.stem[:1] != () and taken.stem[0] in SELF_ROLES)


def is_made_here(column: Column) -> bool:
    """Whether the table counts the values up itself."""
    return bool(column.identity or column.generated or "nextval(" in (column.default or ""))


def _possible(table: Table, column: Column, parent: Parent) -> bool:
    if type_class(parent.key) != type_class(column):
        return False
    if parent.table.key != table.key:
        return True
    return parent.key.name != column.name and not any(
        (column.name,) == key for key in (table.primary_key, *table.unique_keys)
    )
