"""Values and aggregates of one query as Chinese nouns."""

from __future__ import annotations

from data_pipeline.han import has_han
from data_pipeline.pairs.chinese.dates import period_noun
from data_pipeline.pairs.chinese.grammar import full_names, listed, number, scale, total
from data_pipeline.pairs.chinese.names import Names
from data_pipeline.pairs.tree import Measure
from data_pipeline.pairs.values import Band, Bucket, Computed, Field, Value, fields_of

PERIODS = {"year": "年份", "quarter": "季度", "month": "月份", "weekday": "星期几"}
_FIGURES = {"sum": "总和", "avg": "平均值", "max": "最大值", "min": "最小值"}


class Values(Names):
    """Values, alone and added up, in words."""

    def value(self, value: Value) -> str:
        """Any value of a row as a noun."""
        match value:
            case Field():
                return self.column(value)
            case Bucket(field=field, grain=grain, main=main):
                return PERIODS[grain] if main else period_noun(self.column(field), grain)
            case Band(field=field, low=low, high=high):
                return f"{self.column(field)}档次（低于{number(low)}为低，{number(high)}及以上为高）"
            case Computed():
                return self._computed(value)

    def shown(self, values: tuple[Value, ...]) -> str:
        """Several values in a list, flags last; the noun of another table is said once: 服务区的名称和星级."""
        ordered = sorted(dict.fromkeys(values), key=_is_flag)
        said = full_names([self.value(value) for value in ordered])
        link = self.pick("和", "和", "以及")
        noun = self.noun_of(min(field.source for value in ordered for field in fields_of(value)))
        shared = len(said) > 1 and has_han(noun) and noun != self.noun_of(0)
        if shared and all(text.startswith(noun) and len(text) > len(noun) + 1 for text in said):
            return f"{noun}的{listed([text.removeprefix(noun) for text in said], link)}"
        return listed(said, link)

    def _computed(self, value: Computed) -> str:
        first, *rest = [self.column(field) for field in value.fields]
        match value.kind:
            case "product":
                return f"{first}与{rest[0]}的乘积"
            case "difference":
                return f"{first}与{rest[0]}之差"
            case "days":
                return f"从{rest[0]}到{first}的天数"
            case "length":
                return f"{first}的字数"
            case "initial":
                return f"{first}的首字"
            case "full_name":
                return "全名"

    def measure(self, measure: Measure) -> str:
        """An aggregate of a column as a noun: 支付总金额, 平均月薪, 对应服务区的平均星级."""
        assert measure.of is not None  # noqa: S101 - counts and shares are worded with their sentence
        field = fields_of(measure.of)[0]
        if isinstance(measure.of, Computed):
            return f"{self.value(measure.of)}{'之和' if measure.kind == 'sum' else '的' + _FIGURES[measure.kind]}"
        own, owner = self.owned(field)
        return f"{owner}{self._aggregated(measure, field, own)}"

    def owned(self, field: Field) -> tuple[str, str]:
        """(平均星级's column, 对应服务区的): a column and whose it is, "" where that is told."""
        noun = self.noun_of(field.source)
        column = self.column(field)
        if not field.source or not has_han(noun) or not column.startswith(noun) or len(column) < len(noun) + 2:
            return column, ""
        if noun == self.noun:  # the rows of a link table are called by that end
            return column.removeprefix(noun), ""
        return column.removeprefix(noun), f"{noun}的" if self.is_role(field.source) else f"对应{noun}的"

    def figures(self, measures: tuple[Measure, ...]) -> str:
        """Several aggregates of one column: 停车位数量的平均值和最大值."""
        value = measures[0].of
        assert value is not None  # noqa: S101 - the caller asks only then
        own, owner = self.owned(value) if isinstance(value, Field) else (self.value(value), "")
        return f"{owner}{own}的{listed([_FIGURES[measure.kind] for measure in measures])}"

    def _aggregated(self, measure: Measure, field: Field, column: str) -> str:
        if measure.kind == "sum":
            return total(column)
        if measure.kind == "avg":
            return column if column.startswith("平均") else f"平均{column}"
        most, least = scale(field.column, column)
        extreme = column.startswith(("最", "平均"))  # 最高最低价格
        if extreme or most == "多" or (not has_han(column) and most != "晚"):
            return f"{column}的{'最大值' if measure.kind == 'max' else '最小值'}"
        return f"最{most if measure.kind == 'max' else least}{column}"

    def degree(self, value: Value) -> tuple[str, str]:
        """(most, least) of a value: 高低, 多少."""
        if isinstance(value, Computed):
            return {"length": ("多", "少"), "days": ("多", "少")}.get(value.kind, ("大", "小"))
        field = fields_of(value)[0]
        return scale(field.column, self.column(field))

    def unit(self, measure: Measure) -> str:
        """元 of a sum of money; "" where the comment names none."""
        return self.words.unit(measure.of.column) if isinstance(measure.of, Field) else ""


def _is_flag(value: Value) -> bool:
    return isinstance(value, Field) and value.column.category == "B"
