"""The query tree as a question in Chinese, as a manager would put it."""

from __future__ import annotations

import re

from data_pipeline.pairs.chinese_phrases import ChinesePhrases, counter, scale, window
from data_pipeline.pairs.sentence import Sentence
from data_pipeline.pairs.tree import Condition, Dimension, Equals, Measure, Query, Window
from data_pipeline.pairs.words import ChineseWords


def to_chinese(query: Query, words: ChineseWords) -> str:
    """One question or request."""
    text = _Sentence(query, words).text()
    text = re.sub(r" +", " ", text).strip()
    return re.sub(r" ?([，。？、“”]) ?", r"\1", text)


class _Sentence(Sentence):
    def __init__(self, query: Query, words: ChineseWords) -> None:
        super().__init__(query)
        self.words = words
        self.say = ChinesePhrases(query, words)
        self.noun = self.say.noun
        self.time = next((window(c) for c in query.conditions if isinstance(c, Window) and c.main), "")
        self.place = "".join(self._place(c) for c in query.conditions if _is_place(c))
        rest = [self.say.condition(c) for c in query.conditions if not _is_time(c) and not _is_place(c)]
        self.which = "且".join(rest)

    def _single(self, measure: Measure) -> str:
        if measure.kind == "count":
            return f"{self._scope()}有多少{counter(self.noun)}？"
        if measure.kind == "count_distinct":
            return f"{self._scope()}涉及多少{self._distinct(measure)}？"
        return f"{self._of_what(measure)}是多少{self._unit(measure)}？"

    def _grouped(self, measure: Measure) -> str:
        each = self._each()
        if measure.kind == "count":
            counted = f"分别有多少{counter(self.noun)}{self._which()}{self.noun}"
            return f"{self.time}{self.place}{each}{counted}？{self._order()}"
        link = "" if each.endswith("，") else "的"
        value = (
            f"{each}{link}{self.say.measure(measure, full=not self._is_named(measure))}分别是多少{self._unit(measure)}"
        )
        return f"{self._among(measure)}{value}？{self._order()}"

    def _top(self, measure: Measure, limit: int) -> str:
        dimension = self.query.dimensions[0]
        groups = self.say.dimension(dimension)
        most = f"{self._ranked(measure)}的"
        if limit == 1:
            asked = f"{groups}是哪{self.say.counter(dimension)}，{self._how_many(measure)}"
        else:
            each = "各" if measure.kind == "count" else "分别"
            asked = f"{limit}{self.say.counter(dimension)}{groups}是哪些，{each}{self._how_many(measure)}"
        return f"{most}{asked}？"

    def _above(self, measure: Measure, value: str) -> str:
        groups = f"哪些{self.say.dimension(self.query.dimensions[0])}的"
        if measure.kind == "count" or measure.field is None:
            return (
                f"{self.time}{self.place}{groups}{self._which()}{self.noun}超过{value}{counter(self.noun)}，各有多少？"
            )
        amount = self.say.amount(measure.field.column, value)
        said = self.say.measure(measure, full=not self._is_named(measure))
        return f"{self._among(measure)}{groups}{said}超过{amount}，分别是多少？"

    def _listing(self) -> str:
        order, limit = self.query.order, self.query.limit
        columns = [self.say.column(field) for field in self.query.columns]
        shown = "、".join(columns[:-1]) + ("和" if len(columns) > 1 else "") + columns[-1]
        if order and order.field and limit:
            most, least = scale(order.field.column, self.say.column(order.field))
            ranked = f"{self.say.column(order.field)}最{most if order.descending else least}的"
            if self.which:
                return f"{self._scope()}中，{ranked}{limit}{counter(self.noun)}是哪些？请列出{shown}。"
            return f"{self._lead()}{ranked}{limit}{counter(self.noun)}{self.noun}是哪些？请列出{shown}。"
        return f"{self._scope()}有哪些？" if len(columns) == 1 else f"列出{self._scope()}的{shown}。"

    def _share(self, measure: Measure) -> str:
        assert measure.condition is not None  # noqa: S101 - that is what a share is of
        each = f"{self._each()}的" if self.query.dimensions else ""
        part = self.say.condition(measure.condition)
        return f"{self.time}{self.place}{each}{self._which()}{self.noun}中，{part}的占百分之多少？"

    def _with_zero(self) -> str:
        child = self.words.table(self.query.tables[1])
        asked = f"每{counter(self.noun)}{self.noun}分别有多少{counter(child)}{child}？"
        return f"{asked}没有{child}的也要列出，请按数量从多到少排列。"

    def _ranked(self, measure: Measure) -> str:
        """What the groups are ranked by, up to 最多 or 最低."""
        order = self.query.order
        highest = order is None or order.descending
        if measure.kind == "count" or measure.field is None:
            return f"{self._lead()}{self._which()}{self.noun}最{'多' if highest else '少'}"
        said = self.say.measure(measure, full=not self._is_named(measure))
        most, least = scale(measure.field.column, said)
        return f"{self._among(measure)}{said}最{most if highest else least}"

    def _how_many(self, measure: Measure) -> str:
        return f"有多少{counter(self.noun)}" if measure.kind == "count" else f"是多少{self._unit(measure)}"

    def _each(self) -> str:
        """各服务区, 各服务区每个月."""
        return "".join(self._every(dimension) for dimension in self.query.dimensions)

    def _every(self, dimension: Dimension) -> str:
        if dimension.bucket:
            dated = any(isinstance(c, Window) and c.field == dimension.field for c in self.query.conditions)
            by = "" if dimension.main or dated else f"按{self.say.column(dimension.field)}统计，"
            return by + ("每个月" if dimension.bucket == "month" else "每年")
        noun = self.say.dimension(dimension)
        return f"按{noun}区分，" if dimension.field.column.category == "B" else f"各{noun}"

    def _order(self) -> str:
        order, measure = self.query.order, self.query.measure
        if order is None or measure is None:
            return ""
        if order.by_dimension:
            return f"请按{self.say.dimension(self.query.dimensions[0])}先后排列。"
        if measure.field is None:
            return "请按数量从多到少排列。"
        most, least = scale(measure.field.column, self.say.measure(measure, full=False))
        return f"请从{most}到{least}排列。" if order.descending else f"请从{least}到{most}排列。"

    def _of_what(self, measure: Measure) -> str:
        """2024年庐山服务区的支付总金额."""
        named = self._is_named(measure)
        before = self._scope() if named else f"{self.time}{self.place}{self.which}"
        link = "的" if named or self.place or self.which else ""
        return f"{before}{link}{self.say.measure(measure, full=not named)}"

    def _among(self, measure: Measure) -> str:
        """The rows that a grouped measure is taken over, where they need to be said."""
        if self._is_named(measure) or self.which:
            return f"{self._scope()}中，"
        return self._lead()

    def _scope(self) -> str:
        """Time, place, conditions and noun: 2024年庐山服务区经营业态为餐饮的档口."""
        return f"{self._lead()}{self._which()}{self.noun}"

    def _lead(self) -> str:
        return f"{self.time}{self.place}" + ("的" if self.place and not self.which else "")

    def _which(self) -> str:
        return f"{self.which}的" if self.which else ""

    def _is_named(self, measure: Measure) -> bool:
        """The table is named with the measure unless the measure's own name says which table is meant."""
        table = self.query.tables[0]
        own_name = len(self.words.table(table)) <= 4
        return (
            measure.field is None
            or own_name
            or bool(self.which)
            or not self.words.is_telling(table, measure.field.column)
        )

    def _unit(self, measure: Measure) -> str:
        return self.words.unit(measure.field.column) if measure.field else ""

    def _distinct(self, measure: Measure) -> str:
        assert measure.field is not None  # noqa: S101 - distinct values are of a column
        called = self.words.of_column(self.query.tables[0], measure.field.column)
        return f"{counter(called)}不同的{called}" if called else f"种不同的{self.say.column(measure.field)}"

    def _place(self, condition: Condition) -> str:
        """A row of another table by its name: 庐山服务区, 供应商“绿滋肴”."""
        assert isinstance(condition, Equals)  # noqa: S101 - see _is_place
        noun = self.words.noun(self.query, condition.field.source)
        return condition.value if noun in condition.value else f"{noun}“{condition.value}”"


def _is_time(condition: Condition) -> bool:
    return isinstance(condition, Window) and condition.main


def _is_place(condition: Condition) -> bool:
    return isinstance(condition, Equals) and condition.entity
