"""Groups that share a rank: which of them comes first would be left to chance."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, Statistics
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.groups import frequent_enough, most_frequent
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.scopes import scopes
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.pairs.tied_groups import tied
from tests.pipeline.made_tables import column, table


@pytest.mark.parametrize(
    ("shares", "limit", "fewest", "is_tied"),
    [
        ((0.4, 0.3, 0.3), 1, False, False),
        ((0.4, 0.3, 0.3), 2, False, True),
        ((0.4, 0.4, 0.2), 1, False, True),
        ((0.4, 0.4, 0.2), 1, True, False),
        ((0.4, 0.3, 0.3), 1, True, True),
        ((0.4, 0.3), 1, True, True),  # of the others nothing is known, and the fewest of many are often several
        ((0.4, 0.3), 1, False, False),
    ],
)
def test_tied(shares: tuple[float, ...], limit: int, fewest: bool, is_tied: bool) -> None:
    assert tied(Statistics(common_fractions=shares), limit, fewest=fewest) is is_tied


@pytest.mark.parametrize(
    ("shares", "limits", "enough"),
    [
        ((0.3, 0.2, 0.15, 0.12, 0.1, 0.08, 0.05), {1, 3}, True),
        ((0.25, 0.25, 0.2, 0.1, 0.1, 0.05, 0.05), {3}, True),
        ((1 / 7,) * 7, set(), False),
        ((0.5, 0.3, 0.2), {1}, False),  # of three one wants to see each, not those above a number
        ((0.4, 0.4, 0.2), set(), False),
    ],
)
def test_groups__of_kinds(shares: tuple[float, ...], limits: set[int], enough: bool) -> None:
    kinds = tuple("abcdefg"[: len(shares)])
    kind = column(
        "kind", statistics={"distinct": float(len(shares)), "common_values": kinds, "common_fractions": shares}
    )
    subjects = read_subjects(Catalog("d", (table("room", column("id", "integer"), kind),)))
    (scope,) = scopes(subjects)

    def draft(seed: int) -> Draft:
        return Draft(ground_of(scope, subjects), subjects, Counter(), Random(seed))

    ranked = [query for seed in range(60) if (query := most_frequent(draft(seed))) and not query.conditions]
    assert {query.limit for query in ranked if query.orders[0].descending} == limits
    assert any(frequent_enough(draft(seed)) for seed in range(60)) is enough
