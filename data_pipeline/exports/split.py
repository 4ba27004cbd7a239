"""Pairs to train with and pairs to check with: near-duplicates stay on one side."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from data_pipeline.masked import masked_sql
from data_pipeline.validation.pair_file import Pair


class Split(NamedTuple):
    """Both in the order of the file."""

    train: list[Pair]
    validation: list[Pair]


def split(pairs: Sequence[Pair], share: float) -> Split:
    """Put about ``share`` (0..1) of the pairs aside: whole groups that differ in constants only.

    Which ones is decided by the text of their SQL: adding pairs moves few of the others. One group at least stays on
    each side, where there are two.
    """
    groups: defaultdict[str, int] = defaultdict(int)
    forms = [masked_sql(pair["sql"]) for pair in pairs]
    for form in forms:
        groups[form] += 1
    aside: set[str] = set()
    count, wanted = 0, share * len(pairs)
    for form in sorted(groups, key=_digest)[:-1]:
        if count >= wanted:
            break
        aside.add(form)
        count += groups[form]
    parts: tuple[list[Pair], list[Pair]] = ([], [])
    for pair, form in zip(pairs, forms, strict=True):
        parts[form in aside].append(pair)
    return Split(*parts)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
