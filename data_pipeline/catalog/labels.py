"""The meaning of coded values, read from comments such as 状态：1-启用 2-停用 or "1: active, 2: closed"."""

from __future__ import annotations

import re
from collections.abc import Collection

_CODE = r"(?<![A-Za-z0-9_.-])(-?\d{1,4}|[A-Za-z][A-Za-z0-9_]{0,19})"
_SEPARATOR = r"(?:\s*(?:->|→|=>|[-–—:：=＝、]|\.(?!\d)|代表|表示)\s*|\s+(?:for|means?|is|stands for)\s+)"
_END = rf"(?=[\s,，;；/|、。]*(?:{_CODE}{_SEPARATOR})|[,，;；/|。)）\]】}}\n]|$)"
_PAIR = re.compile(rf"{_CODE}{_SEPARATOR}([^\d\W][^=＝:：]*?){_END}")
_BARE = re.compile(r"(?<![A-Za-z0-9_.-])(\d{1,2})([\u4e00-\u9fff]+)")  # 0否 1是
_BARS = re.compile(r"(?<![A-Za-z0-9_.-])(-?\w{1,20})\s?[|｜]\s?([^\d\W][^\s|｜,，;；]*)")  # 1|启用 0|停用
_BRACKETED = re.compile(r"[\[【(（](-?\w{1,20})[\]】)）]\s*([^\d\W][^\[【(（,，;；]*)")  # [1] 男 [2] 女
_BEFORE = re.compile(r"([^\W\d][\w-]*)\s?[(（](-?\d{1,4})[)）]")  # active (1) or inactive (0)
_QUOTED = re.compile(r"""["'“”‘’{}]""")
_LONGEST_LABEL = 40


def parse_labels(comment: str | None, values: Collection[str] = ()) -> dict[str, str]:
    """{code: label} of a comment, {} where it lists no codes.

    Numbers are codes wherever at least two of them have a label; words only when they are among the ``values`` that
    occur, because any prose holds words with a colon.
    """
    if not comment:
        return {}
    text = _QUOTED.sub("", comment)
    for pairs in (_separated(text), _numbered(text), _marked(text), _spaced(text, values)):
        known = {code: label.strip() for code, label in pairs.items() if _is_number(code) or code in values}
        short = {code: label for code, label in known.items() if 0 < len(label) <= _LONGEST_LABEL}
        if len(short) >= 2:
            return short
    return {}


def _separated(text: str) -> dict[str, str]:
    return {match[1]: match[2] for match in _PAIR.finditer(text)}


def _numbered(text: str) -> dict[str, str]:
    """Codes that stand right before a Chinese label, when they count up from 0 or 1 (else they count something)."""
    pairs = {match[1]: match[2] for match in _BARE.finditer(text)}
    numbers = [int(code) for code in pairs]
    counted = bool(numbers) and numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return pairs if counted else {}


def _marked(text: str) -> dict[str, str]:
    """Codes in brackets, before or after their labels, or with a bar behind."""
    first = {match[1]: match[2] for match in _BRACKETED.finditer(text)}
    if text.rstrip().endswith((")", "）")) or len(first) < 2:
        first = {match[2]: match[1] for match in _BEFORE.finditer(text)}
    return first if len(first) > 1 else {match[1]: match[2] for match in _BARS.finditer(text)}


def _spaced(text: str, values: Collection[str]) -> dict[str, str]:
    """Values that occur, each right before its label: "A active / I inactive", M目录 C菜单.

    Labels that begin alike are none: "7 days, 30 days" counts days.
    """
    enough = max(2, len(values) / 2)
    there = [value for value in values if 0 < len(value) <= 20 and value in text]
    if len(there) < enough:  # the usual case: no expression is made
        return {}
    code = "|".join(sorted(map(re.escape, there), key=len, reverse=True))
    begin = rf"(?<![A-Za-z0-9_.-])({code})(?![A-Za-z0-9_])"
    pairs = re.findall(rf"{begin}\s*([^\W\d][^,，;；/|、。)）]*?)(?=\s*[,，;；/|、。)）]|\s+{begin}|$)", text)
    found = {match[0]: match[1] for match in pairs}
    starts = {re.split(r"\s", label, maxsplit=1)[0] for label in found.values()}
    told = len(found) >= enough and len(starts) == len(found)
    return found if told else {}


def _is_number(code: str) -> bool:
    return code.lstrip("-").isdigit()
