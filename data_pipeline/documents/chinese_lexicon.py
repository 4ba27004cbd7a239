"""English identifiers in Chinese, where every word of them is known; else they stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from data_pipeline.documents.chinese_compounds import COMPOUNDS
from data_pipeline.documents.chinese_words import DEEDS, SHORT, WORDS
from data_pipeline.pairs.identifiers import singular

Senses = Mapping[str, str]
NO_SENSES: Senses = MappingProxyType({})
_LONGEST = 4  # words of a phrase
_NUMBERED = re.compile(r"([a-z]{3,})(\d{1,2})")
_OFTEN = {"daily": "日", "weekly": "周", "monthly": "月", "quarterly": "季度", "yearly": "年", "annual": "年度"}
_BEFORE = ("average", "mean", "minimum", "maximum", "total")  # stand before their noun in Chinese
_HIGH = re.compile("(?:价格?|价|率|分|费用?|成本|金额|工资|薪资|温度|级别?|级|额|星级)$")
_OF_PERSON = re.compile("(?:(?<=[人员师生者])|(?<=[家店校院]长))名称$")
_COUNTED = re.compile("(?:数|量|额|费|次|率|价|金|费用)$")
_AMOUNTS = ("date", "time", "amount", "quantity", "units", "number", "price", "value", "total", "hours")


def translated(words: Sequence[str], senses: Senses = NO_SENSES) -> str:
    """The words in Chinese, in the order in which they stand there; "" unless all of them are known."""
    return _told([SHORT.get(word, word) for word in words], senses) if words else ""


def _told(words: list[str], senses: Senses) -> str:
    if known := _phrase(words):
        return known
    return _turned(words, senses) if len(words) > 1 else _word(words[0], senses)


def _turned(words: list[str], senses: Senses) -> str:
    """Names whose words stand in another order in Chinese, or mean something by where they stand."""
    first, last, before = words[0], words[-1], words[-2]
    if last in _BEFORE or first in _BEFORE:
        rest = words[1:] if first in _BEFORE else words[:-1]
        return _measured(first if first in _BEFORE else last, rest, senses)
    if first in ("number", "count") and (words[1] == "of" or last != singular(last)):
        return _counted(words[1 + (words[1] == "of") :], senses)
    for link, form in (("of", "{1}{0}"), ("per", "每{1}{0}"), ("by", "{1}{0}")):
        if link in words[1:-1]:
            return _linked(form, words, words.index(link, 1), senses)
    if last == "by" and before in DEEDS:
        return _joined([translated(words[:-2], senses)] if words[:-2] else [], f"{_deed(before, senses)}人")
    if last in DEEDS and before in _AMOUNTS:
        return translated([*words[:-2], last, before], senses)
    if last == "id":
        return _joined([translated(words[:-1], senses)], "ID")
    if last == "number" or last in _OFTEN:
        return _joined([translated(words[:-1], senses)], f"{_OFTEN[last]}统计" if last in _OFTEN else "编号")
    return _in_order(words, senses)


def _measured(how: str, rest: list[str], senses: Senses) -> str:
    """总金额, 平均价格, 最低工资, 最大容量, 产品总数."""
    noun = translated(rest, senses)
    if not noun or how in ("average", "mean"):
        return noun and f"平均{noun}"
    if how == "total":
        plain = rest[-1] == singular(rest[-1]) or _COUNTED.search(noun)
        return f"总{noun}" if plain else f"{noun}总数"
    least, most = ("低", "高") if _HIGH.search(noun) else ("小", "大")
    return f"最{least if how == 'minimum' else most}{noun}"


def _counted(things: list[str], senses: Senses) -> str:
    noun = translated(things, senses)
    return noun if not noun or _COUNTED.search(noun) else f"{noun}数"


def _linked(form: str, words: list[str], place: int, senses: Senses) -> str:
    parts = translated(words[:place], senses), translated(words[place + 1 :], senses)
    return form.format(*parts) if all(parts) else ""


def _joined(parts: list[str], end: str) -> str:
    return "".join((*parts, end)) if all(parts) else ""


def _in_order(words: list[str], senses: Senses) -> str:
    """One word after the other, the longest known phrase first; what two of them share is said once."""
    said = ""
    while words:
        length = min(_LONGEST, len(words))
        taken = next((n for n in range(length, 1, -1) if _phrase(words[:n])), 1)
        part = _phrase(words[:taken]) or _word(words[0], senses)
        if not part:
            return ""
        said = said if said.endswith(part) else said + part
        words = words[taken:]
    return _OF_PERSON.sub("姓名", said)


def _phrase(words: Sequence[str]) -> str:
    """What several words mean together."""
    if len(words) == 1:
        return ""
    return COMPOUNDS.get(" ".join(words)) or COMPOUNDS.get(" ".join((*words[:-1], singular(words[-1]))), "")


def _word(word: str, senses: Senses) -> str:
    one = singular(word)
    for known in (word, one):
        if known in senses:
            return senses[known]
    if said := WORDS.get(word) or WORDS.get(one) or DEEDS.get(word) or (word if word.isdigit() else ""):
        return said
    numbered = _NUMBERED.fullmatch(word)
    return _joined([_word(numbered[1], senses)], numbered[2]) if numbered else ""


def _deed(word: str, senses: Senses) -> str:
    return senses.get(word) or DEEDS[word]


def deed(word: str, senses: Senses = NO_SENSES) -> str:
    """The verb of a participle: 发货 of "shipped"; "" of other words."""
    return _deed(word, senses) if word in DEEDS else ""
