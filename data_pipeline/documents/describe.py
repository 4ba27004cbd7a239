"""A description of every table and column, and whose it is; ours where nobody else has written one."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from data_pipeline.catalog.model import Catalog, Column, Table, TextSource
from data_pipeline.documents.chinese import ChineseColumns
from data_pipeline.documents.chinese_tables import ChineseTables
from data_pipeline.documents.english import EnglishColumns
from data_pipeline.documents.english_tables import EnglishTables
from data_pipeline.documents.nature import Nature, nature
from data_pipeline.documents.nouns import Nouns, Tongue
from data_pipeline.documents.surroundings import Surroundings
from data_pipeline.documents.text import one_line, title

_Tables = dict[Tongue, ChineseTables | EnglishTables]
_Columns = dict[Tongue, ChineseColumns | EnglishColumns]


class Description(NamedTuple):
    text: str
    source: TextSource


class Descriptions:
    """The descriptions of one catalog's tables and columns."""

    def __init__(self, catalog: Catalog) -> None:
        self.around, self.nouns = Surroundings(catalog), Nouns(catalog)
        known = self.nouns, self.around
        self._tables: _Tables = {"zh": ChineseTables(*known), "en": EnglishTables(*known)}
        self._columns: _Columns = {"zh": ChineseColumns(*known), "en": EnglishColumns(*known)}
        self._shared: defaultdict[str, set[str]] = defaultdict(set)
        for table in catalog.tables:
            for column in table.columns:
                if comment := one_line(column.comment):
                    self._shared[column.name].add(comment)

    def of_table(self, table: Table, tongue: Tongue) -> Description:
        """What somebody wrote, else what its keys and columns tell."""
        if comment := one_line(table.comment):
            return Description(comment, table.comment_source)
        return Description(self._tables[tongue].text(table), "inferred")

    def of_column(self, table: Table, column: Column, tongue: Tongue, *, examples: bool = True) -> Description:
        """What somebody wrote, of a view's column what all of that name share, else what its name and values tell.

        ``examples``: whether a text of ours ends in some values that occur.
        """
        if comment := one_line(column.comment):
            return Description(comment, column.comment_source)
        shared = self._shared[column.name] if table.is_view else set()
        if len(shared) == 1:
            return Description(next(iter(shared)), "inferred")
        source, original = self._origin(table, column)
        return Description(self._columns[tongue].text(source, original, examples=examples), "inferred")

    def _origin(self, table: Table, column: Column) -> tuple[Table, Column]:
        """The table's column that a view shows under the same name and type, where only one can be meant."""
        sources = self.around.read_by(table) if table.is_view else []
        found = [(source, own) for source in sources for own in source.columns if own.name == column.name]
        found = [one for one in found if one[1].type == column.type and nature(*one) is not Nature.REFERENCE]
        return found[0] if len(found) == 1 else (table, column)

    @staticmethod
    def source(described: Table | Column) -> TextSource:
        """Who writes the description."""
        return described.comment_source if one_line(described.comment) else "inferred"

    def title(self, table: Table, tongue: Tongue) -> str:
        """The short form: a title, the beginning of what somebody wrote if that is a name, else the noun."""
        if given := table.titles.get(tongue):
            return one_line(given)
        return title(table.comment) or self.nouns.table(table, tongue)
