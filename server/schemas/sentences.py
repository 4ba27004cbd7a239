"""What is wrong with a field, in words: pydantic's findings as one InvalidInput in two languages."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bus.errors import InvalidInput
from server.schemas.pattern_words import PATTERN_WORDS

_CHINESE = {
    "wrong_form": "类型不正确",
    "in_words": "{zh}",  # says itself in both languages
    "missing": "缺少该字段",
    "string_type": "应为字符串",
    "bool_type": "应为布尔值 true 或 false",
    "int_type": "应为整数",
    "float_type": "应为数字",
    "int_parsing": "应为整数",
    "list_type": "应为数组",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "literal_error": "应为 {expected} 之一",
    "enum": "应为 {expected} 之一",
    "string_too_short": "不能为空",
    "string_too_long": "长度不能超过 {max_length} 个字符",
    "too_short": "不能为空",
    "too_long": "不能超过 {max_length} 项",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "datetime_from_date_parsing": "应为时间，如 2025-06-27T14:30:52",
    "datetime_parsing": "应为时间，如 2025-06-27T14:30:52",
}


def field_errors(error: ValidationError) -> InvalidInput:
    """One sentence that names each field, and ``details`` of ``{field, error}`` in English."""
    found = error.errors(include_url=False, include_input=False)[:20]
    en = [(_field(one), english(one)) for one in found]
    zh = [(_field(one), chinese(one)) for one in found]
    return InvalidInput(
        "; ".join(f"{field}: {text}" for field, text in en) + ".",
        "参数错误: " + "；".join(f"{field}: {text}" for field, text in zh),
        [{"field": field, "error": text} for field, text in en],
    )


def _field(error: ErrorDetails) -> str:
    names = [str(part) for part in error["loc"]]
    return ".".join(name for name in names if not name.startswith(("function-", "list[", "dict[", "<"))) or "body"


def english(error: ErrorDetails) -> str:
    """What is wrong, in English."""
    if words := _pattern_words(error):
        return words[0]
    return error["msg"].removeprefix("Value error, ")


def chinese(error: ErrorDetails) -> str:
    """What is wrong, in Chinese; in English where nobody has put it into Chinese."""
    if words := _pattern_words(error):
        return words[1]
    template = _CHINESE.get(error["type"])
    return template.format(**error.get("ctx", {})) if template else english(error)


def _pattern_words(error: ErrorDetails) -> tuple[str, str] | None:
    """For a text that does not match its pattern, which people need not read."""
    return PATTERN_WORDS.get(error["ctx"]["pattern"]) if error["type"] == "string_pattern_mismatch" else None
