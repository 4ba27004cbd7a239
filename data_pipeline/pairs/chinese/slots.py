"""What the parts of a question are called in Chinese, for the check that it is complete."""

from __future__ import annotations

import re
from functools import lru_cache

from data_pipeline.pairs import slots
from data_pipeline.pairs.chinese.dates import done_at, ended_at, period_noun
from data_pipeline.pairs.chinese.grammar import deed, number, period, state, total
from data_pipeline.pairs.slots import Slot, SlotWords

_MOST = tuple(f"最{most}" for most in "多高大晚长")
_LEAST = tuple(f"最{least}" for least in "少低小早短")
_FALLING = tuple(f"从{most}到{least}" for most, least in ("多少", "高低", "大小", "晚早", "长短"))
_RISING = tuple(f"从{least}到{most}" for most, least in ("多少", "高低", "大小", "晚早", "长短"))


@lru_cache(maxsize=10_000)  # the same columns are asked about again and again
def _columns(column: str) -> Slot:
    """A column as it is said in a sum, as a state, as a date on which something is done, without its table's noun."""
    yes, no = state(column, True), state(column, False)
    verb = (done_at(column), ended_at(column))
    said = (total(column), *((yes, no) if "是否" in column else ()), column.removesuffix("名称"), *verb)
    short = re.sub("^(?:所属|所在|对应)(?=..)", "", column.removesuffix("名称"))
    keyed = re.sub("(?:的员工)?(?:ID|Id|id)$", "", re.sub("^主键", "", column))
    ending = column[-2:] if len(column) >= 4 else ""
    periods = (period_noun(column, grain) for grain in ("year", "month", "quarter"))
    return tuple(form for form in (*said, keyed, short, ending, *(periods if verb[0] else ())) if form)


def _numbers(value: str) -> Slot:
    return (*slots.number_forms(value), number(value))


def _owning(noun: str, counted: bool) -> tuple[str, ...]:
    """有投诉记录的处理人有多少名, 哪些服务区有投诉记录."""
    if counted:
        return f"的{noun}有多少", f"的{noun}的数量", f"的{noun}数量"
    return f"哪些{noun}有", f"的{noun}有哪些", f"的{noun}。"


CHINESE_SLOTS = SlotWords(
    aggregates={"count": ("多少", "数量", "总数", "几", "最多", "最少", "超过", "多于", "至少", "不少于", "达到",
                          "少于", "不足", "恰好", "正好"),
                "count_distinct": ("不同", "去重"), "sum": ("总", "合计", "之和"), "avg": ("平均",),
                "max": (*_MOST, "最大值"), "min": (*_LEAST, "最小值"), "share": ("百分之", "百分比", "比例", "占比")},
    descending=(*_MOST, *_FALLING, "降序", "倒序"),
    ascending=(*_LEAST, *_RISING, "升序", "先后", "顺序"),
    some=("没有的不算",), ties=("相同时", "并列时"),
    above=tuple("高多大长晚"), below=tuple("低少小短早"), than_all=("都",),
    grains={"year": ("年",), "quarter": ("季",), "month": ("月",), "weekday": ("星期", "一周")},
    computed={"product": ("乘",), "difference": ("之差",), "days": ("天数",), "length": ("字数",), "initial": ("首字",),
              "full_name": ("全名", "姓名")},
    overs={"rank": ("排名", "名次"), "running": ("累计",), "share": ("百分", "占比"), "group_average": ("平均",)},
    derived={"top_per_group": ("各", "每"), "average_of_groups": ("平均",), "groups_above_average": ("平均",),
             "alike": ("两两", "每一对"), "any": ("有没有", "是否", "吗？"),
             "change": ("变化", "增减", "环比")},
    sets={"union": ("或",), "intersect": ("并且", "同时", "又"), "except": ("但不", "排除", "除去", "没有", "不是")},
    distinct=("不同", "哪些", "去掉重复"),
    owning=_owning,
    exactly=("恰好", "正好", "刚好"),
    denies=re.compile("没|未|无|不"),
    band=("档",),
    negated=("没有", "不是", "未"),
    period=period,
    numbers=_numbers,
    column=_columns,
    who=lambda role: (f"谁{done}",) if (done := deed(role)) else (),
    ranked=lambda column, descending: "",  # 最晚 and the like follow the name of their column
)  # fmt: skip
