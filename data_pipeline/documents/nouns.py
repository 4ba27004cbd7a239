"""What tables and columns are called in a description: titles first, then comments, then their names in words."""

from __future__ import annotations

import re
from typing import Literal

from data_pipeline.catalog.model import Catalog, Column, Table
from data_pipeline.documents.text import one_line, title
from data_pipeline.han import has_han
from data_pipeline.pairs.comments import tells_values_alone
from data_pipeline.pairs.english.column_noun import column_noun
from data_pipeline.pairs.identifiers import shared_prefix, singular, spelled, words_of
from data_pipeline.pairs.untold import Untold

Tongue = Literal["zh", "en"]

_ENDINGS = re.compile(r"(?<=[\u4e00-\u9fff])(?:(?:基本|基础|主)?信息|主数据|档案|统计|汇总)?(?:视图|表)$")
_KINDS = ("v", "vw", "view", "mv", "t", "tb", "tbl", "dim", "fact")


class Nouns:
    """The nouns of one catalog, in both languages; in Chinese the same that questions use."""

    def __init__(self, catalog: Catalog) -> None:
        self._prefix = shared_prefix(table.name for table in catalog.tables)
        untold = Untold(catalog)
        self._untold, self._untold_tables = untold.columns(), untold.tables()
        self._known: dict[tuple[str, str, Tongue], str] = {}  # every column's description asks for its table's

    def table(self, table: Table, tongue: Tongue) -> str:
        """One row of it, in the singular: ``bss_orders`` is "order"."""
        place = *table.key, tongue
        if place not in self._known:
            self._known[place] = self._of_table(table, tongue)
        return self._known[place]

    def _of_table(self, table: Table, tongue: Tongue) -> str:
        if given := table.titles.get(tongue):
            return one_line(given)
        if tongue == "zh" and has_han(named := title(table.comment)):
            return _ENDINGS.sub("", named)
        if tongue == "zh" and (known := self._untold_tables.get(table.key)):
            return known
        words = words_of(table.name)
        bare = words[1:] if len(words) > 1 and words[0] in {self._prefix, *_KINDS} else words
        return singular(spelled("_".join(bare) or table.name))

    def column(self, table: Table, column: Column, tongue: Tongue) -> str:
        """The column's name as a person says it, in English as questions do: ``weight_kg`` is "weight in kg"."""
        if given := column.titles.get(tongue):
            return one_line(given)
        commented = tongue == "zh" and column.comment_source != "inferred" and not tells_values_alone(column)
        if commented and has_han(named := title(column.comment)):
            return named
        if tongue == "en":
            return column_noun(spelled(column.name).split(" "), column)
        return self._untold.get((table.key, column.name)) or spelled(column.name)


def without_owner(noun: str, owner: str) -> str:
    """The column's noun less the table's before it: 客户名称 of a 客户 is its 名称; "visited at" of a visit stays."""
    bare = noun.removeprefix(owner)
    cut_in_word = bare[:1].isascii() and bare[:1].isalnum() and owner[-1:].isascii()
    return noun if cut_in_word else bare.strip()
