"""Descriptions of tables in English, composed from their keys and columns."""

from __future__ import annotations

from collections.abc import Sequence

from data_pipeline.catalog.model import Table
from data_pipeline.catalog.moments import day_of
from data_pipeline.documents.nouns import Nouns
from data_pipeline.documents.surroundings import Surroundings, main_moment, telling_columns
from data_pipeline.documents.text import one_line, span
from data_pipeline.pairs.identifiers import plural

_MOST_NAMES = 4


class EnglishTables:
    """Sentences about tables without a full stop."""

    def __init__(self, nouns: Nouns, around: Surroundings) -> None:
        self._nouns = nouns
        self._around = around

    def text(self, table: Table) -> str:
        """What one row is, then what the table refers to and what refers to it."""
        said = self._gist(table)
        parents = [self._nouns.table(parent, "en") for parent in self._around.parents(table)]
        if parents and self._around.shape(table) != "link":
            said += f"; refers to {_listed(parents)}"
        if children := [plural(self._nouns.table(child, "en")) for child in self._around.referring(table)]:
            said += f"; {_listed(children)} refer to it"
        line = one_line(said)
        return line[:1].upper() + line[1:]

    def _gist(self, table: Table) -> str:
        noun, details = self._nouns.table(table, "en"), self._details(table)
        match self._around.shape(table):
            case "view":
                sources = [plural(self._nouns.table(source, "en")) for source in self._around.read_by(table)]
                shown = f"taken from {_listed(sources) if sources else plural(noun)}"
                return f"{shown}, with {details}" if details else shown
            case "link":
                links = f"{self._links(table)}: one row for each that belong together"
                return f"{links}, with {details}" if details else links
            case "lookup":
                return f"list of {plural(noun)} to choose from" + (f", each with {details}" * bool(details))
            case "event":
                return f"one row for each {noun}, with {details}{self._period(table)}"
        return f"one row for each {noun}" + (f", with {details}" * bool(details))

    def _links(self, table: Table) -> str:
        """ "links actors and films", "links people with each other"."""
        ends = [plural(self._nouns.table(parent, "en")) for parent in self._around.parents(table)]
        return f"links {_listed(ends)}" + (" with each other" if len(ends) == 1 else "")

    def _details(self, table: Table) -> str:
        noun = self._nouns.table(table, "en")
        said = [self._nouns.column(table, column, "en").removeprefix(f"{noun} ") for column in telling_columns(table)]
        if moment := main_moment(table):
            said.append(self._nouns.column(table, moment, "en").removeprefix(f"{noun} "))
        return _listed(said)

    def _period(self, table: Table) -> str:
        moment = main_moment(table)
        days = span(moment) if moment and not moment.sensitive else None
        return f"; from {day_of(days[0])} to {day_of(days[1])}" if days else ""


def _listed(words: Sequence[str]) -> str:
    """ "a, b and c"; after the first few only how many more there are."""
    shown = list(dict.fromkeys(words))
    if len(shown) > _MOST_NAMES + 1:
        shown = [*shown[:_MOST_NAMES], f"{len(shown) - _MOST_NAMES} more"]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
