"""The order in which rows are wanted, in Chinese."""

from __future__ import annotations

from data_pipeline.pairs.chinese.phrases import ChinesePhrases
from data_pipeline.pairs.tree import Order
from data_pipeline.pairs.values import Bucket, Computed, Field

_CODED = ("状态", "类型", "类别", "编号", "编码", "期次", "等级", "级别", "程度", "ID", "序号")


def then(question: str, order: str) -> str:
    """The question with the order in which its answer is wanted."""
    if not order:
        return question
    if question.endswith("？"):
        return f"{question}请{order}。"
    return f"{question.removesuffix('。')}，{order}。"


def ordered(say: ChinesePhrases, order: Order) -> str:
    """按月薪从高到低排列."""
    value = order.by
    assert isinstance(value, Field | Bucket | Computed)  # noqa: S101 - rows are not ordered by aggregates
    by = say.value(value)
    arranged = say.pick("排列", "排序")
    if isinstance(value, Bucket):
        return f"按{by}先后{arranged}"
    if (isinstance(value, Field) and value.column.category in "SE") or (
        isinstance(value, Computed) and value.kind == "initial"
    ):
        return f"按{by}{'倒序' if order.descending else '顺序'}{arranged}"
    if isinstance(value, Field) and (value.column.value_labels or by.endswith(_CODED)):
        return f"按{by}{'降序' if order.descending else '升序'}{arranged}"
    most, least = say.degree(value)
    ways = [f"按{by}从{most}到{least}{arranged}", f"按{by}{'降序' if order.descending else '升序'}{arranged}"]
    if not order.descending:
        ways[0] = f"按{by}从{least}到{most}{arranged}"
    return say.pick(ways[0], ways[0], ways[1])


def most_of(say: ChinesePhrases, order: Order) -> str:
    """月薪最高, 入职日期最晚."""
    value = order.by
    assert isinstance(value, Field | Computed)  # noqa: S101 - rows are ranked by values
    most, least = say.degree(value)
    return f"{say.value(value)}最{most if order.descending else least}"


def ties_of(say: ChinesePhrases) -> str:
    """（相同时按名称排序）, before the end of a question; "" where nothing decides among rows that share their rank."""
    further = [order.by for order in say.query.orders[1:]]
    by = "、".join(say.value(value) for value in further if isinstance(value, Field))
    return f"（{say.pick('相同时', '并列时')}按{by}排序）" if by else ""
