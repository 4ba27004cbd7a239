"""What is wrong with a field, in words: pydantic's findings as one InvalidInput in two languages."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bus.errors import InvalidInput
from bus.faults import Fault, in_words
from server.schemas.fault_words import words_for
from server.schemas.pattern_words import PATTERN_WORDS


def field_errors(error: ValidationError) -> InvalidInput:
    """One sentence that names each field, and ``details`` of ``{field, error}``, in both languages."""
    return InvalidInput(*in_words("参数错误", field_faults(error)))


def field_faults(error: ValidationError, within: str = "") -> list[Fault]:
    """The same as faults, of fields that stand ``within`` others."""
    found = error.errors(include_url=False, include_input=False)[:20]
    return [Fault(within + _field(one), english(one), chinese(one)) for one in found]


def _field(error: ErrorDetails) -> str:
    names = [str(part) for part in error["loc"]]
    return ".".join(name for name in names if not name.startswith(("function-", "list[", "dict[", "<"))) or "body"


def english(error: ErrorDetails) -> str:
    """What is wrong, in English."""
    return _words(error)[0]


def chinese(error: ErrorDetails) -> str:
    """What is wrong, in Chinese; in English where nobody has put it into Chinese."""
    return _words(error)[1]


def _words(error: ErrorDetails) -> tuple[str, str]:
    context = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch" and context["pattern"] in PATTERN_WORDS:
        return PATTERN_WORDS[context["pattern"]]  # which people need not read
    said = error["msg"].removeprefix("Value error, ")
    return words_for(error["type"], {"en": said, **context}) or (said, said)
