"""What pydantic finds wrong with a value, by its kind of fault: in English and in Chinese, for people."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

_EMPTY = "it must not be empty", "不能为空"
_CHOICE = "it must be one of {choices_en}", "应为 {choices_zh} 之一"
_TEXT = "it must be text", "应为字符串"
_INTEGER, _NUMBER = ("it must be an integer", "应为整数"), ("it must be a number", "应为数字")
_OBJECT, _TRUTH = ("it must be a JSON object", "应为对象"), ("it must be true or false", "应为布尔值 true 或 false")
_MOMENT = "it must be a time, as 2025-06-27T14:30:52", "应为时间，如 2025-06-27T14:30:52"

FAULT_WORDS: dict[str, tuple[str, str]] = {
    "wrong_form": ("{en}", "类型不正确"),
    "in_words": ("{en}", "{zh}"),  # says itself in both languages
    "missing": ("it is required", "缺少该字段"),
    "extra_forbidden": ("there is no such field", "没有该字段"),
    "string_type": _TEXT,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_from_float": _INTEGER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "list_type": ("it must be a list", "应为数组"),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "literal_error": _CHOICE,
    "enum": _CHOICE,
    "string_too_short": ("it must have {min_length} characters at least", "长度不能少于 {min_length} 个字符"),
    "string_too_long": ("it must have {max_length} characters at most", "长度不能超过 {max_length} 个字符"),
    "too_short": ("it must have {min_length} entries at least", "不能少于 {min_length} 项"),
    "too_long": ("it must have {max_length} entries at most", "不能超过 {max_length} 项"),
    "greater_than": ("it must be greater than {gt}", "应大于 {gt}"),
    "greater_than_equal": ("it must be at least {ge}", "不能小于 {ge}"),
    "less_than": ("it must be less than {lt}", "应小于 {lt}"),
    "less_than_equal": ("it must be at most {le}", "不能大于 {le}"),
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
}


def wrong(en: str, zh: str) -> PydanticCustomError:
    """What a validator of ours raises: it says itself in both languages."""
    return PydanticCustomError("in_words", "{en}", {"en": en, "zh": zh})


def words_for(kind: str, context: dict[str, object]) -> tuple[str, str] | None:
    """English and Chinese with the numbers and names of this fault; None for a kind that nobody has put into words."""
    if kind in ("string_too_short", "too_short") and context.get("min_length") == 1:
        return _EMPTY
    if kind not in FAULT_WORDS:
        return None
    choices = str(context.get("expected", "")).replace(" or ", ", ")  # as pydantic has them: 'a', 'b' or 'c'
    told = {"choices_en": choices, "choices_zh": choices.replace(", ", "、"), **context}
    english, chinese = FAULT_WORDS[kind]
    return english.format(**told), chinese.format(**told)
