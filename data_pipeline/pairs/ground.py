"""What every query of a scope has in common, so that it is worked out once and not for every draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data_pipeline.pairs import options
from data_pipeline.pairs.scopes import Path, Scope
from data_pipeline.pairs.subjects import Named, Subject, Subjects
from data_pipeline.pairs.tree import Join


@dataclass(frozen=True, slots=True)
class Ground:
    """The FROM clause of a scope. Tables are numbered in the order in which they are joined, the subject is 0."""

    around: tuple[Subject, ...]
    joins: tuple[Join, ...]
    reached: tuple[float, ...]  # the share of each table's rows that the subject's rows lead to
    referred: tuple[tuple[Named, ...], ...]  # of each table that the subject refers to, the rows that it points at most
    rows: float  # to expect of the joined tables
    ends: frozenset[int]  # the last table of each path: those that a query has to speak of, and a tie's own details


def ground_of(scope: Scope, subjects: Subjects) -> Ground:
    """Join the tables of a scope."""
    around, joins, reached = [scope.subject], list[Join](), [1.0]
    referred: list[tuple[Named, ...]] = [()]
    for child, link in scope.links:
        reached.append(reached[child] * options.referred_to(link))
        referred.append(() if child else link.referred)
        joins.append(Join(len(around), child, len(around), link.key))
        around.append(subjects[link.parent.key])
    rows = float(scope.subject.table.row_count)
    for join in joins:
        rows *= 1 - _without_parent(join, around[join.child])
    ends = frozenset(_end(path, joins) for path in scope.paths)
    if joins and scope.subject.bare:
        ends |= {0}  # without a word of its details it would be the tie alone
    return Ground(tuple(around), tuple(joins), tuple(reached), tuple(referred), rows, ends)


def _without_parent(join: Join, child: Subject) -> float:
    return max(child.table.column(name).statistics.null_fraction for name in join.key.columns)


def _end(path: Path, joins: Sequence[Join]) -> int:
    source = 0
    for link in path:
        source = next(join.source for join in joins if join.child == source and join.key is link.key)
    return source
