"""The description of a table or view for people and for prompts (``<stem>_detail.md``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from data_pipeline.catalog.deleted import mark_of_deletion
from data_pipeline.catalog.labels import parse_labels
from data_pipeline.catalog.model import Column, ForeignKey, Table, TextSource
from data_pipeline.catalog.moments import has_infinite
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.evidence import ordered_values
from data_pipeline.documents.nature import lists_values
from data_pipeline.documents.surroundings import Child
from data_pipeline.documents.text import clipped, display_name, display_type, examples, one_line, span
from data_pipeline.documents.wording import Wording, origins, wordings
from data_pipeline.names import shown


def detail_markdown(table: Table, descriptions: Descriptions, language: str) -> str:
    """The document of one table; in ``both`` languages, one section after the other."""
    return "\n\n".join("\n".join(_lines(table, descriptions, wording)) for wording in wordings(language)) + "\n"


def _lines(table: Table, descriptions: Descriptions, wording: Wording) -> Iterator[str]:
    name, (comment, source) = display_name(table), descriptions.of_table(table, wording.tongue)
    opening = wording.view_opening if table.is_view else wording.opening
    yield wording.heading.format(name, descriptions.title(table, wording.tongue))
    yield opening.format(name, comment) + _mark(source, wording)
    yield wording.columns
    for column in table.columns:
        yield _column(table, column, descriptions, wording)
    if notes := list(_notes(table, descriptions, wording)):
        yield wording.notes
        yield from notes
    if table.definition:
        yield f"{wording.view_query}\n```sql\n{table.definition.strip()}\n```"


def _column(table: Table, column: Column, descriptions: Descriptions, wording: Wording) -> str:
    text, source = descriptions.of_column(table, column, wording.tongue, examples=False)
    line = f"- {one_line(column.name)} ({display_type(column)}) - {text}{_mark(source, wording)}"
    if marks := column_marks(table, column, wording):
        line += f" [{', '.join(marks)}]"
    if column.synonyms:
        line += f" [{wording.also.format(', '.join(map(one_line, column.synonyms)))}]"
    if values := examples(column):
        line += f" [{wording.examples.format(', '.join(values))}]"
    return line


def _mark(source: TextSource, wording: Wording) -> str:
    return f" [{wording.sources[source]}]" if source in wording.sources else ""


def column_marks(table: Table, column: Column, wording: Wording, *, not_null: bool = True) -> list[str]:
    """What is to be said of a column in a word each: primary key, foreign key, not null."""
    keys = [key for key in table.foreign_keys if column.name in key.columns]
    marks = []
    if column.name in table.primary_key:
        marks.append(wording.primary_key)
    if keys:
        declared = any(key.source == "declared" for key in keys)
        marks.append(wording.foreign_key if declared else wording.inferred_foreign_key)
    if not_null and not column.nullable:
        marks.append(wording.not_null)
    return marks


def _notes(table: Table, descriptions: Descriptions, wording: Wording) -> Iterator[str]:
    for column in table.columns:
        if lists_values(column):
            # A view's column has no comment of its own: its labels stand in the one that describes it.
            said = descriptions.of_column(table, column, wording.tongue).text if table.is_view else ""
            labels = column.value_labels or parse_labels(said, column.enum_values)
            yield wording.enum.format(one_line(column.name), wording.pause.join(_values(column, labels, wording)))
    if len(table.primary_key) == 1:
        yield wording.one_key.format(one_line(table.primary_key[0]))
    elif table.primary_key:
        yield wording.composite_key.format(_names(table.primary_key))
    for unique in table.unique_keys:
        yield wording.unique.format(_names(unique))
    if mark := mark_of_deletion(table):
        yield wording.deleted.format(one_line(mark[0].name), mark[1])
    for key in table.foreign_keys:
        yield _reference(key, wording)
    for child in descriptions.around.children(table):
        yield _referred(child, wording)
    yield from _extent(table, descriptions, wording)
    yield from _words(table, descriptions, wording)


def _values(column: Column, labels: Mapping[str, str], wording: Wording) -> Iterator[str]:
    """Every value that occurs, then those that only the comment knows, each with its label."""
    for value in dict.fromkeys((*ordered_values(column), *labels)):
        yield wording.label.format(clipped(value), labels[value]) if value in labels else clipped(value)


def _reference(key: ForeignKey, wording: Wording) -> str:
    table = one_line(shown(key.ref_schema, key.ref_table))
    columns, targets = _names(key.columns), _names(key.ref_columns)
    if key.source == "declared":
        return wording.refers.format(columns, table, targets)
    return wording.inferred_refers.format(columns, key.confidence, table, targets)


def _referred(child: Child, wording: Wording) -> str:
    table, key = display_name(child.table), child.key
    columns, targets = _names(key.columns), _names(key.ref_columns)
    if key.source == "declared":
        return wording.referred.format(table, columns, targets)
    return wording.inferred_referred.format(table, key.confidence, columns, targets)


def _words(table: Table, descriptions: Descriptions, wording: Wording) -> Iterator[str]:
    """What people call the table, and where the descriptions come from."""
    if table.synonyms:
        yield wording.synonyms.format(wording.pause.join(map(one_line, table.synonyms)))
    sources = {descriptions.source(table), *map(descriptions.source, table.columns)}
    if line := origins(wording, sources):
        yield line


def _extent(table: Table, descriptions: Descriptions, wording: Wording) -> Iterator[str]:
    if table.inherits:
        yield f"- {wording.inherits.format(_listed(table.inherits, wording))}"
    if heirs := [heir.key for heir in descriptions.around.heirs(table)]:
        yield f"- {wording.heirs.format(_listed(heirs, wording))}"
    if table.partition_key:
        yield wording.partitioned.format(one_line(table.partition_key))
    if table.unread:
        yield wording.unread.format(one_line(table.unread))
    if table.row_count:
        yield wording.rows.format(table.row_count)
    for column in table.columns:
        if (found := span(column)) and found[0] != found[1]:
            yield wording.span.format(one_line(column.name), *found)
        if has_infinite(column) and not column.sensitive:
            yield wording.infinite.format(one_line(column.name))


def _listed(tables: Iterable[tuple[str, str]], wording: Wording) -> str:
    return wording.pause.join(one_line(shown(*key)) for key in tables)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(one_line(column) for column in columns)
