"""What tables, columns and single rows of one query are called in Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import TypeGuard

from data_pipeline.catalog.model import Table
from data_pipeline.han import has_han
from data_pipeline.pairs.chinese.grammar import full_name, marked, overlapped, quoted
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.conditions import Condition, Equals
from data_pipeline.pairs.subjects import linking_keys, name_columns
from data_pipeline.pairs.tree import Join, Query
from data_pipeline.pairs.values import Field

_ALONE = (
    "编号|编码|代码|名称|姓名|状态|类型|类别|渠道|内容|日期|时间|等级|级别|金额|面积|里程|数量|ID|描述|备注"
    "|得分|评分|结果|项目|原因"
)
_KEY = re.compile("^主键(?=ID)", re.IGNORECASE)
BELONGING = ("所属", "所在")
_ROLE = ("人", "员", "级", "者", "长", "方")


class Names:
    """Nouns of one query, and the choice among wordings."""

    noun: str

    def __init__(self, query: Query, words: ChineseWords, rng: Random) -> None:
        self.query = query
        self.words = words
        self.rng = rng

    def pick(self, *wordings: str) -> str:
        """One of them."""
        return self.rng.choice(wordings)

    # -- tables

    def noun_of(self, source: int) -> str:
        """A table's rows: 服务区, 处理人; 处理人所在服务区, 门店经理 where a role is on the way, or twice."""
        join = self._join_to(source)
        noun = self.words.noun(self.query, source)
        if join is None or not join.child or join.parent != source:
            return noun
        table = self.query.tables[source]
        twice = sum(other.key == table.key for other in self.query.tables) > 1
        owner = self.noun_of(join.child)
        if (
            not twice
            and not self.words.is_reached_twice(self.query.tables[0], table)
            and not self.is_role(source)
            and not self.is_role(join.child)
            and owner == self.words.noun(self.query, join.child)
        ):
            return noun
        return f"{owner}{self.belonging(source)}{noun}"

    def belonging(self, source: int) -> str:
        """How a table's row belongs to the one that refers to it: 所在 of 所在服务区ID; "" where it does not say."""
        join = self._join_to(source)
        if join is None or join.parent != source:
            return ""
        called = self.words.column(
            self.query.tables[join.child], self.query.tables[join.child].column(join.key.columns[0])
        )
        return next((word for word in BELONGING if called.startswith(word)), "")

    def is_role(self, source: int) -> bool:
        """The table is called after what its rows do for others: 处理人, 直接上级."""
        table = self.query.tables[source]
        return bool(source) and not self.words.table(table).endswith(self.words.noun(self.query, source))

    def _join_to(self, source: int) -> Join | None:
        return next((join for join in self.query.joins if join.source == source), None)

    # -- columns

    def column(self, field: Field) -> str:
        """The column beside its noun: 服务区名称 is 名称 said of 服务区; 状态 is 服务区状态 said of other rows."""
        noun, table = self.noun_of(field.source), self.query.table_of(field)
        of_others = field.source and not self._is_end(noun)
        column = _KEY.sub("", self.words.field(self.query, field))
        if column.strip().lower() == "id" and has_han(noun):
            return f"{noun}ID" if of_others else "ID"
        if not has_han(column):
            own = column.strip().removeprefix(f"{noun.strip()} ")
            if of_others and own == noun.strip():
                return noun
            return f"{noun.rstrip()} {own} " if of_others else f" {own} "
        if not of_others:
            return self._own(column, noun, table)
        if self._stands_alone(table, field, column, noun):
            return column
        own = column if self.words.table(table).endswith(noun) else column.removeprefix(self.words.table(table))
        own = "姓名" if self.is_role(field.source) and own.endswith("人姓名") else own
        return own if noun in own else overlapped(noun, own or column, least=2)

    def _stands_alone(self, table: Table, field: Field, column: str, noun: str) -> bool:
        """Its own name says which rows are meant: 巡检得分 of 服务质量巡检记录, 持卡人姓名 of 会员卡."""
        if self.is_role(field.source) or not self.words.is_telling(table, field.column) or len(column) < 4:
            return False
        return column.endswith("人姓名") or (column[:2] in noun and not noun.endswith(column[:2]))

    def _is_end(self, noun: str) -> bool:
        """The rows tie those of two tables, and are called after those of this one."""
        return noun == self.noun and bool(linking_keys(self.query.tables[0]))

    def _own(self, column: str, noun: str, table: Table) -> str:
        """Without what it shares with the noun of its rows, unless another column ends the same way."""
        shared = next((n for n in range(len(column) - 1, 1, -1) if _shares(noun, column[:n])), 0)
        rest = column[shared:].lstrip("的")
        if column == f"{noun}ID":
            return "ID"
        alone = re.fullmatch(_ALONE, rest) or (shared == len(noun) and len(rest) > 1)
        others = self.words.columns(table) if alone else ()
        same = (other for other in others if other == rest or (other.endswith(rest) and column != noun + rest))
        return rest if others and all(other == column for other in same) else column

    def key_noun(self, field: Field) -> str:
        """What a key column points at: 服务区 of service_area_id."""
        table = self.query.table_of(field)
        return "" if (field.column.name,) == table.primary_key else self.words.of_column(table, field.column)

    # -- single rows

    def naming(self, source: int) -> list[Equals]:
        """The conditions that name a row of that table; a person's first and last name are two."""
        return [c for c in self.query.conditions if names_a_row(c) and c.field.source == source]

    def named(self, source: int) -> str:
        """A row by its name or number: 庐山服务区, 员工张静, 供应商“绿滋肴”, 持卡人李芳, 编号为5的订单."""
        conditions = self.naming(source)
        if conditions[0].by_number:
            said = self.words.field(self.query, conditions[0].field) if conditions[0].given else "编号"
            return f"{said}为{quoted(conditions[0].value)}的{self.noun_of(source)}"
        value = full_name([condition.value for condition in conditions])
        label = self.label(conditions[0].field)
        if label in value or (has_han(value) and has_han(label) and value.endswith(label[-2:])):
            return value
        return f"{label}{value}" if has_han(value) and len(value) <= 4 and has_han(label) else f"{label}{marked(value)}"

    def names_rows(self, field: Field) -> bool:
        """The column is what the rows of its table are called by: 服务区名称, 姓名, title; not 持卡人姓名 of 会员卡."""
        noun, column, name = self.noun_of(field.source), self.words.field(self.query, field), field.column.name.lower()
        if "name" not in name and "title" not in name:
            return False
        if not has_han(column):
            return column.strip() in ("name", "title", f"{noun.strip()} name", "first name", "last name")
        stem = re.sub("(?:名称|姓名|名字|姓氏|标题)$", "", column)
        return stem != column and stem in self.words.table(self.query.table_of(field))

    def name_whole_rows(self, fields: Sequence[Field]) -> bool:
        """The columns are all that a row of their table is called by: company_name, first and last name."""
        return {field.column for field in fields} == {*name_columns(self.query.table_of(fields[0]))}

    def label(self, field: Field) -> str:
        """What goes before a name: the noun of its rows, or 持卡人 of 持卡人姓名; of a role (推荐人) that alone."""
        noun, column = self.noun_of(field.source), self.words.field(self.query, field)
        if self.is_role(field.source):
            return noun
        stem = re.sub("(?:名称|姓名|名字|名)$", "", column)
        return stem if stem != column and stem.endswith(_ROLE) and stem not in noun else noun


def names_a_row(condition: Condition) -> TypeGuard[Equals]:
    """It says which row is meant by its name."""
    return isinstance(condition, Equals) and condition.entity and not condition.negated


def is_role_noun(noun: str) -> bool:
    """It ends as words for people who do something end: 处理人, 审批员."""
    return noun.endswith(_ROLE)


def _shares(noun: str, beginning: str) -> bool:
    """合同状态 of 档口租赁合同, 投诉编号 of 投诉记录; not 服务区编码 of 服务区月度经营汇总."""
    return noun.endswith(beginning) or noun.removeprefix(beginning) in ("记录", "明细", "单", "流水")
