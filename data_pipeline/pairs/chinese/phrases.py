"""The parts of a Chinese question: columns, rows, measures, groups; in one of several wordings by chance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from data_pipeline.pairs.chinese.conditions import SUPERIOR
from data_pipeline.pairs.chinese.grammar import counter, row_noun, which_one
from data_pipeline.pairs.chinese.names import names_a_row
from data_pipeline.pairs.chinese.restrictions import Restrictions
from data_pipeline.pairs.chinese.values import Values
from data_pipeline.pairs.conditions import ColumnCondition, Condition, Either, Equals, Related, plain_conditions
from data_pipeline.pairs.subjects import linking_keys
from data_pipeline.pairs.tree import Dimension, Query
from data_pipeline.pairs.values import Band, Bucket, Computed, Field, fields_of
from data_pipeline.pairs.words import ChineseWords

_EVERY = {"year": "每年", "quarter": "每个季度", "month": "每个月", "weekday": "一周中每天"}
_BY = {"year": "年", "quarter": "季度", "month": "月", "weekday": "星期几"}


class ChinesePhrases(Values, Restrictions):
    """Phrases about one query."""

    def __init__(self, query: Query, words: ChineseWords, rng: Random) -> None:
        super().__init__(query, words, rng)
        self.noun = row_noun(self._rows_noun())
        self._group_text: str | None = None

    # -- rows

    def rows(self, *, noun: str = "", timed: bool = True) -> str:
        """The rows with everything that is said of them: 2024年3月庐山服务区严重程度为重大的投诉记录."""
        if self.is_one:
            named, label = self.named(0), self.label(self.naming(0)[0].field)
            return named if label == self.noun_of(0) else f"{named}的{noun or self.noun}"
        before = self.before(timed=timed)
        which = self.which()
        if which:
            return f"{before}{which}的{noun or self.noun}"
        return f"{before}的{noun or self.noun}" if before else noun or self.noun

    @property
    def is_one(self) -> bool:
        """The rows are the one that is named, and nothing else is said of it."""
        named = self.naming(0)
        return bool(named) and len(named) == len(self.query.conditions)

    @property
    def is_unique(self) -> bool:
        """There can be one such row only."""
        table = self.query.tables[0]
        keys = (table.primary_key, *table.unique_keys)
        equal = [
            c.field for c in self.query.conditions if isinstance(c, Equals) and not c.negated and not c.field.source
        ]
        each = any((field.column.statistics.distinct or 0) >= table.row_count > 0 for field in equal)  # 编码为 H0111
        return self.is_one or each or any((field.column.name,) in keys for field in equal)

    def before(self, *, timed: bool = True) -> str:
        """Time and place, without 的."""
        return f"{self.time() if timed else ''}{self.place()}"

    @property
    def is_restricted(self) -> bool:
        """There are conditions on the rows."""
        return bool(self.query.conditions)

    def one_of_rows(self) -> str:
        """The counting word of the rows."""
        return counter(self.noun)

    def end_told(self) -> str:
        """What the rows belong to where nothing else but a time is said of them: 星级为三星的服务区; else ""."""
        rest = self.rest()
        sources = {0 if isinstance(c, Related | Either) else c.field.source for c in rest}
        source = min(sources, default=0)
        if len(sources) != 1 or not source or self.place() or self.is_role(source):
            return ""
        noun = self.noun_of(source)
        said = self._said_of_own(source, rest) if noun == self.words.noun(self.query, source) else ""
        return f"{said}的{noun}" if said else ""

    def _said_of_own(self, source: int, conditions: Sequence[Condition]) -> str:
        """Conditions on a joined table as they are said of its own rows, without 的."""
        plain = plain_conditions(tuple(conditions))
        moved = tuple(replace(one, field=Field(0, one.field.column)) for one in plain)
        return ChinesePhrases(Query((self.query.tables[source],), conditions=moved), self.words, self.rng).which()

    # -- groups

    def dimension(self, dimension: Dimension) -> str:
        """What one group is: 服务区, 支付方式, 月份."""
        if not isinstance(dimension.value, Field):
            return self.value(dimension.value)
        source = dimension.value.source
        if dimension.entity:
            said = self._of_groups()
            return f"{said}的{self.noun_of(source)}" if said else self.noun_of(source)
        if key := self.key_noun(dimension.value):
            return f"{self.noun_of(source)}{key}" if source and self.is_role(source) else key
        column = self.column(dimension.value) if source else self.words.field(self.query, dimension.value)
        short = re.sub("^(?:所属|所在|对应)(?=..)", "", column.removesuffix("名称"))
        return short if len(short) > 1 else column

    def rest(self) -> list[Condition]:
        """Conditions on the entity that is grouped by are said with the group."""
        of_groups = self._on_groups()
        return [condition for condition in super().rest() if condition not in of_groups]

    def _on_groups(self) -> list[ColumnCondition]:
        sources = {f.source for d in self.query.dimensions if d.entity for f in fields_of(d.value)} - {0}
        return [
            c
            for c in super().rest()
            if not isinstance(c, Related | Either) and c.field.source in sources and not names_a_row(c)
        ]

    def _of_groups(self) -> str:
        """What is said of the entity that is grouped by: 里程超过100公里 of 各路段路线."""
        if self._group_text is None:
            on_groups = self._on_groups()
            self._group_text = self._said_of_own(on_groups[0].field.source, on_groups) if on_groups else ""
        return self._group_text

    def every(self, dimension: Dimension) -> str:
        """各服务区, 每个月; "" where it cannot be said so."""
        value = dimension.value
        if isinstance(value, Bucket):
            return _EVERY[value.grain] if value.main and value.grain != "weekday" else ""
        if isinstance(value, Band | Computed) or fields_of(value)[0].column.category == "B":
            return ""
        said = self.dimension(dimension)
        each = self.pick("各", "各", f"每{self.counter(dimension)}")
        if restriction := self.group_restriction(dimension):
            return f"{restriction}的{each}{said.removeprefix(f'{restriction}的')}"
        return f"{each}{said}"

    def group_restriction(self, dimension: Dimension) -> str:
        """What is said of the groups, without 的; "" where they are all there are."""
        return self._of_groups() if dimension.entity else ""

    def by(self, dimension: Dimension) -> str:
        """What follows 按: 服务区, 月, 签订月份."""
        value = dimension.value
        if isinstance(value, Bucket) and value.main:
            return _BY[value.grain]
        return self.dimension(dimension)

    def counter(self, dimension: Dimension) -> str:
        """The counting word of the groups."""
        if isinstance(dimension.value, Bucket):
            return "天" if dimension.value.grain == "weekday" else "个"
        return counter(self.dimension(dimension))

    def which_group(self, dimension: Dimension, limit: int) -> str:
        """哪个服务区, 哪5家公司, 哪个月份; 四星的服务区中，哪个."""
        unit = self.counter(dimension)
        which = which_one(unit) if limit == 1 else f"哪{limit}{unit}"
        if self.group_restriction(dimension):
            return f"{self.dimension(dimension)}中，{which}"
        return f"{which}{self.dimension(dimension)}"

    def groups(self, dimension: Dimension, limit: int) -> str:
        """5个服务区, 3个月份."""
        counted = "个" if isinstance(dimension.value, Bucket) else self.counter(dimension)
        return f"{limit}{counted}{self.dimension(dimension)}"

    # -- the subject

    def child_noun(self, related: Related) -> str:
        """What a row has of the child; of a link table the rows at its other end."""
        others = [key for key in linking_keys(related.child) if key != related.key]
        noun = self.words.of_key(related.child, others[0]) if len(others) == 1 else ""
        return noun or row_noun(self.words.table(related.child))

    def _rows_noun(self) -> str:
        """The subject's noun; of a link table that of its other end where one end is a named row or the groups.

        Otherwise each of the other end's things would be counted more than once: the rows are what ties them.
        """
        table = self.query.tables[0]
        if any(self._is_superior(dimension) for dimension in self.query.dimensions):
            return "下属"
        keys = linking_keys(table)
        told = {self.query.tables[source].key for source in self._told_sources()}
        told |= {(k.ref_schema, k.ref_table) for d in self.query.dimensions for k in keys if _is_of(d, k.columns)}
        others = [key for key in keys if (key.ref_schema, key.ref_table) not in told]
        other = self.words.of_key(table, others[0]) if told and len(others) == 1 else ""
        return other or self.words.table(table)

    def _is_superior(self, dimension: Dimension) -> bool:
        """The rows are grouped by who leads them."""
        fields = [
            field for field in fields_of(dimension.value) if self.query.table_of(field).key == self.query.tables[0].key
        ]
        nouns = [self.words.noun(self.query, f.source) if f.source else self.key_noun(f) for f in fields]
        return any(SUPERIOR.search(noun) for noun in nouns)

    def _told_sources(self) -> set[int]:
        sources = {field.source for d in self.query.dimensions if d.entity for field in fields_of(d.value)}
        return (sources | self.query.told_ends) - {0}


def _is_of(dimension: Dimension, columns: tuple[str, ...]) -> bool:
    return any(field.source == 0 and (field.column.name,) == columns for field in fields_of(dimension.value))
