"""Questions in Chinese for the groups that come first, and what is said of groups in order."""

from __future__ import annotations

import re

from data_pipeline.han import has_han
from data_pipeline.pairs.chinese.figures import counted_rows, of_rows, told
from data_pipeline.pairs.chinese.grammar import counter, deed, full_names, listed, which_one
from data_pipeline.pairs.chinese.phrases import ChinesePhrases
from data_pipeline.pairs.subjects import name_columns
from data_pipeline.pairs.tree import Dimension, Measure, Order
from data_pipeline.pairs.values import Bucket, Field, fields_of

_WHO = 0.5  # how often who did most is asked for as 谁
_DOER = re.compile("(?!联系|持卡|收货|收件|寄件|当事|法定|所有|受益)([\u4e00-\u9fff]{2})人")


def is_count(measure: Measure) -> bool:
    """Whether it counts rows."""
    return measure.kind == "count" and measure.condition is None


def extra_names(say: ChinesePhrases) -> str:
    """The columns shown of an entity, where they are more than what it is called by."""
    dimension = say.query.dimensions[0]
    shown = [value for value in say.query.shown if isinstance(value, Field)]
    shown = [value for value in shown if value.source == fields_of(dimension.value)[0].source]
    if (
        not dimension.entity
        or not shown
        or {value.column for value in shown} <= {*name_columns(say.query.table_of(shown[0]))}
    ):
        return ""
    noun = say.noun_of(shown[0].source)
    own = [rest if len(rest := said.removeprefix(noun)) > 1 else said for said in map(say.column, shown)]
    return listed([said if has_han(said) or said == "ID" else f" {said} " for said in full_names(own)])


def order(say: ChinesePhrases) -> str:
    """按数量从多到少排列; "" where no order is asked for."""
    if not say.query.orders:
        return ""
    wanted, arranged = say.query.orders[0], say.pick("排列", "排序")
    if isinstance(wanted.by, Bucket):
        return f"按时间先后{arranged}"
    most, least = _degree(say, wanted.by) if isinstance(wanted.by, Measure) else say.degree(wanted.by)
    ways = f"从{most}到{least}" if wanted.descending else f"从{least}到{most}"
    by = "数量" if isinstance(wanted.by, Measure) and wanted.by.kind.startswith("count") else ""
    return f"按{by}{ways}{arranged}" if by else f"{ways}{arranged}"


def _degree(say: ChinesePhrases, measure: Measure) -> tuple[str, str]:
    if measure.kind.startswith("count") or measure.of is None:
        return "多", "少"
    most, least = say.degree(measure.of)
    return ("高", "低") if most == "多" and measure.kind == "avg" else (most, least)


def listing_also(question: str, columns: str) -> str:
    """The question with what is to be listed of each group; "" of columns for nothing more."""
    if not columns:
        return question
    if question.endswith("？"):
        return f"{question}列出{columns}。"
    also = "以及" if "给出" in question else "，给出" if question.startswith("列出") else "，列出"
    return f"{question[:-1]}{also}{columns}。"


def top(say: ChinesePhrases, wanted: Order, limit: int) -> str:
    """The groups that come first, and what is to be listed of each."""
    return listing_also(_first_groups(say, wanted, limit), extra_names(say))


def _first_groups(say: ChinesePhrases, wanted: Order, limit: int) -> str:
    dimension, measure = say.query.dimensions[0], wanted.by
    assert isinstance(measure, Measure)  # noqa: S101 - groups are ranked by figures
    most = f"最{_degree(say, measure)[not wanted.descending]}"
    if isinstance(dimension.value, Bucket) and dimension.value.grain == "weekday":
        return _best_weekday(say, dimension.value, f"{ranked(say, measure, wanted)}{most}", limit)
    if isinstance(dimension.value, Field) and dimension.value.column.category == "B":
        return _of_two(say, dimension.value, f"{ranked(say, measure, wanted)}{most}", limit)
    among = _among(say, wanted, dimension, limit, most)
    if among and (say.are_some(dimension) or say.rng.random() < 0.5):
        return f"{among}{each_figure(say, many=limit > 1)}？"
    done = _deed(say, wanted)
    about = f"{done}{ranked(say, measure, wanted)}{most}"
    if limit == 1 and done and deed(say.dimension(dimension)) and say.rng.random() < _WHO:
        return f"谁{done}的{ranked(say, measure, wanted)}{most}{each_figure(say, many=limit > 1)}？"
    if limit == 1:
        group = say.dimension(dimension)
        return say.pick(
            f"{about}的{group}是{which_one(say.counter(dimension))}{each_figure(say, many=limit > 1)}？",
            f"查询{about}的{group}{given(say)}。",
            f"找出{about}的{group}{given(say)}。",
        )
    groups = say.groups(dimension, limit)
    return say.pick(
        f"{about}的{groups}是哪些{each_figure(say, many=limit > 1)}？",
        f"列出{about}的前{groups}{given(say)}。",
        f"找出{about}的{groups}{given(say)}。",
    )


def _deed(say: ChinesePhrases, wanted: Order) -> str:
    """处理 of 处理人, where their rows are counted; "" for others, and where the rows say so already."""
    dimension, measure = say.query.dimensions[0], wanted.by
    plain = (
        isinstance(measure, Measure) and is_count(measure) and isinstance(dimension.value, Field) and dimension.entity
    )
    if not plain or not say.is_role(fields_of(dimension.value)[0].source):
        return ""
    found = _DOER.fullmatch(say.dimension(dimension))
    return found[1] if found and not say.noun.startswith(found[1]) and not say.is_restricted else ""


def some(say: ChinesePhrases, question: str) -> str:
    """The question with what is said of those that have no rows at all, where there are any."""
    end = re.search("[？。]", question)
    return f"{question[: end.start()]}（没有的不算）{question[end.start() :]}" if say.query.some and end else question


def _among(say: ChinesePhrases, wanted: Order, dimension: Dimension, limit: int, most: str) -> str:
    """The question with 哪 first: 哪5个服务区的投诉记录最多, 2024年的投诉记录中，哪种渠道最多."""
    which, measure = say.which_group(dimension, limit), wanted.by
    assert isinstance(measure, Measure)  # noqa: S101 - as in _top
    if not say.is_restricted:
        return f"{which}{_deed(say, wanted)}的{ranked(say, measure, wanted)}{most}"
    if is_count(measure) and not dimension.entity and not isinstance(dimension.value, Bucket):
        return f"{counted_rows(say, measure)}中，{which}{most}"
    if not say.which() and not say.place():
        return f"{say.time()}{which}的{ranked(say, measure, wanted, timed=False)}{most}"
    return ""


def _of_two(say: ChinesePhrases, flag: Field, about: str, limit: int) -> str:
    """Which of two groups it is: those that are, or those that are not."""
    if limit > 1:
        return f"按{say.column(flag)}分组，列出{about}的前{limit}组{given(say)}。"
    return say.pick(
        f"按{say.column(flag)}分组，{about}的是哪一组{each_figure(say, many=limit > 1)}？",
        f"按{say.column(flag)}来看，哪一组的{about}{each_figure(say, many=limit > 1)}？",
    )


def _best_weekday(say: ChinesePhrases, value: Bucket, about: str, limit: int) -> str:
    by = "" if value.main else f"按{say.column(value.field)}看，"
    days = "" if limit == 1 else f"{limit}天"  # not the three days of all that had most
    return say.pick(
        f"{by}一周中{about}的{days or '一天'}是星期几{each_figure(say, many=limit > 1)}？",
        f"{by}一周里{about}的{days}是星期几{each_figure(say, many=limit > 1)}？",
    )


def ranked(say: ChinesePhrases, measure: Measure, wanted: Order | None = None, *, timed: bool = True) -> str:
    """What groups are ranked by, before 最多 or 最高: 满意度评分最高 needs no 最高满意度评分."""
    if is_count(measure):
        return counted_rows(say, measure, timed=timed)
    if wanted and measure.kind == ("max" if wanted.descending else "min") and isinstance(measure.of, Field):
        own, owner = say.owned(measure.of)
        return f"{say.rows(timed=timed)}{'' if owner.startswith('对应') else '的'}{owner}{own}"
    return of_rows(say, (measure,), timed=timed)


def each_figure(say: ChinesePhrases, *, many: bool) -> str:
    """，各有多少条: the figures that are shown of the groups, of one or of ``many``."""
    if not say.query.measures:
        return ""
    measure = say.query.measures[0]
    if len(say.query.measures) > 1:
        return "，各项数值分别是多少"
    if is_count(measure):
        return f"，{'各' if many else ''}有多少{counter(counted_rows(say, measure))}"
    return f"，{'分别是' if many else '是'}多少{say.unit(measure)}"


def given(say: ChinesePhrases) -> str:
    measures = say.query.measures
    if not measures:
        return ""
    if len(measures) == 1 and is_count(measures[0]):
        return f"{say.pick('及', '，并给出')}{'' if say.is_restricted else counted_rows(say, measures[0])}数量"
    return say.pick("及其", "，并给出") + told(say, measures)
