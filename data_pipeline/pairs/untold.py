"""Chinese names for what no title and no comment names: the words of its identifier, where all of them are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from data_pipeline.catalog.model import Catalog, Column, Table
from data_pipeline.documents.chinese_identifiers import column_words, table_words
from data_pipeline.documents.chinese_lexicon import Senses
from data_pipeline.documents.chinese_senses import senses_of
from data_pipeline.pairs.comments import chinese_name, chinese_noun
from data_pipeline.pairs.identifiers import shared_prefix, singular, without_prefix, words_of

TableKey = tuple[str, str]
_OWN_NAME = {"地址": "详细地址"}  # of a column that is called as its table
_NUMBER = "编号"

_KINDS = ("list", "info", "information", "data", "details", "records")  # of tables, that are not what their rows are


class Untold:
    """The names of one catalog's tables and columns that nobody named, each found once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._prefix = shared_prefix(table.name for table in catalog.tables)
        self._words = {table.key: self._words_of(table) for table in catalog.tables}
        schema = {singular(word) for words in self._words.values() for word in words}
        self._senses = {table.key: self._senses_of(table, schema) for table in catalog.tables}

    def tables(self) -> dict[TableKey, str]:
        """Names for tables: of a link table by what it links where that is told, of others word for word.

        None that another table has.
        """
        said = {
            table.key: table.titles.get("zh") or chinese_noun(table.comment or "") for table in self._catalog.tables
        }
        found = {
            table.key: _linked(table, said) or self._noun(table)
            for table in self._catalog.tables
            if not said[table.key]
        }
        times = Counter((*said.values(), *found.values()))
        return {key: noun for key, noun in found.items() if noun and times[noun] == 1}

    def columns(self) -> dict[tuple[TableKey, str], str]:
        """Names for columns, by table and column; none that another column of the table has."""
        found = {}
        tables = {" ".join((*map(singular, self._words[table.key]), "id")): chinese_noun(table.comment or "")
                  for table in self._catalog.tables}  # fmt: skip
        for table in self._catalog.tables:
            said = {
                column.name: chinese_name(column) or _pointed_at(column, tables) or self._translated(table, column)
                for column in table.columns
            }
            keys = {name for key in table.foreign_keys for name in key.columns}
            if any(noun != _NUMBER and noun.endswith(_NUMBER) and name not in keys for name, noun in said.items()):
                said = {name: "ID" if noun == _NUMBER else noun for name, noun in said.items()}  # beside 投诉编号
            times = Counter(said.values())
            found.update({(table.key, name): noun for name, noun in said.items() if noun and times[noun] == 1})
        return found

    def _words_of(self, table: Table) -> list[str]:
        return without_prefix(table.name, self._prefix).split(" ")

    def _senses_of(self, table: Table, schema: set[str]) -> Senses:
        own = {*self._words[table.key], *(word for column in table.columns for word in words_of(column.name))}
        nouns = [singular(word) for word in self._words[table.key] if word not in _KINDS]
        return senses_of(schema, {*own, *map(singular, own)}, nouns[-1] if nouns else "")

    def _translated(self, table: Table, column: Column) -> str:
        noun = column_words(column, self._senses[table.key])
        return _OWN_NAME.get(noun, f"{noun}名称") if noun and noun == self._noun(table) else noun

    def _noun(self, table: Table) -> str:
        named = any(column.name in ("name", "title") for column in table.columns)
        return table_words(self._words[table.key], self._senses[table.key], named=named)


def _linked(table: Table, said: Mapping[TableKey, str]) -> str:
    """ "路线与服务区关联" of a table of nothing but two keys; "" for any other."""
    ends = [said.get((key.ref_schema, key.ref_table), "") for key in table.foreign_keys]
    keys = {name for key in table.foreign_keys for name in key.columns}
    bare = len(ends) == 2 and all(ends) and all(column.name in keys for column in table.columns)
    return f"{ends[0]}与{ends[1]}关联" if bare else ""


def _pointed_at(column: Column, tables: Mapping[str, str]) -> str:
    """ "服务区ID" of ``service_area_id``: the table that it is called after, whether or not it is a key."""
    noun = tables.get(" ".join(words_of(column.name)), "")
    return f"{noun}ID" if noun else ""
