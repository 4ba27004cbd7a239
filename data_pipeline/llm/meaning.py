"""Words that decide what a question means beside its slots: two questions that ask the same have the same of them."""

from __future__ import annotations

import re
from typing import Literal

_ENGLISH = {
    "not": r"not|no|never|without|none|neither|except|excluding|\w+n't|lack(?:s|ing)?|missing",
    "or": r"or|either",
    "at least": r"at least|no less than|no fewer than|or more|minimum of",
    "at most": r"at most|no more than|or less|or fewer|up to|maximum of",
    "more": r"more than|over|above|greater than|exceed(?:s|ing)?|higher than|larger than|after|since",
    "less": r"less than|fewer than|under|below|lower than|smaller than|before|until",
    "top": r"most|highest|largest|biggest|greatest|top|maximum|descending|best",
    "bottom": r"least|fewest|lowest|smallest|bottom|minimum|ascending|worst",
    "latest": r"latest|newest|most recent|last",
    "earliest": r"earliest|oldest|first",
    "average": r"averages?|mean",
    "sum": r"total|sum|combined|altogether",
    "share": r"percent(?:age)?|share|proportion|ratio|rate",
    "distinct": r"distinct|different|unique",
    "each": r"each|every|per",
}
_LONGER = ("at least", "at most", "more", "less", "latest")  # phrases that have words of the others in them
_CHINESE = {
    "": "无论|不管",
    "not": "不|没|未|无|非|除了|除外|缺少",
    "or": "或者|或",
    "distinct": "不同|去重",
    "at least": "不少于|不低于|不小于|不早于|至少|以上",
    "at most": "不多于|不超过|不高于|不大于|不晚于|至多|以下",
    "more": "超过|大于|多于|高于|晚于|之后",
    "less": "小于|少于|低于|早于|之前|不足",
    "top": "最多|最高|最大|降序|从高到低|从多到少|从大到小",
    "bottom": "最少|最低|最小|升序|从低到高|从少到多|从小到大",
    "latest": "最晚|最新|最近",
    "earliest": "最早",
    "average": "平均|均值",
    "sum": "总|合计|累计",
    "share": "百分之|比例|占比|百分比|率",
    "each": "每|各",
}
_OF_CHINESE_WORD = {word: name for name, words in _CHINESE.items() for word in words.split("|")}
_CHINESE_WORD = re.compile("|".join(sorted(_OF_CHINESE_WORD, key=len, reverse=True)))
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")


def marks(question: str, language: Literal["zh", "en"]) -> frozenset[str]:
    """What it says of comparison, negation, order and aggregation, and its numbers, as a set to compare."""
    found = _english_marks(question) if language == "en" else _chinese_marks(question)
    return frozenset(found | {number.replace(",", "") for number in _NUMBER.findall(question)})


def _english_marks(question: str) -> set[str]:
    text, found = question.casefold(), set()
    for name in sorted(_ENGLISH, key=lambda name: name not in _LONGER):
        text, count = re.subn(rf"\b(?:{_ENGLISH[name]})\b", " ", text)
        found |= {name} if count else set()
    return found


def _chinese_marks(question: str) -> set[str]:
    return {_OF_CHINESE_WORD[word] for word in _CHINESE_WORD.findall(question)} - {""}
