"""Faults of the eight kinds written into correct SQL over the sample database: at least 70 % of each are mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.faults.spoiled import KINDS
from benchmarks.repair import BAR, corpus, score
from data_pipeline.samples import highway


@pytest.fixture(scope="module")
def sample(make_database: Callable[..., str]) -> str:
    url = make_database()
    highway.load(url)
    return url


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_score__same_answer(sample: str, kind: str) -> None:
    result = score(sample, corpus(), kind, seed=1, most=40)
    assert result.spoiled >= 20
    assert result.percent >= BAR, str(result)
