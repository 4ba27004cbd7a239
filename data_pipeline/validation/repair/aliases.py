"""Qualifiers that name nothing, columns that several tables have, subqueries without a name, tables not joined."""

from __future__ import annotations

from collections.abc import Iterator

from data_pipeline.catalog.model import Table
from data_pipeline.names import qualified, quoted
from data_pipeline.validation.failure import SYNTAX_ERROR
from data_pipeline.validation.repair.broken import Broken
from data_pipeline.validation.repair.lexer import Edit, closing
from data_pipeline.validation.repair.likeness import ALIKE, likeness
from data_pipeline.validation.repair.scope import NOT_AN_ALIAS, Source

_AMBIGUOUS, _NO_TABLE, _NO_COLUMN = "42702", "42P01", "42703"


def aliases(broken: Broken) -> Iterator[str]:
    """By what the tables in sight have; at last, a join along a key."""
    state, at = broken.failure.sqlstate, broken.at
    if state == SYNTAX_ERROR:
        yield from _named_subqueries(broken)
    if at is None or not broken.tokens[at].is_name:
        return
    if state == _AMBIGUOUS:
        yield from _qualified(broken, at)
    elif state == _NO_TABLE and len(broken.chain(at)) > 1:
        yield from _other_qualifier(broken, at)
        yield from _joined(broken, at)


def joins(broken: Broken) -> Iterator[str]:
    """A column of a table that is not joined yet, but can be."""
    if broken.failure.sqlstate == _NO_COLUMN and broken.at is not None and broken.tokens[broken.at].is_name:
        yield from _joined(broken, broken.at)


def _qualified(broken: Broken, at: int) -> Iterator[str]:
    """An ambiguous column, of the first table that has it, then of the others; everywhere at once."""
    name = broken.tokens[at].name
    region = broken.scope.region_of(at)
    places = [
        i
        for i in range(region.first, region.last + 1)
        if broken.tokens[i].is_name and broken.tokens[i].name == name and _is_bare(broken, i)
    ]
    for source in sorted((one for one in broken.sources(at) if name in one.columns), key=lambda one: one.first):
        prefix = quoted(source.alias) + "."
        yield broken.edited((broken.tokens[i].start, broken.tokens[i].start, prefix) for i in places)


def _is_bare(broken: Broken, i: int) -> bool:
    before = broken.tokens[i - 1].upper if i else ""
    after = broken.tokens[i + 1].text if i + 1 < len(broken.tokens) else ""
    in_from = any(source.first <= i <= source.last for source in broken.sources(i) if source.name)
    return before not in (".", "AS") and after not in (".", "(") and not in_from


def _other_qualifier(broken: Broken, at: int) -> Iterator[str]:
    """A source that has every column which the unknown qualifier is used with; or an alias for it, if it has none."""
    name = broken.tokens[at].name
    places = [i for i, token in enumerate(broken.tokens[:-2]) if _qualifies(broken, i, name)]
    used = {broken.tokens[i + 2].name for i in places}
    sources = [source for source in broken.sources(at) if used <= set(source.columns)]
    for source in sorted(sources, key=lambda source: _order(broken, source, name)):
        yield broken.edited((broken.tokens[i].start, broken.tokens[i].end, quoted(source.alias)) for i in places)
    here = [i for i in places if used != {broken.tokens[i + 2].name}]
    for source in broken.sources(at) if here else ():
        if broken.tokens[at + 2].name in source.columns:
            yield broken.edited([(broken.tokens[at].start, broken.tokens[at].end, quoted(source.alias))])


def _qualifies(broken: Broken, i: int, name: str) -> bool:
    token = broken.tokens[i]
    return (
        token.is_name
        and token.name == name
        and broken.tokens[i + 1].text == "."
        and (not i or broken.tokens[i - 1].text != ".")
    )


def _order(broken: Broken, source: Source, name: str) -> tuple[bool, bool, float]:
    """First a slip of the pen in its alias, then sources whose own alias qualifies nothing, then by likeness."""
    is_used = any(_qualifies(broken, i, source.alias) for i in range(len(broken.tokens) - 1))
    return likeness(name, source.alias) < ALIKE, is_used, -_meant(name, source)


def _meant(name: str, source: Source) -> float:
    """How well a qualifier fits a source: like its alias or name, or made of the name's first letters."""
    initials = "".join(word[:1] for word in source.name.lower().split("_"))
    begins = source.name.lower().startswith(name) or initials == name
    return max(likeness(name, source.alias), likeness(name, source.name), 0.95 * begins)


def _named_subqueries(broken: Broken) -> Iterator[str]:
    """Servers before PostgreSQL 16 want a name for every subquery in FROM."""
    tokens = broken.tokens
    edits: list[Edit] = []
    for i, token in enumerate(tokens[:-1]):
        if token.text == "(" and i and tokens[i - 1].upper in ("FROM", "JOIN", ",") and tokens[i + 1].upper == "SELECT":
            end = closing(tokens, i)
            after = tokens[end + 1] if end + 1 < len(tokens) else None
            if after is None or (after.upper != "AS" and not (after.is_name and after.upper not in NOT_AN_ALIAS)):
                edits.append((tokens[end].end, tokens[end].end, f" AS part_{len(edits) + 1}"))
    if edits:
        yield broken.edited(edits)


def _joined(broken: Broken, at: int) -> Iterator[str]:
    """Join the table that has the column (and is called like the qualifier), where one key leads there."""
    *qualifier, column = (broken.tokens[i].name for i in broken.chain(at))
    region = broken.scope.region_of(at)
    if not region.sources:
        return
    place = broken.tokens[_from_end(broken, region.sources)].end
    for table in broken.catalog.tables:
        if any(one.name == column for one in table.columns) and (
            not qualifier or likeness(qualifier[-1], table.name) > 0.6 or len(qualifier[-1]) < 4
        ):
            for source in region.sources:
                for condition in _conditions(source, table, qualifier[-1] if qualifier else table.name):
                    alias = f" AS {quoted(qualifier[-1])}" if qualifier and qualifier[-1] != table.name else ""
                    name = quoted(table.name) if table.schema == "public" else qualified(*table.key)
                    yield broken.edited([(place, place, f" JOIN {name}{alias} ON {condition}")])


def _from_end(broken: Broken, sources: list[Source]) -> int:
    """The last token of the FROM clause, the last join's condition included."""
    i = max(source.last for source in sources) + 1
    while (
        i < len(broken.tokens)
        and broken.tokens[i].text != ")"
        and broken.tokens[i].upper not in NOT_AN_ALIAS - {"ON", "AND", "OR", "USING"}
    ):
        i = (closing(broken.tokens, i) if broken.tokens[i].text == "(" else i) + 1
    return i - 1


def _conditions(source: Source, table: Table, alias: str) -> Iterator[str]:
    """What joins the table to the source, along a key of either."""
    if source.table is None:
        return
    for here, there, owner in ((source.alias, alias, source.table), (alias, source.alias, table)):
        target = table if owner is source.table else source.table
        for key in owner.foreign_keys:
            if (key.ref_schema, key.ref_table) == target.key:
                pairs = zip(key.columns, key.ref_columns, strict=True)
                yield " AND ".join(
                    f"{quoted(here)}.{quoted(one)} = {quoted(there)}.{quoted(other)}" for one, other in pairs
                )
