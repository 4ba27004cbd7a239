"""A value of a parameter against its declaration: types, bounds, patterns."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any

from pydantic_core import SchemaError, SchemaValidator, ValidationError, core_schema

LARGEST_NUMBER = 2**53  # what JSON numbers are exact to
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # NUL, and half a surrogate pair
LONGEST_VALUE = 10_000  # characters of a text
MOST_REPEATS = 50  # what the counts of a pattern, as {6}, come to when multiplied: more make it slow to compile
INTEGER = re.compile(r"-?[0-9]+")
LONGEST_INTEGER = 17  # characters; to read thousands of digits takes long
BOOLEANS = {"true": True, "false": False}
COUNTS = re.compile(r"\{(?:\d*,)?(\d+),?\}")

Wrong = tuple[str, str]  # English, Chinese


def read_value(declared: dict[str, Any], value: object) -> tuple[Any, Wrong | None]:
    """The value as its type has it, and what is wrong with it (None = nothing)."""
    read, wrong = _READERS[declared["type"]](value)
    if wrong is None and declared.get("choices") and read not in declared["choices"]:
        shown = ", ".join(str(one) for one in declared["choices"][:20])
        wrong = f"it must be one of {shown}", f"应为以下之一: {shown}"
    if wrong is None and isinstance(read, int):
        wrong = _bounds(declared, read)
    if wrong is None and isinstance(read, str) and declared.get("pattern"):
        wrong = _match(declared["pattern"], read)
    return read, wrong


def text(value: object) -> tuple[object, Wrong | None]:
    """A text that can be stored."""
    if not isinstance(value, str):
        return value, ("it must be text", "应为文本")
    if len(value) > LONGEST_VALUE:
        return value, (f"it is longer than {LONGEST_VALUE} characters", f"超过 {LONGEST_VALUE} 个字符")
    if UNSTORABLE.search(value):
        return value, ("it holds a character that cannot be stored", "含有无法保存的字符")
    return value, None


def scalar(value: object) -> Wrong | None:
    """What is wrong with a value of which nothing is declared: it must be text, number, true, false or null."""
    if isinstance(value, str):
        return text(value)[1]
    if isinstance(value, float) and not math.isfinite(value):
        return "the number is none", "不是有效数字"
    if isinstance(value, int | float) and abs(value) > LARGEST_NUMBER:
        return "the number is too large", "数值过大"
    if value is None or isinstance(value, int | float):
        return None
    return "it must be text, a number, true or false", "应为文本、数字或布尔值"


def pattern_fault(pattern: str) -> Wrong | None:
    """Why a pattern cannot be used; None = it can."""
    repeats = math.prod(int(count[:6]) for count in COUNTS.findall(pattern))
    if repeats > MOST_REPEATS:
        return f"its counts come to {repeats}, and {MOST_REPEATS} are allowed", f"重复次数过多，最多 {MOST_REPEATS}"
    try:
        _compiled(pattern)
    except SchemaError:
        return "it is no regular expression (of the kind without look-around)", "不是可用的正则表达式（不支持环视）"
    return None


def _integer(value: object) -> tuple[object, Wrong | None]:
    read = _spelled(value) if isinstance(value, str) else value
    if isinstance(read, bool) or not isinstance(read, int):
        return value, ("it must be a whole number", "应为整数")
    if abs(read) > LARGEST_NUMBER:
        most = LARGEST_NUMBER
        return value, (f"it must lie between -{most} and {most}", f"应在 -{most} 与 {most} 之间")
    return read, None


def _spelled(digits: str) -> int | None:
    """The integer that a text spells, None = none; one that is too long is not read, but too large."""
    if not INTEGER.fullmatch(digits):
        return None
    return int(digits) if len(digits) <= LONGEST_INTEGER else LARGEST_NUMBER + 1


def _boolean(value: object) -> tuple[object, Wrong | None]:
    read = BOOLEANS.get(value, value) if isinstance(value, str) else value
    return read, None if isinstance(read, bool) else ("it must be true or false", "应为 true 或 false")


_READERS = {"text": text, "integer": _integer, "boolean": _boolean}


def _bounds(declared: dict[str, Any], value: int) -> Wrong | None:
    least, most = declared.get("min"), declared.get("max")
    if least is not None and value < least:
        return f"it must be at least {least}", f"不能小于 {least}"
    if most is not None and value > most:
        return f"it must be at most {most}", f"不能大于 {most}"
    return None


def _match(pattern: str, value: str) -> Wrong | None:
    try:
        _compiled(pattern).validate_python(value)
    except ValidationError:
        return f"it must match {pattern}", f"应符合格式 {pattern}"
    return None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> SchemaValidator:
    """Matches a whole text, in time that grows with its length alone. SchemaError when it is no pattern."""
    SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))  # not only in its brackets
    return SchemaValidator(core_schema.str_schema(pattern=f"^(?:{pattern})$", regex_engine="rust-regex"))
