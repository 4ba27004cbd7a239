"""Names and descriptions for what the database and the glossary leave unexplained: one call per fifty columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from data_pipeline.catalog.model import Catalog, Column, Table
from data_pipeline.llm.client import Llm
from data_pipeline.llm.descriptions import Text, Texts, lacks_name, says_something
from data_pipeline.llm.forms import ColumnText, SchemaTexts, TableText
from data_pipeline.llm.incoming import plain_line, reads_like_sql, title
from data_pipeline.llm.outgoing import data_block, outgoing
from data_pipeline.llm.prompts import instruction
from data_pipeline.llm.request import Request
from data_pipeline.names import shown

_COLUMNS_A_CALL = 50
_LONGEST_COMMENT, _LONGEST_VALUE, _LONGEST_DESCRIPTION = 200, 40, 200  # characters
_VALUES, _NEIGHBOURS = 3, 40  # of a column; columns of a table that are named beside those in question


@dataclass(frozen=True, slots=True)
class _Unit:
    """A column without a text, or (None) a table whose columns all have theirs."""

    table: Table
    column: Column | None


def descriptions(
    catalog: Catalog,
    llm: Llm,
    business_context: str,
    language: str,
    on_call: Callable[[int, int], None] = lambda done, total: None,
) -> Texts:
    """The texts that the catalog lacks, as far as the LLM gives usable ones; comments in ``language`` (zh for both).

    ``on_call`` is told (done, total) after each call.
    """
    languages = {"both": ("zh", "en"), "en": ("en",)}.get(language, ("zh",))
    units = list(_lacking(catalog, languages))
    batches = [units[start : start + _COLUMNS_A_CALL] for start in range(0, len(units), _COLUMNS_A_CALL)]

    def request(batch: Sequence[_Unit]) -> Request[SchemaTexts]:
        value = {"business_context": business_context, "tables": _shown_tables(batch, languages)}
        return Request("describe", instruction("describe", language), data_block(value), SchemaTexts)

    found: dict[tuple[str, str | None], Text] = {}
    for done, (batch, answer) in enumerate(llm.ask_all(batches, request), 1):
        if answer is not None:
            found |= _texts(batch, answer)
        on_call(min(done, len(batches)), len(batches))
    return Texts(_distinct(found, catalog))


def _lacking(catalog: Catalog, languages: Sequence[str]) -> Iterator[_Unit]:
    for table in catalog.tables:
        columns = [column for column in table.columns if _lacks(column, languages)]
        yield from (_Unit(table, column) for column in columns)
        if not columns and _lacks(table, languages):
            yield _Unit(table, None)


def _lacks(described: Table | Column, languages: Sequence[str]) -> bool:
    """Whether it has no comment, or in one of the languages nothing that people could call it."""
    return not says_something(described) or any(lacks_name(described, language) for language in languages)


def _shown_tables(batch: Sequence[_Unit], languages: Sequence[str]) -> list[dict[str, Any]]:
    shown_tables = []
    for _, units in groupby(batch, key=lambda unit: unit.table.key):
        of_table = list(units)
        columns = [unit.column for unit in of_table if unit.column]
        shown_tables.append(_shown_table(of_table[0].table, columns, languages))
    return shown_tables


def _shown_table(table: Table, columns: Sequence[Column], languages: Sequence[str]) -> dict[str, Any]:
    return {
        "table": shown(*table.key),
        "kind": table.kind,
        "comment": outgoing(table.comment, _LONGEST_COMMENT),
        "describe_table": _lacks(table, languages),
        "other_columns": [other.name for other in table.columns if other not in columns][:_NEIGHBOURS],
        "primary_key": table.primary_key,
        "refers_to": {",".join(key.columns): shown(key.ref_schema, key.ref_table) for key in table.foreign_keys},
        "columns": [_shown_column(column) for column in columns],
    }


def _shown_column(column: Column) -> dict[str, Any]:
    known = {
        "column": column.name,
        "type": column.type,
        "comment": outgoing(column.comment, _LONGEST_COMMENT),
        "values": sample_values(column),
    }
    return {key: value for key, value in known.items() if value}


def sample_values(column: Column) -> list[str]:
    """A few values that occur, the most frequent first; none of a sensitive column."""
    if column.sensitive:
        return []
    values = column.enum_values or column.statistics.common_values
    return [outgoing(value, _LONGEST_VALUE) for value in values[: 3 * _VALUES if column.is_enum else _VALUES]]


def _texts(batch: Sequence[_Unit], answer: SchemaTexts) -> dict[tuple[str, str | None], Text]:
    """What the answer says about the tables and columns of the batch, by name; the first of several counts."""
    names = {(unit.table.key, unit.column.name if unit.column else None) for unit in batch}
    asked = {_as_asked(key, column): (shown(*key), column) for key, column in names}
    asked |= {_as_asked(key, None): (shown(*key), None) for key, _ in names}
    found: dict[tuple[str, str | None], Text] = {}
    texts: list[TableText | ColumnText] = [*answer.tables, *answer.columns]
    for said in texts:
        place = asked.get((said.table, said.column if isinstance(said, ColumnText) else None))
        if place is not None and (text := _text(said)) != Text():
            found.setdefault(place, text)
    return found


def _as_asked(key: tuple[str, str], column: str | None) -> tuple[str, str | None]:
    """The names as the data block had them."""
    return outgoing(shown(*key)), None if column is None else outgoing(column)


def _text(said: TableText | ColumnText) -> Text:
    titles = {"zh": title(said.title_zh, "zh"), "en": title(said.title_en, "en")}
    description = plain_line(said.description, _LONGEST_DESCRIPTION)
    kept = {language: text for language, text in titles.items() if text}
    return Text(kept, "" if reads_like_sql(description) else description)


def _distinct(texts: dict[tuple[str, str | None], Text], catalog: Catalog) -> dict[tuple[str, str | None], Text]:
    """Without titles that two tables, or two columns of one, would share: nobody could tell which is meant."""
    uses = Counter(_title_uses(texts, catalog))
    distinct = {}
    for (table, column), text in texts.items():
        scope = table if column else None
        titles = {language: name for language, name in text.titles.items() if uses[scope, language, name] == 1}
        distinct[table, column] = Text(titles, text.description)
    return distinct


def _title_uses(texts: dict[tuple[str, str | None], Text], catalog: Catalog) -> Iterator[tuple[str | None, str, str]]:
    """Every title with its language and its scope, the table of a column: the new ones, and those that stay."""
    for (table, column), text in texts.items():
        yield from ((table if column else None, language, name) for language, name in text.titles.items())
    for one in catalog.tables:
        yield from ((None, language, name) for language, name in one.titles.items())
        for known in one.columns:
            yield from ((shown(*one.key), language, name) for language, name in known.titles.items())
