"""Single conditions in Chinese: what goes before 的 and the noun."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column
from data_pipeline.han import has_han
from data_pipeline.pairs.chinese.dates import done_at, ended_at
from data_pipeline.pairs.chinese.grammar import (
    deed,
    full_name,
    listed,
    marked,
    number,
    period,
    quoted,
    scale,
    short_noun,
    since,
    state,
)
from data_pipeline.pairs.chinese.names import Names, is_role_noun, names_a_row
from data_pipeline.pairs.conditions import (
    Between,
    Beyond,
    ColumnCondition,
    Compare,
    Condition,
    Contains,
    Either,
    Equals,
    HasElement,
    IsNull,
    IsTrue,
    OneOf,
    Related,
    Relative,
    Since,
    Window,
)  # fmt: skip
from data_pipeline.pairs.related_rows import rows_told
from data_pipeline.pairs.roles import is_year
from data_pipeline.pairs.values import Field

_ABOVE = {">": ("超过", "大于", "高于"), "<": ("低于", "小于"), ">=": ("不低于",), "<=": ("不超过",)}
_AFTER = {">": "之后", "<": "之前", ">=": "及以后", "<=": "及以前"}
_MANY_ABOVE = {">": ("超过", "多于"), "<": ("少于", "不足"), ">=": ("不少于",), "<=": ("不超过",)}
_DONE_BY = 0.6  # how often what somebody did is said as a deed
SUPERIOR = re.compile("上级|领导|主管|manager|supervisor|boss")


class Conditions(Names):
    """One condition in words."""

    def condition(self, condition: Condition) -> str:
        """What goes before 的 and the noun."""
        match condition:
            case Related():
                return self.related(condition)
            case Either(first=Equals(field=field, negated=False) as first, second=Equals(negated=False) as second) if (
                field == second.field
            ):
                return self.condition(OneOf(field, (first.value, second.value)))
            case Either(first=first, second=second):
                return f"{self.condition(first)}{self.pick('或', '或者')}{self.condition(second)}"
            case Window() | Since() | IsNull():
                return self._dated(condition)
        return self._compared(condition, self.column(condition.field))

    def _compared(self, condition: ColumnCondition, column: str) -> str:
        match condition:
            case Equals(field=field, value=value, negated=negated, entity=entity):
                if names_a_row(condition):
                    value = full_name([one.value for one in self.naming(field.source)])
                if entity and not negated and (done := self._done_by(field, value)):
                    return done
                said = quoted(self.words.value(field.column, value)) + self._unit(field)
                named = self.label(field) if entity and field.source else self._key_column(field, column)
                return f"{named}{self.pick('不是', '不为') if negated else self.pick('为', '为', '是')}{said}"
            case OneOf(field=field, values=values):
                said = listed([quoted(self.words.value(field.column, value)) for value in values], "或")
                return f"{column}为{said}"
            case IsTrue(value=value):
                return state(column, value)
            case Compare(field=field, operator=operator, value=value) if is_year(field.column):
                return f"{column}在{value}年{_AFTER[operator]}"
            case Between(field=field, low=low, high=high) if is_year(field.column):
                return f"{column}在{low}年{self.pick('到', '至')}{high}年之间"
            case Compare(field=field, operator=operator, value=value):
                return f"{column}{self.pick(*self._above(field, column)[operator])}{self.amount(field.column, value)}"
            case Between(field=field, low=low, high=high):
                return f"{column}在{number(low)}{self.pick('到', '至')}{self.amount(field.column, high)}之间"
            case Contains(part=part, start=True):
                return f"{column}以{marked(part)}开头"
            case Contains(part=part):
                return f"{column}{self.pick('中包含', '里带有', '包含')}{marked(part)}"
            case HasElement(value=value):
                return f"{column}{self.pick('包含', '中有')}{quoted(value)}"
            case Relative():
                return self._relative(condition, column)
            case Beyond():
                return self._beyond(condition, column)
        raise AssertionError(condition)

    def _done_by(self, field: Field, name: str) -> str:
        """李红处理 of the handler 李红; "" where he is told otherwise."""
        noun = self.noun_of(field.source)
        done = deed(noun) if field.source and self.is_role(field.source) and has_han(name) else ""
        return f"{name}{done}" if done and self.rng.random() < _DONE_BY else ""

    def _key_column(self, field: Field, column: str) -> str:
        """经办人ID of 经办人员工ID; 所属高速路线 of 所属高速路线名称."""
        key = self.key_noun(field)
        if is_role_noun(key) and column.endswith("员工ID"):
            return f"{key}ID"
        stem = column.removesuffix("名称")
        return stem if len(stem) > 3 and not self.names_rows(field) and has_han(stem) else column

    def _above(self, field: Field, column: str) -> dict[str, tuple[str, ...]]:
        return _MANY_ABOVE if scale(field.column, column)[0] == "多" else _ABOVE

    def _relative(self, condition: Relative, column: str) -> str:
        """月薪高于平均水平; with other conditions it is said that all rows are meant: 月薪高于所有员工的平均值."""
        field = condition.field
        noun = self.noun_of(field.source) if field.source else short_noun(self.noun)
        everyone = f"所有{noun}" if len(self.query.conditions) > 1 else ""
        if condition.kind in ("greatest", "least"):
            most, least = scale(field.column, column)
            within = f"在{everyone}中" if everyone else ""
            return f"{column}{within}最{most if condition.kind == 'greatest' else least}"
        above = "高于" if condition.kind == "above_average" else "低于"
        return (
            f"{column}{above}{everyone and everyone + '的'}{'平均值' if everyone else self.pick('平均值', '平均水平')}"
        )

    def _beyond(self, condition: Beyond, column: str) -> str:
        """停车位数量比南康服务区多, 比所有五星服务区都多, 单价比类别为饮料的商品都高."""
        most, least = scale(condition.field.column, column)
        noun, other = self.noun_of(condition.field.source), condition.other
        if other.entity:
            others = other.value if other.value.endswith(noun[-2:]) else f"{noun}{marked(other.value)}"
        else:
            kind = self.before_noun(other, noun)
            others = f"所有{kind}都" if kind else f"{self._compared(other, self.column(other.field))}的{noun}都"
        return f"{column}比{others}{most if condition.above else least}"

    def _dated(self, condition: Window | Since | IsNull) -> str:
        """2024年3月入职, 离职日期为空, 在2024年3月5日之后签订."""
        field, column = condition.field, self.column(condition.field)
        verb = "" if field.source else done_at(self.words.field(self.query, field))
        match condition:
            case Window():
                return f"{period(condition)}{verb}" if verb else f"{column}在{period(condition)}"
            case Since():
                when = since(condition)
                return f"在{when}{verb}" if verb else f"{column}在{when}"
            case IsNull(negated=negated):
                if not field.source and (over := ended_at(self.words.field(self.query, field))):
                    return f"已{over}" if negated else self.pick(f"尚未{over}", f"还没有{over}", f"没有{column}")
                called = self._called(field, column)
                return f"有{called}" if negated else self.pick(f"没有{called}", f"没有{called}", f"{called}为空")

    def _called(self, field: Field, column: str) -> str:
        """A key column as what it points at: 没有所在服务区, 没有维修人."""
        key = self.key_noun(field)
        if key and not field.source and is_role_noun(key):
            return key
        called = re.sub("(?:ID|Id|id)$", "", column)
        return called if key and len(called) > 1 else column

    def _unit(self, field: Field) -> str:
        return self.words.unit(field.column) if field.column.category == "N" and not field.column.value_labels else ""

    def amount(self, column: Column, value: str) -> str:
        """A threshold with its unit."""
        unit = self.words.unit(column)
        return (value if "万" in unit or "亿" in unit else number(value)) + unit

    # -- rows of other tables

    def related(self, related: Related) -> str:
        """有2024年3月的投诉记录, 没有档口, 处理过严重程度为重大的投诉记录."""
        inner = self.inner(related)
        parent, role = self.words.table(self.query.tables[0]), self.words.of_key(related.child, related.key)
        children = inner.rows(noun=self.child_noun(related))
        if parent.endswith(role) or not is_role_noun(role):
            return self._having(related, children)
        if related.child.key == self.query.tables[0].key and SUPERIOR.search(role):
            return self._having(related, inner.rows(noun="下属"))
        if done := deed(role):
            return f"{'' if related.exists else '没有'}{done}过{children}"
        return f"{'是' if related.exists else '不是任何'}{children}的{role}"

    def _having(self, related: Related, children: str) -> str:
        if related.exists:
            return f"{self.pick('有', '有', '有过')}{children}"
        return self.pick(f"没有{children}", f"没有任何{children}", f"没有{children}")

    def before_noun(self, condition: Condition | None, noun: str) -> str:
        """The rows with a value right before their noun; "" where nobody says so."""
        raise NotImplementedError

    def inner(self, related: Related) -> Conditions:
        """Phrases about the child."""
        return type(self)(rows_told(related), self.words, self.rng)

    def child_noun(self, related: Related) -> str:
        """What a row has of the child."""
        raise NotImplementedError

    def rows(self, *, noun: str = "", timed: bool = True) -> str:
        """The rows with everything that is said of them."""
        raise NotImplementedError
