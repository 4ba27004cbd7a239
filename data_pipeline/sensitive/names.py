"""What a column's name and comment say of its values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from data_pipeline.catalog.model import Column
from data_pipeline.sensitive.mode import Kind
from data_pipeline.word_split import split_words

# For each kind: words, or words that follow each other, of the identifier; parts of a Chinese comment or identifier.
# The first that fits is it: a "phone password" is a password.
_MEANINGS: Sequence[tuple[Kind, str, str]] = (
    ("secret", r"\w*password|passwd|pwd|secret|salt|cvv|cvc|(access|refresh|api|auth|session)?token|api ?key"
               r"|(access|private|secret) key|credential", "密码|口令|密钥|令牌|盐值|私钥"),
    ("id_card", r"id ?card( ?no| ?num| ?number)?|identity ?(card|no|num|number)|idno|sfzh?m?|cert ?(no|num|number)"
                r"|national id|citizen id", "身份证|证件号"),
    ("passport", r"passport ?(no|num|number)?", "护照"),
    ("ssn", r"ssn|social security|social insurance|tax ?payer id", "社会?保障?号|社保号"),
    ("bank_card", r"bank ?card|credit ?card|debit ?card|card ?(no|num|number)|cc ?(no|num|number)|iban|yhkh|yhzh"
                  r"|bank ?(account|acct|acc)|account ?(no|num|number)", "银行卡|卡号|银行账|银行帐|开户账|收款账"),
    ("email", r"e ?mail|\w*email|mail|mailbox", "邮箱|电子邮件|邮件地址"),
    ("phone", r"(?!micro|head|ear|smart|gramo|saxo|xylo)\w*phone(no|num|number)?|mobile(no|num|number)?"
              r"|(contact)?tel(no|num|number|ephone)?|fax(no|num|number)?|cell|sjhm?|lxdh|lxfs|msisdn",
     "手机|电话|座机|传真|联系方式|联系号码"),
    ("chat_account", r"we ?chat|weixin|openid|open id|unionid|union id|qq", "微信号|QQ号|微信openid"),
    ("plate", r"(license|licence|number|car) ?plate|plate ?(no|num|number)|cph", "车牌|牌照"),
    ("address", r"\w*addr(ess)?( ?line)?|street|dz", "(?<!网)(?<!IP)(?<!邮件)地址|住址|街道"),
)  # fmt: skip
# The last word of a column that tells something about the phone, address ..., not the thing itself.
_ABOUT = frozenset((
    "type", "types", "status", "state", "brand", "brands", "model", "os", "count", "kind", "subject",
    "template", "provider", "carrier", "domain", "policy", "category", "flag", "verified", "enabled", "source",
    "format", "language", "platform", "version", "level", "total", "cost", "fee", "plan", "usage", "device",
    "app", "campaign", "body", "content", "title", "visits", "orders", "clicks", "users", "sales", "store",
    "shop", "hint", "name",
))  # fmt: skip
_ABOUT_ZH = re.compile(
    r"^是否|(类型|类别|状态|品牌|型号|次数|数量|归属地?|运营商|地区|时间|日期|标志|标识|模板|主题|内容|策略|(?<!联系)方式|费用?|套餐|名称|档口|ID|id)$"
)
_OTHER_ADDRESS = frozenset(["ip", "mac", "url", "web", "host", "server", "wallet", "memory"])
_OTHER_CARD = re.compile(r"(会员|积分|储值|门禁|饭|校园|加油|充值|学生|图书|就诊|医保|电话|SIM)卡号")
_ENGLISH_COMMENT_WORDS = 6  # a longer one speaks of more than what the column holds


def kind_by_name(column: Column) -> Kind | None:
    """What the words of the name, or the first clause of the comment, say the values are."""
    return _kind(column.name, column.comment or "")


@lru_cache(maxsize=10_000)  # many tables have the same columns
def _kind(name: str, comment: str) -> Kind | None:
    clause = re.split(r"[:：,，;；（(。]|\. ", comment.strip(), maxsplit=1)[0].strip()
    by_words = _by_words(_singular(split_words(name)))
    if by_words or _ABOUT_ZH.search(clause) or _ABOUT_ZH.search(name):
        return by_words
    chinese = f"{clause.split(' ')[0]} {name}"
    for kind, _, parts in _MEANINGS:
        if re.search(parts, chinese) and not (kind == "bank_card" and _OTHER_CARD.search(chinese)):
            return kind
    words = _singular(re.findall(r"[A-Za-z-]+", clause))
    if not clause.isascii() or len(words) > _ENGLISH_COMMENT_WORDS or (words[:1] and words[0] in _ABOUT):
        return None
    return _by_words(words)


def words_before_number(words: Sequence[str]) -> Iterator[str]:
    """The words without the numbers that tell several columns apart (phone1, addr_2)."""
    for word in words:
        if bare := word.rstrip("0123456789"):
            yield bare


def _by_words(words: Sequence[str]) -> Kind | None:
    bare = list(words_before_number(words))
    if not bare or bare[-1] in _ABOUT:
        return None
    runs = [" ".join(bare[start : start + n]) for n in (1, 2, 3) for start in range(len(bare) - n + 1)]
    found = next((kind for kind, pattern, _ in _MEANINGS if any(re.fullmatch(pattern, run) for run in runs)), None)
    return None if found == "address" and not _OTHER_ADDRESS.isdisjoint(bare) else found


def _singular(words: Sequence[str]) -> list[str]:
    return [_without_s(word.lower().replace("-", " ")) for word in words]


def _without_s(word: str) -> str:
    if word.endswith("addresses"):
        return word.removesuffix("es")
    return word.removesuffix("s") if len(word) > 4 and not word.endswith("ss") else word
