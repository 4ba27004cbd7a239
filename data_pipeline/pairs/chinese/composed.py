"""Questions in Chinese made of questions."""

from __future__ import annotations

import re
from random import Random

from data_pipeline.pairs.chinese import figures, groups, ranks
from data_pipeline.pairs.chinese.grammar import counter, which_one
from data_pipeline.pairs.chinese.lists import listing, possessed
from data_pipeline.pairs.chinese.phrases import ChinesePhrases
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.related_rows import found_by_join
from data_pipeline.pairs.tree import Derived, Dimension, Measure, Query, Question, SetQuery, two_kinds, two_tables
from data_pipeline.pairs.values import Bucket, Field

_LAST = {"month": "上月", "quarter": "上季度", "year": "上年"}
_SPACES = re.compile(r"\s+")
_MARK = re.compile(r" ?([，。？、；：“”（）]) ?")


def to_chinese(question: Question, words: ChineseWords, rng: Random) -> str:
    """One question or request; ``rng`` chooses among the wordings."""
    return _tidy(_told(question, words, rng))


def _tidy(text: str) -> str:
    """Single spaces, none beside Chinese marks; nothing said twice in a row where parts meet."""
    text = _MARK.sub(r"\1", _SPACES.sub(" ", text).strip())
    return re.sub("的+", "的", text)


def _told(question: Question, words: ChineseWords, rng: Random) -> str:
    if isinstance(question, SetQuery):
        return _combined(question, words, rng)
    if isinstance(question, Derived):
        return _derived(question, ChinesePhrases(question.query, words, rng))
    return _plain(ChinesePhrases(question, words, rng))


def _plain(say: ChinesePhrases) -> str:
    query: Query = say.query
    if query.dimensions:
        return groups.grouped(say)
    return figures.single(say) if query.measures else listing(say)


def _combined(question: SetQuery, words: ChineseWords, rng: Random) -> str:
    say = ChinesePhrases(question.left, words, rng)
    first, second = (_met(ChinesePhrases(query, words, rng)) for query in (question.left, question.right))
    noun, shown = say.noun, say.shown(question.left.shown)
    if two_tables(question):
        return _of_tables(question, say, ChinesePhrases(question.right, words, rng).noun)
    if two_kinds(question):
        return _both(question, say, first, second)
    if question.kind == "except" and not first:
        lacking = _met(ChinesePhrases(question.right, words, rng), exists=False)
        asked = possessed(f"{lacking}的{noun}", shown)
        return say.pick(f"列出{asked}。", f"哪些{noun}{lacking}？列出{shown}。", f"查询{asked}。")
    if question.kind == "except":
        asked = possessed(f"{first}的{noun}", shown)
        return say.pick(
            f"列出{asked}，但不包括{second}的。",
            f"查询{asked}，排除其中{second}的。",
            f"{first}的{noun}中，除去{second}的，还有哪些？列出{shown}。",
        )
    link = say.pick("或者", "或") if question.kind == "union" else say.pick("并且", "，同时")
    rows = f"{first}{link}{second}的{noun}"
    asked = possessed(rows, shown)
    return say.pick(f"列出{asked}。", f"查询{asked}。", f"{rows}有哪些？请列出{shown}。")


def _of_tables(question: SetQuery, say: ChinesePhrases, other: str) -> str:
    """Places that two tables have in common, or the first one alone: 哪些城市既有客户又有供应商？"""
    rows, place = say.noun, say.shown(question.left.shown)
    both = f"既有{rows}又有{other}" if question.kind == "intersect" else f"有{rows}但没有{other}"
    return say.pick(f"哪些{place}{both}？", f"列出{both}的{place}。", f"{both}的{place}有哪些？")


def _both(question: SetQuery, say: ChinesePhrases, first: str, second: str) -> str:
    """What rows of two kinds have in common: 哪些城市既有…的店铺，又有…的店铺."""
    noun, shown = say.noun, say.shown(question.left.shown)
    if question.left.joins:
        rows = f"既{first}又{second}的{noun}"
        return say.pick(
            f"{rows}有哪些？请列出{shown}。", f"查询{possessed(rows, shown)}。", f"列出{possessed(rows, shown)}。"
        )
    shown = say.dimension(Dimension(question.left.shown[0]))  # 投诉类别, where 类别 would not say of what
    return say.pick(
        f"哪些{shown}既有{first}的{noun}，又有{second}的{noun}？",
        f"列出同时有{first}的{noun}和{second}的{noun}的{shown}。",
        f"查询既有{first}的{noun}，又有{second}的{noun}的{shown}。",
    )


def _met(say: ChinesePhrases, *, exists: bool = True) -> str:
    """The conditions of one side; of a table whose rows point at the subject's: 有2024年签订的合同."""
    related = found_by_join(say.query, exists=exists)
    return say.related(related) if related else say.all_of(say.query.conditions)


def _derived(question: Derived, say: ChinesePhrases) -> str:
    query = question.query
    if question.kind == "any":
        return _any(say)
    if question.kind == "alike":
        return _alike(question, say)
    if question.kind == "top_per_group":
        return _best(question, say)
    about = figures.of_rows(say, query.measures)
    match question.kind:
        case "change":
            return _change(say, about)
        case "average_of_groups":
            return _average(say, query.measures[0])
    group = say.dimension(query.dimensions[0])
    return say.pick(
        f"哪些{group}的{about}高于各{group}的平均水平？请列出具体数值。",
        f"{about}超过平均值的{group}有哪些，分别是多少？",
        f"找出{about}高于{group}平均水平的{group}及其数值。",
    )


def _any(say: ChinesePhrases) -> str:
    belonging = ""
    if say.query.joins and not say.is_restricted:
        belonging = f"对应{say.noun_of(say.query.joins[0].source)}的"
    rows = f"{belonging}{say.rows()}"
    if rows.startswith("有"):
        return f"是否存在{rows}？"
    return say.pick(f"有没有{rows}？", f"有没有{rows}？", f"是否有{rows}？", f"目前有{rows}吗？", f"是否存在{rows}？")


def _alike(question: Derived, say: ChinesePhrases) -> str:
    """Each two rows with the same value."""
    assert question.partition is not None  # noqa: S101 - what the rows have in common
    same, rows = say.value(question.partition), say.rows()
    return say.pick(
        f"哪些{rows}的{same}相同？请两两成对列出。",
        f"找出{same}相同的{rows}，两两一组列出。",
        f"列出{same}相同的每一对{rows}。",
    )


def _change(say: ChinesePhrases, about: str) -> str:
    value = say.query.dimensions[0].value
    assert isinstance(value, Bucket)  # noqa: S101 - changes are from period to period
    by, last = groups.by_groups(say), _LAST[value.grain]
    wordings = [
        f"{by}统计{about}，并给出与{last}相比的变化。",
        f"{by}统计{about}及较{last}的增减。",
        f"{by}看，{about}较{last}变化了多少？",
    ]
    if value.grain != "year":
        wordings.append(f"{by}统计{about}，并计算环比增减。")
    return say.pick(*wordings)


def _average(say: ChinesePhrases, measure: Measure) -> str:
    dimension = say.query.dimensions[0]
    group, unit = say.dimension(dimension), say.counter(dimension)
    if ranks.is_count(measure):
        rows = figures.counted_rows(say, measure)
        counted = counter(rows)
        return say.pick(
            f"平均每{unit}{group}有多少{counted}{rows}？",
            f"平均每{unit}{group}有多少{counted}{rows}？",
            f"计算每{unit}{group}平均拥有的{rows}数量。",
        )
    about = figures.of_rows(say, (measure,))
    return say.pick(
        f"平均每{unit}{group}的{about}是多少{say.unit(measure)}？",
        f"各{group}的{about}平均是多少{say.unit(measure)}？",
        f"计算{about}在各{group}之间的平均值。",
    )


def _best(question: Derived, say: ChinesePhrases) -> str:
    order, partition = question.query.orders[0], question.partition
    assert partition is not None and isinstance(order.by, Field)  # noqa: S101 - what the best of a group are
    by, group = say.value(order.by), say.value(partition)
    most, _ = say.degree(order.by)
    values = tuple(value for value in question.query.shown if value not in (order.by, partition))
    shown, rows, unit = say.shown(values), say.rows(), counter(say.noun)
    number = "" if question.limit == 1 else str(question.limit)
    asked = f"是{which_one(unit)}" if question.limit == 1 else "是哪些"
    return say.pick(
        f"各{group}中{by}最{most}的{number}{unit if number else ''}{rows}{asked}？请列出{shown}和{by}。",
        f"列出每个{group}里{by}最{most}的{number or '一'}{unit}{rows}的{shown}和{by}。",
        f"查询各{group}中{by}最{most}的{'前' if number else ''}{number or '一'}{unit}{rows}，列出{shown}和{by}。",
    )
