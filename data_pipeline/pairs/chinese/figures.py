"""Questions in Chinese for figures: of all rows, of each group, of the groups that stand out."""

from __future__ import annotations

from data_pipeline.han import has_han
from data_pipeline.pairs.chinese.grammar import counter, listed
from data_pipeline.pairs.chinese.phrases import ChinesePhrases
from data_pipeline.pairs.owners import OWNING, owner
from data_pipeline.pairs.subjects import name_columns
from data_pipeline.pairs.tree import Measure
from data_pipeline.pairs.values import Field, fields_of

_WHERE = ("城市", "地市", "省份", "国家", "区县")  # what rows are in, as things are spread over a map
SHORT = 3  # characters that may come between 有多少 and the rows: 有多少份已到期的合同


def single(say: ChinesePhrases) -> str:
    """One row of figures."""
    measures = say.query.measures
    first = measures[0]
    if len(measures) > 1:
        return _several(say)
    if first.kind == "share":
        return _share(say, first)
    if first.kind == "count":
        return _count(say)
    if first.kind == "count_distinct":
        return _distinct(say, first)
    about, unit = of_rows(say, measures), say.unit(first)
    if isinstance(first.of, Field) and first.of.column.category == "D":
        when = "是哪一天" if first.of.column.type == "date" else "是什么时候"
        return say.pick(f"{about}{when}？", f"{about}{when}？", f"查询{about}。", f"请给出{about}。")
    return say.pick(
        f"{about}是多少{unit}？",
        f"{about}是多少{unit}？",
        f"查询{about}。",
        f"{about}有多少？" if first.kind == "sum" else f"{about}是多少？",
        f"请统计{about}。",
        f"计算{about}。",
        f"帮我算一下{about}。",
    )


def of_rows(say: ChinesePhrases, measures: tuple[Measure, ...], *, timed: bool = True) -> str:
    """The figures with the rows that they are of: 2024年庐山服务区的支付总金额, 投诉记录数量."""
    if len(measures) == 1 and measures[0].kind == "count" and measures[0].condition is None:
        return f"{counted_rows(say, measures[0], timed=timed)}{say.pick('数量', '数量', '数量', '总数')}"
    said = told(say, measures)
    if len(measures) == 1 and measures[0].condition:
        return f"{say.rows(timed=timed)}中{said}"
    if all(is_telling(say, measure) for measure in measures) and not say.is_one:
        if not say.which():
            before = say.before(timed=timed)
            return f"{before}{'的' if before else ''}{said}"
        if end := say.end_told():
            return f"{say.time() if timed else ''}{end}的{said}"
    return f"{say.rows(timed=timed)}{'' if said.startswith(('对应', '涉及')) else '的'}{said}"


def told(say: ChinesePhrases, measures: tuple[Measure, ...]) -> str:
    """The figures alone; several of one column name it once."""
    if (
        len(measures) > 1
        and len({measure.of for measure in measures}) == 1
        and measures[0].of
        and not any(m.condition for m in measures)
    ):
        return say.figures(measures)
    return listed(list(dict.fromkeys(figure(say, measure) for measure in measures)))


def figure(say: ChinesePhrases, measure: Measure) -> str:
    """One figure beside its rows: 数量, 不同支付方式的数量, 支付总金额, 渠道为电话的数量."""
    if measure.condition:
        said = say.condition(measure.condition)
        return f"{said}的{say.pick('占比', '比例')}" if measure.kind == "share" else f"{said}的数量"
    if measure.kind == "count":
        return "数量"
    if measure.kind == "count_distinct":
        return f"涉及的不同{distinct_noun(say, measure)}数量"
    return say.measure(measure)


def counted_rows(say: ChinesePhrases, measure: Measure, *, timed: bool = True) -> str:
    """What a count counts: the rows, or those of the table that its value is of."""
    if measure.of is None or not (source := fields_of(measure.of)[0].source):
        return say.rows(timed=timed)
    from data_pipeline.pairs.conditions import Related

    key = next(join.key for join in say.query.joins if join.source == source)
    return say.child_noun(Related(say.query.tables[source], key, exists=True))


def distinct_noun(say: ChinesePhrases, measure: Measure) -> str:
    """What is counted once each: a column, or what it points at."""
    assert isinstance(measure.of, Field)  # noqa: S101 - distinct values are of a column
    table = say.query.table_of(measure.of)
    named = say.names_rows(measure.of) and len(say.words.field(say.query, measure.of).strip()) > 4
    if measure.of.source and (named or say.name_whole_rows([measure.of])):
        return say.noun_of(measure.of.source)
    if other := _other_thing(say, measure.of):
        return other
    return say.words.of_column(table, measure.of.column) or say.column(measure.of)


def _other_thing(say: ChinesePhrases, field: Field) -> str:
    """服务区 of the 服务区名称 of daily records, whose own name it is not; "" of other columns."""
    table = say.query.table_of(field)
    named = say.words.field(say.query, field)
    thing = named.removesuffix("名称")
    others = thing != named and len(thing) > 1 and thing not in say.words.table(table)
    return thing if others and not field.source and field.column not in name_columns(table) else ""


def is_telling(say: ChinesePhrases, measure: Measure) -> bool:
    """The figure's own name tells which rows are meant."""
    if not isinstance(measure.of, Field) or measure.kind in ("count", "count_distinct") or measure.of.source:
        return False
    if say.leading or measure.of.column.category == "D":  # the latest date: of what?
        return False
    table, column = say.query.tables[0], measure.of.column
    named = say.words.field(say.query, measure.of)
    return len(say.noun) > 4 and has_han(named) and len(named) > 2 and say.words.is_telling(table, column)


def _count(say: ChinesePhrases) -> str:
    rows, counted = say.rows(), say.one_of_rows()
    before, which, noun = say.before(), say.which(), say.led(say.noun)
    lead = f"{before}{say.pick('', '一共', '共')}有多少{counted}"
    asked = [f"{rows}有多少{counted}？", f"{rows}一共有多少{counted}？", f"查一下{rows}有多少{counted}。"]
    if len(which) <= SHORT:  # 有多少 and what is counted stand together
        asked += [f"{lead}{which + '的' if which else ''}{noun}？"] * 2
    if not any("数量" in column for column in say.words.columns(say.query.tables[0])):
        asked += [f"统计{rows}的数量。", f"查询{rows}的数量。"]
    return say.pick(*asked)


def _distinct(say: ChinesePhrases, measure: Measure) -> str:
    counted, rows = distinct_noun(say, measure), say.rows()
    unit, have = counter(counted), "有" if _is_own(say, measure) else "涉及"
    if have == "有" and counted.endswith(_WHERE) and not say.is_one:
        return say.pick(f"{rows}分布在多少{unit}不同的{counted}？", f"{rows}一共分布在几{unit}不同的{counted}？")
    asked = owner(say.query) and counted != say.noun and not say.is_one and not rows.startswith("有")
    if asked and say.rng.random() < OWNING:
        return say.pick(f"有{rows}的{counted}有多少{unit}？", f"统计有{rows}的{counted}的数量。")
    return say.pick(
        f"{rows}{have}多少{unit}不同的{counted}？",
        f"{rows}中共有多少{unit}不同的{counted}？",
        f"查一下{rows}{have}多少{unit}不同的{counted}。",
        f"{rows}一共{have}几{unit}不同的{counted}？",
    )


def _is_own(say: ChinesePhrases, measure: Measure) -> bool:
    """What is counted is the rows' own (状态 of 维修工单), not another thing that they belong to (服务区)."""
    assert isinstance(measure.of, Field)  # noqa: S101 - distinct values are of a column
    return not (measure.of.source or say.key_noun(measure.of) or _other_thing(say, measure.of))


def _several(say: ChinesePhrases) -> str:
    measures = say.query.measures
    if len(measures) == 2 and measures[1].condition:
        part, counted = say.condition(measures[1].condition), say.one_of_rows()
        return say.pick(
            f"{say.rows()}一共有多少{counted}，其中{part}的有多少{counted}？",
            f"统计{say.rows()}的总数，以及其中{part}的数量。",
        )
    told = of_rows(say, measures)
    return say.pick(f"{told}分别是多少？", f"查询{told}。", f"统计{told}。", f"请给出{told}。", f"{told}各是多少？")


def _share(say: ChinesePhrases, measure: Measure) -> str:
    assert measure.condition is not None  # noqa: S101 - that is what a share is of
    part, rows = say.condition(measure.condition), say.rows()
    return say.pick(
        f"{rows}中，{part}的占百分之多少？",
        f"{part}的{say.noun}占{'全部' if not say.is_restricted else ''}{rows}的百分比是多少？"
        if not say.is_restricted
        else f"{rows}中，{part}的占比是多少？",
        f"{rows}中{part}的比例是多少？",
        f"统计{rows}中{part}的占比。",
    )
