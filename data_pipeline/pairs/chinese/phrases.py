"""The parts of a Chinese question: columns, rows, measures, groups; in one of several wordings by chance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from data_pipeline.han import has_han
from data_pipeline.pairs.chinese.conditions import SUPERIOR
from data_pipeline.pairs.chinese.grammar import counter, row_noun, which_one
from data_pipeline.pairs.chinese.names import BELONGING, names_a_row
from data_pipeline.pairs.chinese.restrictions import Restrictions
from data_pipeline.pairs.chinese.values import Values
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.conditions import ColumnCondition, Condition, Either, Equals, Related, plain_conditions
from data_pipeline.pairs.flags import is_flag
from data_pipeline.pairs.numbered import is_unique
from data_pipeline.pairs.subjects import linking_keys
from data_pipeline.pairs.tree import Dimension, Query
from data_pipeline.pairs.values import Band, Bucket, Computed, Field, fields_of

_OF_THEIR_ROWS = 0.75  # how often rows are told by what they belong to: 2020年开业的校区的学员
_LED = 0.6  # how often a value goes right before the noun
_EVERY = {"year": "每年", "quarter": "每个季度", "month": "每个月", "weekday": "一周中每天"}
_BY = {"year": "年", "quarter": "季度", "month": "月", "weekday": "星期几"}


class ChinesePhrases(Values, Restrictions):
    """Phrases about one query."""

    def __init__(self, query: Query, words: ChineseWords, rng: Random) -> None:
        super().__init__(query, words, rng)
        self.noun = row_noun(self._rows_noun())
        self.leading = self._leading()
        self._group_text: str | None = None

    # -- rows

    def rows(self, *, noun: str = "", timed: bool = True) -> str:
        """The rows with everything that is said of them: 2024年3月庐山服务区严重程度为重大的投诉记录."""
        if self.is_one:
            named, label = self.named(0), self.label(self.naming(0)[0].field)
            return named if label == self.noun_of(0) else f"{named}的{noun or self.noun}"
        if (self._is_link or self.rng.random() < _OF_THEIR_ROWS) and (end := self.end_told()):
            same = self._is_link and end.endswith(noun or self.noun)  # which are called by that end
            return f"{self.time() if timed else ''}{end}" + ("" if same else f"的{noun or self.noun}")
        said = f"{self.before(timed=timed)}{self.which()}"
        return f"{said}的{self.led(noun or self.noun)}" if said else self.led(noun or self.noun)

    def led(self, noun: str) -> str:
        """The noun with the value that goes right before it: 四星服务区, 普通会员卡."""
        return self.before_noun(self.leading, noun) if self.leading else noun

    def _leading(self) -> Condition | None:
        """The condition that is said right before the noun; None where there is none, or by chance."""
        if self.noun != row_noun(self.words.table(self.query.tables[0])):
            return None
        own = (c for c in self.query.conditions if isinstance(c, Equals) and not c.field.source)
        found = next((c for c in own if self.before_noun(c, self.noun)), None)
        if found is None:
            return None
        names_them = self.words.value(found.field.column, found.value).endswith(self.noun)  # 信息化服务区
        return found if names_them or self.rng.random() < _LED else None

    @property
    def _is_link(self) -> bool:
        """The rows tie those of two other tables, and are called by one of them."""
        return bool(linking_keys(self.query.tables[0]))

    @property
    def is_one(self) -> bool:
        """The rows are the one that is named, and nothing else is said of it."""
        named = self.naming(0)
        return bool(named) and len(named) == len(self.query.conditions)

    @property
    def is_unique(self) -> bool:
        """There can be one such row only."""
        return self.is_one or is_unique(self.query)

    def before(self, *, timed: bool = True) -> str:
        """Time and place, without 的."""
        return f"{self.time() if timed else ''}{self.place()}"

    @property
    def is_restricted(self) -> bool:
        """There are conditions on the rows."""
        return bool(self.query.conditions)

    def one_of_rows(self) -> str:
        """The counting word of the rows; of a calendar's they are days."""
        return "天" if self.noun == "日期" else counter(self.noun)

    def end_told(self) -> str:
        """What the rows belong to where nothing else but a time is said of them: 星级为三星的服务区; else ""."""
        rest = self.rest()
        sources = {0 if isinstance(c, Related | Either) else c.field.source for c in rest}
        source = min(sources, default=0)
        if len(sources) != 1 or not source or self.place() or self.is_role(source):
            return ""
        noun = self.noun_of(source)
        return self._own_rows(source, rest).rows() if noun == self.words.noun(self.query, source) else ""

    def _own_rows(self, source: int, conditions: Sequence[Condition]) -> ChinesePhrases:
        """Conditions on a joined table as they are said of its own rows."""
        plain = plain_conditions(tuple(conditions))
        moved = tuple(replace(one, field=Field(0, one.field.column)) for one in plain)
        return ChinesePhrases(Query((self.query.tables[source],), conditions=moved), self.words, self.rng)

    # -- groups

    def dimension(self, dimension: Dimension) -> str:
        """What one group is: 服务区, 支付方式, 月份."""
        if not isinstance(dimension.value, Field):
            return self.value(dimension.value)
        source = dimension.value.source
        if dimension.entity:
            return self._of_groups() or self.noun_of(source)
        if key := self.key_noun(dimension.value):
            key = self._numbered(key, dimension.value)
            return f"{self.noun_of(source)}{self._belonging_of(dimension.value)}{key}" if self.is_role(source) else key
        column = self.column(dimension.value) if source else self.words.field(self.query, dimension.value)
        short = re.sub("^(?:所属|所在|对应)(?=..)", "", column.removesuffix("名称"))
        return short if len(short) > 1 else column

    def _numbered(self, key: str, field: Field) -> str:
        """巡检人ID where the rows that it leads to have names, which are not what is shown."""
        named = self.words.leads_to_named(self.query.table_of(field), field.column)
        return f"{key}ID" if has_han(key) and named else key

    def _belonging_of(self, key: Field) -> str:
        """所属 of 所属公司ID."""
        called = self.words.field(self.query, key)
        return next((word for word in BELONGING if called.startswith(word)), "")

    def rest(self) -> list[Condition]:
        """Conditions on the entity that is grouped by are said with the group, one right before the noun."""
        elsewhere = [*self._on_groups(), self.leading]
        return [condition for condition in super().rest() if condition not in elsewhere]

    def _on_groups(self) -> list[ColumnCondition]:
        sources = {f.source for d in self.query.dimensions if d.entity for f in fields_of(d.value)} - {0}
        return [
            c
            for c in super().rest()
            if not isinstance(c, Related | Either) and c.field.source in sources and not names_a_row(c)
        ]

    def _of_groups(self) -> str:
        """The entity that is grouped by with what is said of it: 里程超过100公里的路段路线; "" where nothing is."""
        if self._group_text is None:
            self._group_text = ""
            if on_groups := self._on_groups():
                source = on_groups[0].field.source
                self._group_text = self._own_rows(source, on_groups).rows(noun=self.noun_of(source))
        return self._group_text

    def every(self, dimension: Dimension) -> str:
        """各服务区, 每个月; "" where it cannot be said so."""
        value = dimension.value
        if isinstance(value, Bucket):
            return _EVERY[value.grain] if value.main and value.grain != "weekday" else ""
        if isinstance(value, Band | Computed) or is_flag(fields_of(value)[0].column):
            return ""
        said = self.dimension(dimension)
        each = self.pick("各", "各", f"每{self.counter(dimension)}")
        restriction, of, noun = said.rpartition("的") if self.are_some(dimension) else ("", "", said)
        return f"{restriction}{of}{each}{noun}"

    def are_some(self, dimension: Dimension) -> bool:
        """Whether something is said of the groups, so that they are not all there are."""
        return dimension.entity and bool(self._of_groups())

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
        if self.are_some(dimension):
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
