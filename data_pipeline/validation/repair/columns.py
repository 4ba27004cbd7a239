"""Columns that do not exist, but something like them does: in the table that is named or in one beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data_pipeline.catalog.model import Table
from data_pipeline.names import quoted
from data_pipeline.validation.repair.broken import Broken
from data_pipeline.validation.repair.likeness import ALIKE, likeness
from data_pipeline.validation.repair.scope import Source

_OTHER_SOURCE = 0.08  # likeness that a name loses when it is not of the table that was named
_KEY = 0.3  # that it gains as half of a key which would join the two sides of an equation
_MOST = 5
Option = tuple[str, str]  # alias of the source ("" for an output column), column


def columns(broken: Broken, at: int) -> Iterator[str]:
    """The name replaced wherever it stands in this way, then only at the token that the failure points to."""
    chain = broken.chain(at)
    name = broken.tokens[chain[-1]].name
    qualifier = broken.tokens[chain[-2]].name if len(chain) > 1 else None
    everywhere = _same_places(broken, chain)
    for new in _names(broken, at, name, qualifier):
        yield broken.edited((start, end, new) for start, end in everywhere)
        if len(everywhere) > 1:
            yield broken.edited([(broken.tokens[at].start, broken.tokens[chain[-1]].end, new)])


def _names(broken: Broken, at: int, name: str, qualifier: str | None) -> list[str]:
    """What may be meant, as it must be written, the likeliest first."""
    options = _options(broken, at, name, qualifier)
    best = sorted((option for option in options if options[option] >= ALIKE), key=lambda option: -options[option])
    near = broken.scope.region_of(at).sources
    shared = [column for source in near for column in source.columns]
    return [
        f"{quoted(alias)}.{quoted(column)}" if alias and (qualifier or shared.count(column) > 1) else quoted(column)
        for alias, column in best[:_MOST]
    ]


def _options(broken: Broken, at: int, name: str, qualifier: str | None) -> dict[Option, float]:
    """How likely each column in sight, and each output column of the same SELECT, is meant; the nearest first."""
    partner = _partner(broken, at)
    options: dict[Option, float] = {}
    for source in broken.sources(at):
        for column in source.columns:
            own = qualifier is None or source.alias == qualifier
            score = likeness(name, column) - (0.0 if own else _OTHER_SOURCE)
            score += _KEY if partner and own and _is_key(source.table, column, partner.table) else 0.0
            options.setdefault((source.alias, column), score)
    if qualifier is None:
        region = broken.scope.region_of(at)
        outputs = (output for output in broken.scope.outputs(region.first, region.last) if output != name)
        options |= {("", output): likeness(name, output) for output in outputs}
    return options


def _partner(broken: Broken, at: int) -> Source | None:
    """The source on the other side of ``=``, where a qualified column stands there."""
    tokens, last = broken.tokens, broken.chain(at)[-1]
    after = last + 2 if last + 2 < len(tokens) and tokens[last + 1].text == "=" else None
    before = at - 4 if at >= 4 and tokens[at - 1].text == "=" and tokens[at - 3].text == "." else None
    place = after if after is not None else before
    if place is None or not tokens[place].is_name:
        return None
    return next((source for source in broken.sources(at) if source.alias == tokens[place].name), None)


def _is_key(table: Table | None, column: str, other: Table | None) -> bool:
    """Whether a key between the two tables begins or ends with this column."""
    if table is None or other is None:
        return False
    out = any(column in key.columns and (key.ref_schema, key.ref_table) == other.key for key in table.foreign_keys)
    return out or any(
        column in key.ref_columns and (key.ref_schema, key.ref_table) == table.key for key in other.foreign_keys
    )


def _same_places(broken: Broken, chain: Sequence[int]) -> list[tuple[int, int]]:
    """The spans where the same names stand in the same way."""
    names = [broken.tokens[i].name for i in chain]
    found = []
    for i, token in enumerate(broken.tokens):
        begins = token.is_name and (i == 0 or (broken.tokens[i - 1].text != "." and broken.tokens[i - 1].upper != "AS"))
        if begins and [broken.tokens[j].name for j in broken.chain(i)] == names:
            found.append((token.start, broken.tokens[broken.chain(i)[-1]].end))
    return found
