"""The parts of a Chinese question: conditions, measures, counting words."""

from __future__ import annotations

import re
from decimal import Decimal

from data_pipeline.catalog.model import Column
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
from data_pipeline.pairs.words import ChineseWords

_COUNTERS = (
    ("员工|人员|用户|会员|客户|顾客|学生|教师|司机|乘客|演员", "名"),
    ("记录|流水|日志|明细|数据|统计|投诉|评论|评价|消息|汇总|巡检|缴纳", "条"),
    ("合同|协议|报告|保单|问卷", "份"),
    ("订单|交易|支付|付款|退款|账单|发票", "笔"),
    ("公司|企业|供应商|商户|店|档口|商铺|银行|酒店|机构", "家"),
    ("工单|单|任务", "张"),
    ("卡|票|照片", "张"),
    ("车|车辆|设备|机", "台"),
    ("商品|产品|物料|菜品", "种"),
    ("路线|路段|线路|道路", "条"),
)
_KINDS = ("类型", "类别", "方式", "业态", "种类", "渠道", "分类")
_STATE_VERBS = {"有": "没有", "已": "未", "支持": "不支持", "可": "不可", "能": "不能", "提供": "不提供", "在": "不在",
                "需": "不需", "列入": "未列入"}  # fmt: skip


class ChinesePhrases:
    """Phrases about one query."""

    def __init__(self, query: Query, words: ChineseWords) -> None:
        self.query = query
        self.words = words
        self.noun = words.table(query.tables[0])

    def column(self, field: Field) -> str:
        """The column beside its noun: 服务区名称 is 名称 said of 服务区; 状态 is 服务区状态 said of other rows."""
        noun = self.words.noun(self.query, field.source)
        column = self.words.field(self.query, field)
        if field.source:
            return column if noun in column else _joined(noun, column)
        rest = column.removeprefix(noun).lstrip("的")
        return rest if len(rest) > 1 else column

    def condition(self, condition: Condition) -> str:
        """What goes before 的 and the noun."""
        if isinstance(condition, Related):
            return f"{'有' if condition.exists else '没有'}{self.words.table(condition.child)}"
        column = self.column(condition.field)
        match condition:
            case Equals(field=field, value=value):
                gap = (
                    " " if column.endswith(" ") else ""
                )  # an English name among Chinese words keeps its value apart too
                return f"{column}为{gap}{quoted_value(self.words.value(field.column, value))}{gap}"
            case IsTrue(value=value):
                return _truth(column, value)
            case Compare(field=field, operator=operator, value=value):
                return f"{column}{'超过' if operator == '>' else '低于'}{self.amount(field.column, value)}"
            case Between(field=field, low=low, high=high):
                return f"{column}在{number(low)}到{self.amount(field.column, high)}之间"
            case Window():
                return f"{column}在{window(condition)}"
            case IsNull(negated=negated):
                return f"{'有' if negated else '没有'}{column}"
            case Contains(part=part):
                return f"{column}中包含“{part}”"

    def measure(self, measure: Measure, *, full: bool) -> str:
        """An aggregate of a column as a noun; ``full``: the column's whole name, because its table is not named."""
        assert measure.field is not None  # noqa: S101 - counts and shares are worded with their sentence
        column = self.words.field(self.query, measure.field) if full else self.column(measure.field)
        if measure.kind == "sum":
            return total(column)
        if measure.kind == "avg":
            return column if column.startswith("平均") else f"平均{column}"
        most, least = scale(measure.field.column, column)
        most, least = ("大", "小") if most == "多" else (most, least)
        return f"最{most if measure.kind == 'max' else least}{column}"

    def dimension(self, dimension: Dimension) -> str:
        """What one group is: 服务区, 支付方式, 月份."""
        if dimension.bucket:
            return "月份" if dimension.bucket == "month" else "年份"
        if dimension.entity:
            return self.words.noun(self.query, dimension.field.source)
        column = self.column(dimension.field)
        return column.removesuffix("名称") if len(column) > 3 else column

    def counter(self, dimension: Dimension) -> str:
        """The counting word of the groups."""
        noun = self.dimension(dimension)
        return counter(noun) if dimension.entity else "种" if noun.endswith(_KINDS) else "个"

    def amount(self, column: Column, value: str) -> str:
        """A threshold with its unit."""
        unit = self.words.unit(column)
        return (value if "万" in unit or "亿" in unit else number(value)) + unit


def _joined(noun: str, column: str) -> str:
    """租赁合同 + 合同状态 -> 租赁合同状态: what one ends and the other begins with is said once."""
    shared = next((n for n in range(min(len(noun), len(column)), 1, -1) if noun.endswith(column[:n])), 0)
    return noun + column[shared:]


def counter(noun: str) -> str:
    """个, 家, 条 ...: by what the noun ends in."""
    return next((word for endings, word in _COUNTERS if re.search(f"(?:{endings})$", noun.strip())), "个")


def scale(column: Column, noun: str) -> tuple[str, str]:
    """(most, least) as this column has it: 高低, 大小, 多少, 晚早."""
    if column.category == "D":
        return "晚", "早"
    if re.search("(?:数|数量|次|车位|积分|人数)$", noun):
        return "多", "少"
    return ("大", "小") if re.search("(?:面积|量|时长|余额|规模)$", noun) else ("高", "低")


def total(column: str) -> str:
    """The sum of a column: 支付总金额, 订单总数, 总电费."""
    if re.search("总|合计|累计", column) and column[0] not in "年月日":
        return column
    for ending in ("金额", "数量", "单数", "人数", "次数"):
        if column.endswith(ending) and len(column) > len(ending):
            return column.removesuffix(ending) + ending.replace("数量", "数").replace("金额", "总金额").replace(
                "数", "总数"
            )
    return f"总{column}" if len(column) <= 4 and column[0] not in "年月日" else f"{column}合计"


def number(value: str) -> str:
    """500000 -> 50万; small or uneven numbers as they stand."""
    amount = Decimal(value)
    if abs(amount) >= 10000 and amount % 100 == 0:
        return f"{(amount / 10000).normalize():f}万"
    return value


def window(window: Window) -> str:
    """2024年, 2024年第二季度, 2024年3月."""
    year = f"{window.start.year}年"
    if window.grain == "quarter":
        return f"{year}第{'一二三四'[window.start.month // 3]}季度"
    return f"{year}{window.start.month}月" if window.grain == "month" else year


def quoted_value(value: str) -> str:
    """In quotation marks where the value would not stand out as one word."""
    return value if re.fullmatch(r"[\w+\-.%]{1,12}", value) else f"“{value}”"


def _truth(column: str, value: bool) -> str:
    """是否有充电桩 -> 有充电桩 / 没有充电桩; 是否自营 -> 为自营 / 非自营."""
    if "是否" not in column:
        return f"{column}为{'是' if value else '否'}"
    before, _, state = column.partition("是否")
    for verb, negated in _STATE_VERBS.items():
        if state.startswith(verb):
            return before + (state if value else negated + state.removeprefix(verb))
    return before + (state if value else f"非{state}")
