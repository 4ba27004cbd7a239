"""Questions in Chinese for a figure of each group, or for the groups that stand out."""

from __future__ import annotations

from data_pipeline.pairs.chinese.figures import SHORT, counted_rows, is_telling, of_rows, told
from data_pipeline.pairs.chinese.grammar import counter, listed, number
from data_pipeline.pairs.chinese.orders import then
from data_pipeline.pairs.chinese.phrases import ChinesePhrases
from data_pipeline.pairs.chinese.ranks import (
    each_figure,
    extra_names,
    given,
    is_count,
    listing_also,
    order,
    ranked,
    some,
    top,
)
from data_pipeline.pairs.chinese.zero import most_of_all, with_zero
from data_pipeline.pairs.tree import Having
from data_pipeline.pairs.values import Band, Bucket, Field, fields_of

_COUNTED = {">": ("超过", "多于"), ">=": ("至少有", "不少于", "达到"), "<": ("少于", "不足"), "<=": ("不超过",),
            "=": ("恰好有", "正好有")}  # fmt: skip
_ABOVE = {">": ("超过", "高于"), ">=": ("不低于",), "<": ("低于",), "<=": ("不超过",)}


def grouped(say: ChinesePhrases) -> str:
    """A figure for each group."""
    query = say.query
    if query.windows:
        return then(_with_windows(say), order(say))
    outer = any(join.outer for join in query.joins)
    if query.limit and query.orders:
        return most_of_all(say, query.limit) if outer else some(say, top(say, query.orders[0], query.limit))
    if query.having:
        return some(say, _filtered(say, query.having))
    if outer:
        return then(with_zero(say), order(say))
    return then(some(say, _each(say)), order(say))


def by_groups(say: ChinesePhrases) -> str:
    """按服务区和月."""
    return f"按{listed([say.by(dimension) for dimension in say.query.dimensions])}"


def group_noun(say: ChinesePhrases) -> str:
    """What the groups are: 服务区, 年份和服务区."""
    return listed([say.dimension(dimension) for dimension in say.query.dimensions])


def _each(say: ChinesePhrases) -> str:
    query, by = say.query, by_groups(say)
    about = of_rows(say, query.measures)
    names = f"，并列出{extra_names(say)}" if extra_names(say) else ""
    wordings = [
        f"{by}统计{about}{names}。",
        f"{by}统计{about}{names}。",
        f"请{by}统计{about}{names}。",
        f"{by}分组，{about}分别是多少？",
    ]
    every = [say.every(dimension) for dimension in query.dimensions]
    if isinstance(band := query.dimensions[0].value, Band):
        bands = f"按{say.column(band.field)}分为低（低于{number(band.low)}）、中、高（{number(band.high)}及以上）三档"
        return say.pick(
            f"{bands}，统计各档的{about}。", f"{bands}，各档的{about}分别是多少？", f"{bands}，列出每一档的{about}。"
        )
    if any(say.are_some(dimension) for dimension in query.dimensions):
        return listing_also(_of_each(say, "".join(every)), extra_names(say))
    if all(every) and not names:
        wordings += [f"{_of_each(say, ''.join(every))}"] * 5
    return say.pick(*wordings)


def _of_each(say: ChinesePhrases, every: str) -> str:
    """各服务区分别有多少条投诉记录？"""
    measures, time = say.query.measures, say.time()
    if len(measures) == 1 and is_count(measures[0]):
        rows, unit = say.rows(timed=False), say.one_of_rows()
        if len(say.which()) > SHORT:
            return say.pick(
                f"{time}{every}的{rows}分别有多少{unit}？",
                f"{time}{every}的{rows}各有多少{unit}？",
                f"统计{time}{every}的{rows}数量。",
            )
        return say.pick(
            f"{time}{every}分别有多少{unit}{rows}？",
            f"{time}{every}有多少{unit}{rows}？",
            f"统计{time}{every}的{rows}数量。",
            f"{time}{every}各有多少{unit}{rows}？",
        )
    figures = told(say, measures)
    if say.which() or say.place() or not all(is_telling(say, measure) for measure in measures):
        about = of_rows(say, measures, timed=False)
        return say.pick(
            f"{time}{every}的{about}分别是多少？", f"统计{time}{every}的{about}。", f"{time}{every}的{about}是多少？"
        )
    return say.pick(
        f"{time}{every}的{figures}分别是多少？",
        f"统计{time}{every}的{figures}。",
        f"{time}{every}的{figures}是多少？",
        f"查询{time}{every}的{figures}。",
    )


def _filtered(say: ChinesePhrases, having: Having) -> str:
    dimension, asked = say.query.dimensions[0], extra_names(say)
    group, met = say.dimension(dimension), f"{ranked(say, having.measure)}{_met(say, having)}"
    also = each_figure(say, many=True)
    if fields_of(dimension.value)[0].column.category == "B":
        return then(f"按{group}分组，{met}的有哪些{also}？", order(say))
    wordings = [
        f"{met}的{group}有哪些{also}？",
        f"列出{met}的{group}{given(say)}。",
        f"找出{met}的{group}{given(say)}。",
    ]
    if not say.is_restricted:
        wordings += [f"哪些{group}的{met}{also}？"] * 3
    return listing_also(then(say.pick(*wordings), order(say)), asked)


def _met(say: ChinesePhrases, having: Having) -> str:
    measure = having.measure
    if is_count(measure):
        unit = counter(counted_rows(say, measure))
        return f"{say.pick(*_COUNTED[having.operator])}{having.value}{unit}"
    above = say.pick(*_ABOVE[having.operator])
    assert isinstance(measure.of, Field)  # noqa: S101 - thresholds are of columns
    return f"{above}{say.amount(measure.of.column, having.value)}"


def _with_windows(say: ChinesePhrases) -> str:
    over, by, about = say.query.windows[0], by_groups(say), of_rows(say, say.query.measures)
    if over.kind == "running":
        value = current(say)
        return say.pick(
            f"{by}统计{about}，并给出截至{value}的累计值。",
            f"{by}统计{about}及累计值。",
            f"{by}看，{about}以及累计值分别是多少？",
        )
    group = group_noun(say)
    return say.pick(
        f"{by}统计{about}及其占总量的百分比。",
        f"{by}统计{about}，以及各{group}的占比。",
        f"各{group}的{about}分别是多少，占总量的百分之多少？",
    )


def current(say: ChinesePhrases) -> str:
    """当月, 当季, 当年."""
    value = say.query.dimensions[0].value
    grain = value.grain if isinstance(value, Bucket) else ""
    return {"month": "当月", "quarter": "当季", "year": "当年"}.get(grain, "当前")
