"""Types of the fields of definitions, with their limits. Every limit is far above what is sensible."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from server.definitions.bounds import LONGEST_TEXT, MOST_STEPS
from server.schemas.fault_words import wrong

# Tags of unions become parts of pydantic's paths; in angle brackets they can be told from fields and taken out.
TEXT, OBJECT, LIST, NUMBER = "<text>", "<object>", "<list>", "<number>"
WHOLE_PLACEHOLDER = r"^\$\{[A-Za-z_]\w*\}$"


def _without_empty_defaults(schema: dict[str, Any]) -> None:
    """An empty text as default means "not given", and would be refused if it were: the schema does not name it."""
    for field in schema.get("properties", {}).values():
        if field.get("default") == "":
            del field["default"]


class Part(BaseModel):
    """Base of the parts of a definition: JSON types as they are, no unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra=_without_empty_defaults)


def _tag(value: Any) -> str:
    if isinstance(value, dict | BaseModel):
        return OBJECT
    if isinstance(value, list):
        return LIST
    return TEXT if isinstance(value, str) else NUMBER


def _below(pattern: str) -> str:
    if PurePosixPath(pattern).is_absolute() or pattern.startswith("~"):
        raise wrong("it must lie below the task's directory", "应位于任务目录之内")
    return _no_way_up(pattern)


def _no_way_up(pattern: str) -> str:
    if ".." in PurePosixPath(pattern.replace("\\", "/")).parts:
        raise wrong("'..' would lead out of the directory", "不能含有 '..'")
    return pattern


BY_FORM = Discriminator(
    _tag,
    custom_error_type="wrong_form",
    custom_error_message="it is of a type that is not allowed here",
)
StepId = Annotated[str, StringConstraints(pattern=r"^\w[\w.-]{0,49}$")]
WorkflowName = Annotated[
    str, StringConstraints(pattern=r"^[^\s/\\\x00-\x1f]([^/\\\x00-\x1f]*[^\s/\\\x00-\x1f])?$", max_length=100)
]
Label = Annotated[str, StringConstraints(pattern=r"^\w[\w.+-]{0,49}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Sentence = Annotated[str, StringConstraints(max_length=2000)]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Line = Annotated[str, StringConstraints(pattern=r"^[^\r\n]*$", max_length=LONGEST_TEXT)]
Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")]
DottedName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$", max_length=200)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_below)]
WaitPattern = Annotated[str, StringConstraints(min_length=1, max_length=1000), AfterValidator(_no_way_up)]
Placeholder = Annotated[str, StringConstraints(pattern=WHOLE_PLACEHOLDER, max_length=120)]

Minutes = Annotated[float, Field(gt=0, le=525_600)]
MinutesOrPlaceholder = Annotated[Annotated[Minutes, Tag(NUMBER)] | Annotated[Placeholder, Tag(TEXT)], BY_FORM]
Seconds = Annotated[float, Field(ge=0, le=604_800)]
StepIds = Annotated[list[StepId], Field(max_length=MOST_STEPS)]
Patterns = Annotated[list[Pattern], Field(max_length=100)]
Scalar = bool | int | float | str | None


class InBothLanguages(Part):
    """A name in Chinese and in English."""

    zh: Title = Field(description="the name in Chinese")
    en: Title = Field(description="the name in English")


Name = Annotated[Annotated[Title, Tag(TEXT)] | Annotated[InBothLanguages, Tag(OBJECT)], BY_FORM]
