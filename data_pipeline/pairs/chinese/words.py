"""What tables, columns and values are called in Chinese."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.documents.chinese_identifiers import unit_of
from data_pipeline.han import has_han
from data_pipeline.pairs.comments import chinese_name, chinese_noun
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.identifiers import singular, spelled
from data_pipeline.pairs.short_names import key_stem, short_names, without_belonging
from data_pipeline.pairs.untold import Untold
from data_pipeline.pairs.words import Place, Words, has_a_row_a_day, shares_parent

_UNIT = re.compile(
    r"[(（](?:单位[:：]?)?(元|万元|亿元|角|分|公里|千米|米|平方米|㎡|亩|千瓦时|度|kWh|km|人|人次|次|辆|辆次|小时|分钟|秒|天|%|公斤|吨|升)[)）]"
)
_PLACES = {"省": "省份", "市": "城市", "区": "区县", "县": "区县", "区/县": "区县"}
_ROLE = re.compile(".+(?:人|员|级|者|长)|.*[^开处地]方|.*(?:主管|经理|代表|货主|业主|车主|导师|老师|医生|司机)")


class ChineseWords(Words):
    """Titles, else comments less their notes, units and endings such as 信息表.

    Where there is no Chinese comment, the split identifier between spaces, which the sentence evens out. A column
    without a comment takes that of its namesakes in other tables, if they agree: views seldom repeat comments. In a
    schema that speaks Chinese what is left is translated, as far as its words are common ones.
    """

    def __init__(self, catalog: Catalog, called: Mapping[Place, str] | None = None) -> None:
        named: dict[str, Counter[str]] = defaultdict(Counter)
        for column in (column for table in catalog.tables for column in table.columns):
            if said := chinese_name(column):
                named[column.name][said] += 1
        self._same_name = {name: next(iter(said)) for name, said in named.items() if len(said) == 1}
        self._repeated = {name for name, said in named.items() if said.total() > 1}
        self._english = EnglishWords(catalog)  # for roles that no comment names
        untold = Untold(catalog)
        self._untold = untold.columns()
        self._untold_tables = untold.tables()
        super().__init__(catalog, called)
        self._short = short_names(catalog, {table.key: self._full(table) for table in catalog.tables})

    def rows_of(self, table: Table) -> str:
        return self._called.get(table.key) or table.titles.get("zh") or self._short.get(table.key) or self._full(table)

    def _full(self, table: Table) -> str:
        if named := chinese_noun(table.comment or "") or self._untold_tables.get(table.key):
            return "日期" if named.endswith("日历") and has_a_row_a_day(table) else named
        return f" {singular(self._identifier(table))} "

    def column(self, table: Table, column: Column) -> str:
        """One comment speaks for a view's column of the same name; for a table's only if several columns have it."""
        same = self._same_name.get(column.name) if table.is_view or column.name in self._repeated else None
        called = self._called.get((*table.key, column.name))
        named = called or chinese_name(column) or same or self._untold.get((table.key, column.name))
        return _PLACES.get(named or "", named) or f" {spelled(column.name)} "

    def value(self, column: Column, value: str) -> str:
        return column.value_labels.get(value, value)

    def unit(self, column: Column) -> str:
        """ "元" of "营业额（元）", 公斤 of an uncommented ``weight_kg``; "" when nothing tells it."""
        found = _UNIT.search(column.comment or "")
        if found:
            return found.group(1)
        return "" if has_han(column.comment or "") or not self._untold else unit_of(column)

    def role(self, child: Table, key: ForeignKey, parent: Table) -> str:
        noun = self.table(parent)
        called = key_stem(self.column(child, child.column(key.columns[0])))
        role = called.removesuffix(noun).removesuffix("的")
        if _ROLE.fullmatch(role):
            return role
        if shares_parent(child, key, parent):
            return called if has_han(called) else f" {self._english.role(child, key, parent)} "
        short = without_belonging(called)  # 公司 of 所属公司ID, though its table says 高速公路管理公司
        return short if len(short) > 1 and noun.endswith(short) else noun
