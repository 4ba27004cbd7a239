"""Questions in Chinese for the number of rows that point at each row, none included."""

from __future__ import annotations

from data_pipeline.pairs.chinese.conditions import SUPERIOR
from data_pipeline.pairs.chinese.grammar import counter, deed
from data_pipeline.pairs.chinese.names import is_role_noun
from data_pipeline.pairs.chinese.phrases import ChinesePhrases
from data_pipeline.pairs.conditions import Related


def with_zero(say: ChinesePhrases) -> str:
    child = _children(say)
    each, unit = f"每{say.one_of_rows()}{say.rows()}", counter(child)
    lacking = "没有的" if "的" in child else f"没有{child}的"
    if "的" in child:
        return say.pick(
            f"{each}{child}分别有多少{unit}？{lacking}也要列出。", f"统计{each}{child}数量，{lacking}按0计算。"
        )
    return say.pick(
        f"{each}分别有多少{unit}{child}？{lacking}也要列出。",
        f"统计{each}的{child}数量，{lacking}也要列出。",
        f"列出{say.rows()}各自的{child}数量，{lacking}按0计算。",
    )


def most_of_all(say: ChinesePhrases, limit: int) -> str:
    """The rows with the most children."""
    child, counted = _children(say), f"{limit}{say.one_of_rows()}{say.rows()}"
    also = f"，各有多少{counter(child)}"
    return say.pick(
        f"{child}最多的{counted}是哪些{also}？",
        f"列出{child}最多的{counted}及其数量。",
        f"找出{child}最多的{counted}，并给出数量。",
    )


def _children(say: ChinesePhrases) -> str:
    """档口租赁合同; 审批的档口租赁合同 where the key says what its row does."""
    join = say.query.joins[-1]
    table = say.query.tables[join.source]
    child, role = say.child_noun(Related(table, join.key, exists=True)), say.words.of_key(table, join.key)
    if say.words.table(say.query.tables[0]).endswith(role) or not is_role_noun(role):
        return child
    if SUPERIOR.search(role):
        return "下属"
    done = deed(role)
    if done and done in child:  # 巡检记录, not 巡检的巡检记录
        return child
    return f"{done}的{child}" if done else f"作为{role}的{child}"
