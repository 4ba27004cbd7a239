"""Sensitive values inside any text, by their form; bounded expressions, so that the time is linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, cast

from data_pipeline.sensitive.checksums import is_bank_card, is_id_card
from data_pipeline.sensitive.mode import Kind

# A number begins after no other letter or digit, but for words like "tel" and the escapes of JSON; a part of a decimal
# number is none.
_BEGIN = r"(?:(?<![0-9A-Za-z])|(?<=tel)|(?<=phone)|(?<=mobile)|(?<=\\[nrt]))(?<![0-9]\.)"
_END = r"(?![0-9A-Za-z]|\.[0-9])"
_NO_DATE = r"(?!(?:19|20)[0-9]{2}[01][0-9][0-3][0-9](?![0-9]))"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# Of an address; signs of prose and quotes end it. Regardless of case it would take ten times as long to compile.
_LOCAL = r"""(?-i:[^\s@\u2e80-\uffff<>()\[\]{}"'`,;:=/\\|*])"""
_KEYWORD = (
    r"(?:password|passwd|passphrase|pwd|(?<![0-9a-z])pw|secret(?:[_-]?key)?|token|(?:api|access)[_-]?key"
    r"|密码|口令|密钥)"
)
_FORMS = (
    ("email", rf"(?<!{_LOCAL}){_LOCAL}+@(?:[\w-]+\.)+[^\W\d_]{{2,}}"),
    ("id_card", _BEGIN + r"[1-8][0-9]{5}[ -]?(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9][ -]?[0-9]{3}[0-9X]" + _END),
    ("id_card", _BEGIN + r"[1-8][0-9]{7}[01][0-9][0-3][0-9]{4}" + _END),
    ("bank_card", _BEGIN + r"[2-69][0-9]{3}(?P<gap>[ -]?)[0-9]{4}(?P=gap)[0-9]{4}(?P=gap)[0-9]{1,4}"
                           r"(?:(?P=gap)[0-9]{1,3})?" + _END),
    ("bank_card", _BEGIN + r"3[0-9]{3}(?P<apart>[ -]?)[0-9]{6}(?P=apart)[0-9]{4,5}" + _END),
    ("phone", _BEGIN + r"(?:(?:\(?\+?|00)86\)?[ -]?)?1[3-9][0-9](?P<dash>[ -]?)[0-9]{4}(?P=dash)[0-9]{4}" + _END),
    ("phone", r"(?<![0-9A-Za-z-])(?:\(0[1-9][0-9]{1,2}\) ?|0(?:10|2[0-9]|[3-9][0-9]{2})-)" + _NO_DATE
              + r"[2-9][0-9]{6,7}(?:[-转][0-9]{1,6})?" + _END),
    ("phone", r"(?<![0-9A-Za-z.-])(?:1[ -])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[-.])"
              r"[0-9]{3}[-.][0-9]{4}(?![\w-]|\.[0-9])"),
    ("phone", r"(?<![0-9A-Za-z.)+])\+[1-9][0-9]{0,2}[ .-]?(?:\([0-9]{1,4}\)[ .-]?)?[0-9]{1,4}(?:[ .-]?[0-9]{2,4}){1,4}"
              + _END),
    ("passport", r"(?:passport|护照)[^0-9A-Za-z]{0,6}(?:(?:no|number|号码?)[^0-9A-Za-z]{0,3})?"
                 r"(?P<passport_value>[A-Z]{1,2}[0-9]{7,8})(?![0-9A-Za-z])"),
    ("ssn", r"(?<![a-z])ssn[^0-9A-Za-z]{0,4}(?P<ssn_value>[0-9]{3}-?[0-9]{2}-?[0-9]{4})(?![0-9])"),
    ("secret", _KEYWORD + r"(?P<quote>\\?[\"'])\s{0,3}:\s{0,3}(?P=quote)"  # JSON, also within a string of JSON
               r"(?P<json_value>(?:(?!(?P=quote))\\?.){3,})"),
    ("secret", _KEYWORD + r"\\?[\"']?\s{0,3}(?:=>?|：|:=?(?!:))\s{0,3}\\?[\"']?"
               r"(?P<secret_value>(?=[!-~]{0,40}[0-9])(?-i:[^\s\"',;}\u2e80-\uffff]){6,})"),
    ("plate", rf"[{_PROVINCES}]"
              r"[A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{5,6}(?![0-9A-Za-z])"),
)  # fmt: skip
# Whatever has one of the forms has one of these words or signs; quick to look for, and rarely there.
_WORDS = re.compile(
    "@|ssn|passport|password|passwd|passphrase|pw|secret|token|(?:api|access)[_-]?key|密码|口令|密钥|护照"
)
_SIGNS = (
    re.compile(r"[0-9](?<![0-9][0-9])(?:[ .()-]{0,2}[0-9]){10}"),
    re.compile(r"[0-9][.-][0-9]{4}(?![0-9])"),
    re.compile(r"\+[1-9][0-9 .()-]{7}"),
    re.compile(rf"[{_PROVINCES}][A-HJ-NP-Za-hj-np-z]"),
)
_WIDE = re.compile("[０-９＠＋－]")
_NARROW = {ord(wide): ord(narrow) for wide, narrow in zip("０１２３４５６７８９＠＋－", "0123456789@+-", strict=True)}
_INNER = ("passport_value", "ssn_value", "secret_value", "json_value")  # of which only a part is the value


class Found(NamedTuple):
    kind: Kind
    start: int
    end: int
    value: str  # with narrow digits


def find(text: str) -> Iterator[Found]:
    """Where the text has sensitive values of a form that tells them, from left to right."""
    plain = _plain(text)
    for match in _form().finditer(plain) if _is_worth_a_look(plain) else ():
        kind = _checked(cast(Kind, (match.lastgroup or "").rpartition("_")[0]), match[0])
        inner = next((name for name in _INNER if match[name] is not None), 0)
        if kind:
            yield Found(kind, *match.span(inner), match[inner])


def may_hold(text: str) -> bool:
    """Whether it is worth the while to look closer; quick, also for the values of a whole column in one text."""
    return _is_worth_a_look(_plain(text))


def whole(text: str) -> Kind | None:
    """The kind of a text that is one sensitive value and nothing else."""
    stripped = text.strip()
    first = next(find(stripped), None)
    return first.kind if first and (first.start, first.end) == (0, len(stripped)) else None


@cache
def _form() -> re.Pattern[str]:
    """All forms together; to compile them takes 20 ms, which a step without such texts is spared."""
    forms = (f"(?P<{kind}_{n}>{pattern})" for n, (kind, pattern) in enumerate(_FORMS))
    return re.compile("|".join(forms), re.IGNORECASE)


def _is_worth_a_look(plain: str) -> bool:
    return bool(_WORDS.search(plain.lower())) or any(sign.search(plain) for sign in _SIGNS)


def _plain(text: str) -> str:
    """The text with narrow digits, each where the wide one stood."""
    return text.translate(_NARROW) if not text.isascii() and _WIDE.search(text) else text


def _checked(kind: Kind, text: str) -> Kind | None:
    """What a text of that form is by its check digits; None for any other number."""
    if kind in ("id_card", "bank_card"):
        digits = re.sub(r"[ -]", "", text)
        return "id_card" if is_id_card(digits) else "bank_card" if is_bank_card(digits) else None
    if kind == "phone" and text.startswith("+"):
        digits_count = sum(letter.isdigit() for letter in text)
        return kind if 8 <= digits_count <= 15 and (digits_count >= 10 or not text[1:].isdigit()) else None
    return kind
