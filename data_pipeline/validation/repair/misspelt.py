"""Names that do not exist, but something like them does: another spelling, another table, another schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data_pipeline.catalog.model import Table
from data_pipeline.names import qualified, quoted
from data_pipeline.validation.repair.broken import Broken
from data_pipeline.validation.repair.columns import columns
from data_pipeline.validation.repair.likeness import closest

_NO_COLUMN, _NO_TABLE, _NO_SCHEMA, _NO_FUNCTION = "42703", "42P01", "3F000", "42883"
_FUNCTIONS = """
    count sum avg min max round coalesce nullif upper lower trim length substring concat replace abs ceil floor extract
    date_trunc date_part to_char to_date to_timestamp now age string_agg array_agg row_number rank dense_rank lag lead
    first_value last_value ntile percentile_cont left right position split_part greatest least initcap
""".split()  # noqa: SIM905 (a wall of quotes would read worse)


def misspelt(broken: Broken) -> Iterator[str]:
    """Replace the name that the failure points to, wherever it stands, then only there."""
    at = broken.at
    if at is None or not broken.tokens[at].is_name:
        return
    is_table = any(source.first == at for source in broken.sources(at))
    if broken.failure.sqlstate in (_NO_TABLE, _NO_SCHEMA) and is_table:
        yield from _tables(broken, at)
    elif broken.failure.sqlstate == _NO_COLUMN:
        yield from columns(broken, at)
    elif broken.failure.sqlstate == _NO_FUNCTION:
        yield from _functions(broken, at)


def _tables(broken: Broken, at: int) -> Iterator[str]:
    chain = broken.chain(at)
    name = broken.tokens[chain[-1]].name
    for cte in closest(name, broken.scope.cte_names, str, most=1):
        yield _renamed(broken, chain, quoted(cte))
    for table in closest(name, broken.catalog.tables, lambda table: table.name):
        yield _renamed(broken, chain, _table_name(table), quoted(table.name))


def _table_name(table: Table) -> str:
    return quoted(table.name) if table.schema == "public" else qualified(table.schema, table.name)


def _renamed(broken: Broken, chain: Sequence[int], new: str, qualifier: str | None = None) -> str:
    """The table named otherwise in every FROM clause; where the old name qualifies columns, too."""
    name = broken.tokens[chain[-1]].name
    edits, named = [], set()
    for region in broken.scope.regions:
        for source in region.sources:
            if source.name == name and source.first not in named:
                named.add(source.first)
                last = broken.chain(source.first)[-1]
                edits.append((broken.tokens[source.first].start, broken.tokens[last].end, new))
    spans = [(start, end) for start, end, _ in edits]
    for i, token in enumerate(broken.tokens[:-1]):
        inside = any(start <= token.start < end for start, end in spans)
        if token.is_name and token.name == name and broken.tokens[i + 1].text == "." and not inside:
            edits.append((token.start, token.end, qualifier or new))
    return broken.edited(edits)


def _functions(broken: Broken, at: int) -> Iterator[str]:
    token = broken.tokens[at]
    for function in closest(token.name, _FUNCTIONS, str, most=2):
        if function != token.name:
            yield broken.edited([(token.start, token.end, function)])
