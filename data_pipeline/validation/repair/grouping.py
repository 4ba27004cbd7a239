"""Columns that stand beside aggregates, but not in GROUP BY."""

from __future__ import annotations

from collections.abc import Iterator

from data_pipeline.validation.repair.broken import Broken
from data_pipeline.validation.repair.lexer import closing
from data_pipeline.validation.repair.scope import select_items

_NOT_GROUPED = "42803"
_AGGREGATES = frozenset(
    """
    COUNT SUM AVG MIN MAX STRING_AGG ARRAY_AGG JSON_AGG JSONB_AGG BOOL_AND BOOL_OR EVERY STDDEV VARIANCE MODE
    PERCENTILE_CONT PERCENTILE_DISC STDDEV_POP STDDEV_SAMP VAR_POP VAR_SAMP CORR
    """.split()  # noqa: SIM905 (a wall of quotes would read worse)
)
_AFTER_GROUP_BY = frozenset(
    ["HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "WINDOW", "FOR", "UNION", "INTERSECT", "EXCEPT"]
)


def grouping(broken: Broken) -> Iterator[str]:
    """Group by the whole expression that the column stands in, then by the column; without any keys, by all of them."""
    if broken.failure.sqlstate != _NOT_GROUPED or broken.at is None:
        return
    region = broken.scope.region_of(broken.at)
    while region.first and broken.tokens[region.first].upper not in ("SELECT", "WITH"):
        region = broken.scope.region_of(region.first - 2)
    items = [item for item in select_items(broken.tokens, region.first, region.last) if not _aggregates(broken, *item)]
    here = [item for item in items if item[0] <= broken.at <= item[1]]
    keys = _keys(broken, region.first, region.last)
    if keys is None and items:
        yield _grouped(broken, region.first, region.last, [_text(broken, *item) for item in items])
    if here:
        yield _grouped(broken, region.first, region.last, [_text(broken, *here[0])])
    column = broken.sql[broken.tokens[broken.at].start : broken.tokens[broken.chain(broken.at)[-1]].end]
    yield _grouped(broken, region.first, region.last, [column])
    if keys is None and items:
        yield _grouped(broken, region.first, region.last, [*(_text(broken, *item) for item in items), column])


def _aggregates(broken: Broken, first: int, last: int) -> bool:
    """Whether the item has an aggregate or is only a constant."""
    tokens = broken.tokens[first : last + 1]
    return any(token.upper in _AGGREGATES for token in tokens) or not any(token.is_name for token in tokens)


def _text(broken: Broken, first: int, last: int) -> str:
    """The expression without its alias."""
    for i in range(first, last + 1):
        if broken.tokens[i].text == "(":
            continue
        if broken.tokens[i].upper == "AS" and _depth(broken, first, i) == 0:
            last = i - 1
            break
    if (
        last > first
        and broken.tokens[last].is_name
        and (broken.tokens[last - 1].is_name or broken.tokens[last - 1].text == ")")
    ):
        last -= broken.tokens[last].upper != "END"
    return broken.sql[broken.tokens[first].start : broken.tokens[last].end]


def _depth(broken: Broken, first: int, i: int) -> int:
    texts = [token.text for token in broken.tokens[first:i]]
    return texts.count("(") - texts.count(")")


def _keys(broken: Broken, first: int, last: int) -> int | None:
    """The token BY of the region's own GROUP BY."""
    i = first
    while i < last:
        if broken.tokens[i].text == "(":
            i = closing(broken.tokens, i)
        elif broken.tokens[i].upper == "GROUP" and broken.tokens[i + 1].upper == "BY":
            return i + 1
        i += 1
    return None


def _grouped(broken: Broken, first: int, last: int, keys: list[str]) -> str:
    """The statement with further keys at the end of the region's GROUP BY, which is made where there is none."""
    by, i = _keys(broken, first, last), first
    start = first if by is None else by
    i, end = start, last
    while i <= last:
        if broken.tokens[i].text == "(":
            i = closing(broken.tokens, i)
        elif broken.tokens[i].upper in _AFTER_GROUP_BY:
            end = i - 1
            break
        i += 1
    place = broken.tokens[end].end
    return broken.edited([(place, place, (" GROUP BY " if by is None else ", ") + ", ".join(dict.fromkeys(keys)))])
