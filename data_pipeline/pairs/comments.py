"""The Chinese names that comments give to tables and columns, less what is no name in them."""

from __future__ import annotations

import re
from functools import lru_cache

from data_pipeline.catalog.model import Column
from data_pipeline.han import has_han
from data_pipeline.pairs.identifiers import SYSTEMS

_NOTE = re.compile(
    r"[:：,，;；。\n(（\[【=＝]|\s+\d|\d+\s*[-=:：]|(?<=[\u4e00-\u9fff])\d+$|\s+[A-Za-z]\w*\s*[-=/]"
)  # where the name ends and notes begin
_TABLE_ENDINGS = re.compile(
    r"(?:(?:基本|基础|主)?信息|主|档案)?(?:视图|表)$|(?:台账|档案|清单|名录|花名册|主档|(?<!数据)字典|主数据"
    r"|(?:基本|基础)(?:信息|资料))(?:表|视图)?$"
)
# What a system's tables begin with, no part of the noun: ERP 产品表.
_SYSTEM = re.compile(rf"^(?:{'|'.join(SYSTEMS).upper()}|HR|OA|HIS|LIS|EMR)[\s_\-—·]*(?=[\u4e00-\u9fff]{{2}})")
_CODED = re.compile("(?<=..)(?:代码|编码)$")
_KEY = re.compile("(?:自增|物理|逻辑)?主键(?:ID|id)?")  # says nothing of the rows


@lru_cache(maxsize=10_000)
def chinese_noun(comment: str) -> str:
    """What a table's rows are called by its comment; "" without a Chinese one."""
    named = _TABLE_ENDINGS.sub("", _first_clause(_SYSTEM.sub("", _without_brackets(comment).strip())))
    return named if has_han(named) else ""


def chinese_name(column: Column) -> str:
    """The column's title or what its comment begins with; "" without a Chinese one."""
    if title := column.titles.get("zh"):
        return title
    named = "" if tells_values_alone(column) else _before_notes(column.comment or "")
    return _CODED.sub("", named) if column.value_labels else named  # the labels are said, not the codes


def tells_values_alone(column: Column) -> bool:
    """The comment has no name in it: "1在职 2试用 3离职", "0-关闭 1-营业", 招生中/开课中/已结班."""
    said = (column.comment or "").strip()
    labels = column.value_labels.items()
    if any(re.match(rf"{re.escape(code)}\s*[-=:：、.]?\s*{re.escape(label)}", said) for code, label in labels):
        return True
    parts = said.split("/")
    return len(parts) > 2 and len({*parts} & {*column.enum_values, *column.statistics.common_values}) > 1


@lru_cache(maxsize=10_000)  # every column is named again and again
def _before_notes(comment: str) -> str:
    named = _NOTE.split(comment.strip(), maxsplit=1)[0].strip()
    return named if has_han(named) and not _KEY.fullmatch(named) else ""


def _first_clause(comment: str) -> str:
    return re.split(r"[,，;；。:：\n]|(?<=[表图])\s*[-—–]", comment.strip(), maxsplit=1)[0].strip()


def _without_brackets(text: str) -> str:
    return re.sub(r"[(（\[【].*?(?:[)）\]】]|$)", "", text)
