"""The check that a question is complete: it must say every filter value, dimension, measure, order and limit.

A slot is the wordings of which one must occur. Slots are made from the tree, apart from how the sentence was put
together, so that they also hold for questions that were worded elsewhere.
"""

from __future__ import annotations

import re
from decimal import Decimal

from data_pipeline.catalog.model import Table
from data_pipeline.pairs import chinese_phrases, english_phrases
from data_pipeline.pairs.chinese_phrases import ChinesePhrases
from data_pipeline.pairs.english_phrases import EnglishPhrases
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.tree import (
    Between,
    Compare,
    Condition,
    Contains,
    Dimension,
    Equals,
    Field,
    IsNull,
    IsTrue,
    Measure,
    Query,
    Related,
    Window,
)  # fmt: skip
from data_pipeline.pairs.words import ChineseWords, EnglishWords

Slot = tuple[str, ...]
_CHINESE_AGGREGATES = {
    "count": ("多少", "数量", "最多", "最少", "超过"), "count_distinct": ("不同",), "sum": ("总", "合计"),
    "avg": ("平均",), "max": ("最高", "最大", "最多", "最晚"), "min": ("最低", "最小", "最少", "最早"),
    "share": ("百分之", "比例", "占比"),
}  # fmt: skip
_ENGLISH_AGGREGATES = {
    "count": ("how many", "most", "fewest", "more than"), "count_distinct": ("different", "distinct"),
    "sum": ("total", "sum", "combined"), "avg": ("average",), "max": ("highest", "largest", "latest"),
    "min": ("lowest", "smallest", "earliest"), "share": ("percentage", "share"),
}  # fmt: skip
_CHINESE_ORDER = ("最", "排列", "排序")
_ENGLISH_ORDER = (
    "from ",
    "most",
    "fewest",
    "highest",
    "lowest",
    "largest",
    "smallest",
    "latest",
    "earliest",
    "order",
    "by month",
    "by year",
)


def unmentioned(slots: list[Slot], question: str) -> list[Slot]:
    """The slots none of whose wordings occurs, whatever the case and spaces."""
    said = _plain(question)
    return [slot for slot in slots if not any(_plain(wording) in said for wording in slot)]


def chinese_slots(query: Query, words: ChineseWords) -> list[Slot]:
    """What a Chinese question of this query has to mention."""
    return _Slots(query, ChinesePhrases(query, words), words).all(_CHINESE_AGGREGATES, _CHINESE_ORDER)


def english_slots(query: Query, words: EnglishWords) -> list[Slot]:
    """What an English question of this query has to mention."""
    return _Slots(query, EnglishPhrases(query, words), words).all(_ENGLISH_AGGREGATES, _ENGLISH_ORDER)


class _Slots:
    def __init__(self, query: Query, say: ChinesePhrases | EnglishPhrases, words: ChineseWords | EnglishWords) -> None:
        self.query = query
        self.say = say
        self.words = words

    def all(self, aggregates: dict[str, Slot], ordered: Slot) -> list[Slot]:
        query = self.query
        slots = [slot for condition in query.conditions for slot in self._condition(condition)]
        slots += [self._dimension(dimension) for dimension in query.dimensions]
        slots += [self._noun(field) for field in query.columns if field.column != query.columns[0].column]
        if query.measure:
            slots += [aggregates[query.measure.kind], *self._measure(query.measure)]
        if query.having:
            slots.append(_numbers(query.having.value))
        if query.order:
            slots.append(ordered)
        return [*slots, (str(query.limit),)] if query.limit and query.limit > 1 else slots

    def _measure(self, measure: Measure) -> list[Slot]:
        if measure.condition:
            return self._condition(measure.condition)
        if measure.field is None or measure.field.source:
            return [self._rows(self.query.table_of(measure.field) if measure.field else self.query.tables[0])]
        return [self._noun(measure.field)]

    def _rows(self, table: Table) -> Slot:
        noun = self.words.table(table)
        return (noun, plural(noun))

    def _dimension(self, dimension: Dimension) -> Slot:
        if dimension.bucket:
            return ("month", "月") if dimension.bucket == "month" else ("year", "年")
        if dimension.entity:
            noun = self.words.noun(self.query, dimension.field.source)
            return (noun, plural(noun))
        return (self.say.dimension(dimension), plural(self.say.dimension(dimension)), *self._noun(dimension.field))

    def _condition(self, condition: Condition) -> list[Slot]:
        match condition:
            case Related(child=child):
                return [self._rows(child)]
            case Equals(field=field, value=value):
                return [(self.words.value(field.column, value),)]
            case Compare(field=field, value=value):
                return [self._noun(field), _numbers(value)]
            case Between(field=field, low=low, high=high):
                return [self._noun(field), _numbers(low), _numbers(high)]
            case Window():
                return [(chinese_phrases.window(condition), english_phrases.window(condition))]
            case Contains(part=part):
                return [(part,)]
            case IsNull(field=field) | IsTrue(field=field):
                return [self._noun(field)]

    def _noun(self, field: Field) -> Slot:
        """The column, also as it sounds in a sum or as a state: 支付总金额, "active" of ``is_active``."""
        column = self.words.field(self.query, field)
        said = self.say.column(field)
        parent = self.words.of_column(self.query.table_of(field), field.column)
        stems = [
            chinese_phrases.total(column),
            chinese_phrases.total(said),
            column.partition("是否")[2].lstrip("有已在列可能"),
        ]
        stems += [
            re.sub("^(is|has|was) ", "", column),
            plural(column),
            plural(said),
            *([parent, plural(parent)] if parent else []),
        ]
        return tuple(wording for wording in (column, said, *stems) if wording.strip())


def _numbers(value: str) -> Slot:
    return (value, f"{Decimal(value):,}", chinese_phrases.number(value))


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).lower()
