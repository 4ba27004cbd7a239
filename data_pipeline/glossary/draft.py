"""The draft of a glossary: what a run knows, written so that a person likes to correct it (``glossary.draft.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from data_pipeline.catalog.model import Catalog, Column, Table, TextSource
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.evidence import ordered_values
from data_pipeline.documents.nouns import Tongue
from data_pipeline.documents.text import clipped
from data_pipeline.glossary import marks
from data_pipeline.glossary.draft_words import DraftWords, draft_words
from data_pipeline.glossary.find import DRAFT_NAME
from data_pipeline.glossary.match import match
from data_pipeline.glossary.model import Entry, Glossary, TableEntry
from data_pipeline.glossary.read import LONGEST
from data_pipeline.glossary.yaml_text import flow_list, flow_mapping, scalar
from data_pipeline.names import shown

_NO_EDITS = Glossary()
_LONGEST_CODE = 4  # characters: where a longer one is among them, the values say themselves what they mean


def draft(
    catalog: Catalog, descriptions: Descriptions, glossary: Glossary, language: str, edits: Glossary = _NO_EDITS
) -> str:
    """The text of the file: all that the glossary says, and around it what the run knows.

    ``edits`` were made in the earlier draft while another glossary is used: here they come before what that says,
    which gets its checksums in ``told``.

    The catalog is the one with the glossary applied. Each text of the run has its checksum in ``drafted``, so that
    whatever a person changes is found by the next run.
    """
    words = draft_words(language)
    tongues: tuple[Tongue, ...] = ("zh", "en") if language == "both" else ("en",) if language == "en" else ("zh",)
    author = _Author(catalog, descriptions, glossary, edits, tongues, words)
    text = "\n".join([*words.head(catalog.database), *author.lines()]) + "\n"
    return marks.sealed(text) if glossary.says_nothing and edits.says_nothing else text


class _Author:
    def __init__(
        self,
        catalog: Catalog,
        descriptions: Descriptions,
        glossary: Glossary,
        edits: Glossary,
        tongues: Sequence[Tongue],
        words: DraftWords,
    ) -> None:
        self._catalog = catalog
        self._descriptions = descriptions
        self._glossary = glossary
        self._found = match(catalog, glossary)
        self._edits = edits
        self._edited = match(catalog, edits)
        self._tongues = tongues
        self._words = words

    def lines(self) -> Iterator[str]:
        every = (*self._glossary.ignored, *self._edits.ignored)
        yield from ("", f"# {self._words.ignore}")
        yield f"ignore: {flow_list(dict.fromkeys(ignored.pattern for ignored in every))}"
        yield from ("", f"# {self._words.terms}")
        yield from self._terms()
        yield from ("", "tables:")
        for table in self._catalog.tables:
            yield from self._table(table)
        known = {name: said for name, said in self._glossary.tables.items() if name in self._found.strangers}
        known |= {name: said for name, said in self._edits.tables.items() if name in self._edited.strangers}
        for name, said in known.items():
            yield from self._kept(name, said)

    def _terms(self) -> Iterator[str]:
        terms = {term.name: term for term in (*self._glossary.terms, *self._edits.terms)}
        if not terms:
            yield "terms: {}"
            return
        yield "terms:"
        for term in terms.values():
            yield f"  {scalar(term.name)}:"
            yield f"    definition: {scalar(term.definition)}"
            yield f"    synonyms: {flow_list(term.synonyms)}"

    def _table(self, table: Table) -> Iterator[str]:
        own = self._edited.tables.get(table.key, Entry()), self._found.tables.get(table.key, Entry())
        text, source = self._descriptions.of_table(table, self._tongues[0])
        titles = {str(tongue): self._descriptions.nouns.table(table, tongue) for tongue in self._tongues}
        yield f"  {scalar(shown(*table.key))}:"
        yield from self._entry(own, Entry(titles=titles, synonyms=table.synonyms, description=text), source, "    ")
        yield "    columns:"
        for column in table.columns:
            yield from self._column(table, column)
        strange = (found.strange_columns.get(table.key, {}) for found in (self._found, self._edited))
        yield from _columns({column: entry for columns in strange for column, entry in columns.items()})

    def _column(self, table: Table, column: Column) -> Iterator[str]:
        key = table.key, column.name
        own = self._edited.columns.get(key, Entry()), self._found.columns.get(key, Entry())
        text, source = self._descriptions.of_column(table, column, self._tongues[0], examples=False)
        known = Entry(
            titles={tongue: self._descriptions.nouns.column(table, column, tongue) for tongue in self._tongues},
            synonyms=column.synonyms,
            description=text,
            labels=column.value_labels,
        )
        yield f"      {scalar(column.name)}:"
        yield from self._entry(own, known, source, "        ", _to_be_labelled(column))

    def _entry(
        self, said: tuple[Entry, Entry], known: Entry, source: TextSource, indent: str, codes: Sequence[str] = ()
    ) -> Iterator[str]:
        """What the user says in the earlier draft, else in the glossary, and what the run adds to it."""
        own = _both(*said)
        added = _clipped(_without(known, own))
        titles = {**added.titles, **own.titles}
        yield f"{indent}title: {flow_mapping(titles)}"
        yield f"{indent}synonyms: {flow_list(own.synonyms or added.synonyms)}"
        whose = self._words.yours if own.description else self._words.sources[source]
        yield f"{indent}description: {scalar(own.description or added.description)}  # {whose}"
        labels = {**dict.fromkeys(codes, ""), **added.labels, **own.labels}
        if labels:
            yield f"{indent}values: {flow_mapping(labels)}"
        yield f"{indent}drafted: {scalar(marks.written(marks.marks_of(added)))}"
        if self._glossary.source != DRAFT_NAME and (told := marks.marks_of(said[1])):
            yield f"{indent}told: {scalar(marks.written(told))}"

    def _kept(self, name: str, said: TableEntry) -> Iterator[str]:
        """What the user says of a table that this run did not read."""
        yield f"  {scalar(name)}:  # {self._words.elsewhere}"
        yield from _told(said.entry, "    ")
        if said.columns:
            yield "    columns:"
        yield from _columns(said.columns)


def _to_be_labelled(column: Column) -> Sequence[str]:
    """Every value of an enum of codes, or none: words say themselves what they mean, the short ones among them, too."""
    if column.sensitive or column.category == "B":
        return ()
    coded = all(value.isascii() and len(value) <= _LONGEST_CODE for value in column.enum_values)
    return ordered_values(column) if coded or column.value_labels else ()


def _columns(columns: Mapping[str, Entry]) -> Iterator[str]:
    """What the user says of columns that the run does not have: who wrote it may need it again."""
    for column, entry in columns.items():
        yield f"      {scalar(column)}:"
        yield from _told(entry, "        ")


def _told(entry: Entry, indent: str) -> Iterator[str]:
    yield f"{indent}title: {flow_mapping(entry.titles)}"
    yield f"{indent}synonyms: {flow_list(entry.synonyms)}"
    yield f"{indent}description: {scalar(entry.description)}"
    if entry.labels:
        yield f"{indent}values: {flow_mapping(entry.labels)}"


def _both(first: Entry, second: Entry) -> Entry:
    """What the first says, and where it is silent the second."""
    return replace(
        first,
        titles={**second.titles, **first.titles},
        synonyms=first.synonyms or second.synonyms,
        description=first.description or second.description,
        labels={**second.labels, **first.labels},
    )


def _without(known: Entry, own: Entry) -> Entry:
    return replace(
        known,
        titles={tongue: title for tongue, title in known.titles.items() if tongue not in own.titles},
        synonyms=() if own.synonyms else known.synonyms,
        description="" if own.description else known.description,
        labels={value: label for value, label in known.labels.items() if value not in own.labels},
    )


def _clipped(entry: Entry) -> Entry:
    """As reading gives it back, so that the checksums agree."""
    return replace(
        entry,
        titles={tongue: clipped(title, LONGEST) for tongue, title in entry.titles.items()},
        synonyms=tuple(clipped(synonym, LONGEST) for synonym in entry.synonyms),
        description=clipped(entry.description, LONGEST),
        labels={value: clipped(label, LONGEST) for value, label in entry.labels.items()},
    )
