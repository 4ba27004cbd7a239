"""What tables and columns are called in Chinese by their identifiers: 付款记录, 创建时间, 审批人, 是否已发货."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data_pipeline.catalog.model import Column
from data_pipeline.documents.chinese_lexicon import Senses, deed, translated
from data_pipeline.documents.chinese_senses import OWN_NAME
from data_pipeline.documents.chinese_words import FLAGS
from data_pipeline.pairs.flags import is_flag
from data_pipeline.pairs.identifiers import singular, words_of

# Deeds: a row of such a table is the record of one.
_DEEDS = re.compile(
    "(?:付款|退款|转账|租赁|销售|采购|退回|归还|换货|配送|发货|派发|访问|就诊|治疗|登录|检查|维修|维护|库存|考勤|选课|注册"
    "|安装|入院|出院|疫苗接种|缺勤|休假|加班|审批|培训)$"
)
_TIMES = re.compile("(?:时间|日期|年份|月份|日|年|月|周|季度|天|(?<!到)期)$")
_MOMENTS = {"at": "时间", "on": "日期", "ts": "时间", "timestamp": "时间", "datetime": "时间", "date": "日期",
            "dt": "日期", "time": "时间"}  # fmt: skip
_PERSON = re.compile("[员人师生长]$|经理|主管|客户|顾问")
_NUMBERS = {"area": "面积", "rating": "评分", "visits": "访问次数"}  # of columns that hold numbers
_SAID_SO = ("date", "dt", "time")  # words that the lexicon knows in compounds
_ASKING = {"is": "是否", "was": "是否", "has": "是否有", "have": "是否有", "can": "是否可", "needs": "是否需要"}
_MARKS = ("flag", "flg", "bool", "ind", "indicator", "yn")
_UNITS = {"kg": "公斤", "km": "公里", "cm": "厘米", "mm": "毫米", "kwh": "千瓦时", "mb": "MB", "gb": "GB", "kb": "KB",
          "sqm": "平方米", "cents": "分", "celsius": "℃"}  # fmt: skip
_SPANS = {"days": "天", "hours": "小时", "minutes": "分钟", "seconds": "秒", "mins": "分钟", "min": "分钟",
          "hrs": "小时", "secs": "秒", "sec": "秒", "months": "个月", "mo": "个月", "years": "年",
          "weeks": "周"}  # fmt: skip
_LASTING = ("duration", "time", "length", "period", "delay", "interval", "intvl", "age")
_SAYS_NUMBER = re.compile("(?:数|量|额|费|费用|价|金|分|点|次|率|值|录|期|长)$")


def table_words(words: Sequence[str], senses: Senses, *, named: bool = False) -> str:
    """付款记录 of "payment", 治疗项目 of "treatment" if its rows have names; "" unless every word is known."""
    noun = translated([*words[:-1], singular(words[-1])], senses) if words else ""
    return f"{noun}{'项目' if named else '记录'}" if _DEEDS.search(noun) else noun


def column_words(column: Column, senses: Senses) -> str:
    """是否启用 of ``is_active``, 创建时间 of ``created_at``; "" unless every word is known."""
    words = words_of(column.name)
    if not words or words == ["name"]:
        return senses.get(OWN_NAME, "名称") if words else ""
    if (len(words) > 1 and words[0] in _ASKING) or is_flag(column):
        return _question(words, senses)
    if column.category == "D":
        return _moment(words, column.type == "date", senses)
    if len(words) > 1 and unit_of(column):
        words = words[:-1]
    noun = translated(words, {**_NUMBERS, **senses} if column.category == "N" else senses)
    several = column.category == "N" and words[-1] != singular(words[-1]) and not words[-1].endswith("ss")
    return f"{noun}数" if noun and several and not noun.isascii() and not _SAYS_NUMBER.search(noun) else noun


def unit_of(column: Column) -> str:
    """公斤 of ``weight_kg``, 分钟 of ``duration_min``: what the name's last word counts in; "" of other columns."""
    words = words_of(column.name)
    if column.category != "N" or len(words) < 2:
        return "毫秒" if words == ["milliseconds"] else ""
    return _UNITS.get(words[-1]) or (_SPANS.get(words[-1], "") if words[-2] in _LASTING else "")


def _moment(words: list[str], is_day: bool, senses: Senses) -> str:
    """下单日期, 创建时间; of what does not end in a word of time the time when it happened."""
    ending = _MOMENTS.get(words[-1], "")
    whole = translated(words, senses) if words[-1] in _SAID_SO else ""
    rest = words[:-1] if ending else words
    noun = whole or _done(rest, senses) or translated(rest, senses)
    if not noun or _TIMES.search(noun):
        return noun
    return f"{noun}{'日期' if is_day else ending or '时间'}"


def _done(words: list[str], senses: Senses, form: str = "{}") -> str:
    """The verb of a participle with what it was done to: 邮箱验证 of "email verified"; "" of others."""
    verb, whose = (deed(words[-1], senses) if words else ""), translated(words[:-1], senses)
    return f"{whose}{form.format(verb)}" if verb and (whose or len(words) == 1) else ""


def _question(words: list[str], senses: Senses) -> str:
    """是否已发货, 邮箱是否已验证, 是否有折扣, 是否支持急诊."""
    while len(words) > 1 and words[-1] in _MARKS:
        words = words[:-1]
    asking = _ASKING.get(words[0], "") if len(words) > 1 else ""
    if asking in ("", "是否"):
        return _state(words[bool(asking) :], senses, asked=bool(asking))
    if asking == "是否有" and (known := FLAGS.get(" ".join(words[1:]), "")).startswith("有"):
        return f"是否{known}"
    noun = translated(words[1:], senses)
    return noun and asking + noun


def _state(words: list[str], senses: Senses, *, asked: bool) -> str:
    """``asked``: the name begins with "is", so that what follows need not say that it is a state."""
    joined = " ".join(words)
    if known := FLAGS.get(senses.get(joined, joined)):
        return f"是否{known}"
    if done := _done(words, senses, "是否已{}"):
        return done
    noun = translated(words, senses) if asked else ""
    return noun and f"是否{'为' if _PERSON.search(noun) or noun.isascii() else ''}{noun}"
