"""Whether groups ranked by how many rows they have share a rank at the limit: the first 3 of 9 with four each."""

from __future__ import annotations

from collections.abc import Sequence

from data_pipeline.catalog.model import Column, Statistics
from data_pipeline.pairs.subjects import Subject
from data_pipeline.pairs.tree import Dimension, Join
from data_pipeline.pairs.values import Field

_ALL = 0.999  # of the rows that common values speak of together, where there are no others


def counted_by(dimension: Dimension, subject: Subject, joins: Sequence[Join]) -> Column | None:
    """The column of the subject whose values the groups are: a column, or the key to the rows that they are."""
    if not isinstance(dimension.value, Field):
        return None
    source = dimension.value.source
    if not source:
        return dimension.value.column
    join = next((one for one in joins if one.source == source == one.parent and not one.child), None)
    whole = join is not None and dimension.entity and len(join.key.columns) == 1
    return subject.table.column(join.key.columns[0]) if join and whole else None


def all_alike(statistics: Statistics) -> bool:
    """Whether every group has as many rows as any other."""
    shares = statistics.common_fractions
    return len(shares) > 1 and min(shares) == max(shares) and _is_all(statistics)


def _is_all(statistics: Statistics) -> bool:
    return sum(statistics.common_fractions) >= _ALL * (1 - statistics.null_fraction)


def tied(statistics: Statistics, limit: int, *, fewest: bool) -> bool:
    """Whether the group at the limit has as many rows as the next one; of the fewest of many that is likely."""
    shares = sorted(statistics.common_fractions, reverse=True)
    if fewest:
        if statistics.null_fraction or not _is_all(statistics):
            return True  # the rows without a value may be the fewest, or nobody knows
        shares.reverse()
    return len(shares) > limit and shares[limit - 1] == shares[limit]
