"""Types of fields that several models share."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from server.schemas.fault_words import wrong

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Kind = Annotated[str, StringConstraints(pattern=r"^\w[\w-]{0,49}$")]  # a word, not a sentence
DbName = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,100}$")]  # as connections may be called
Person = Annotated[str, StringConstraints(pattern=r"^[\w.@+ -]{1,50}$")]
Text = Annotated[str, StringConstraints(max_length=20_000)]


class Request(BaseModel):
    """Base of the bodies: JSON types as they are, so that "no" is not true. Unknown names are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True)


class Query(BaseModel):
    """Base of the query strings, in which everything is text."""

    model_config = ConfigDict(extra="ignore")


def split_names(value: object) -> object:
    """A comma separated string as the list that it means; anything else as it is."""
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


def _inside(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        raise wrong(
            "it must be a file in the task's directory or below the server's working directory, without ..",
            "应为任务目录或服务器工作目录之内的文件，不含 ..",
        )
    return name


Moment = Annotated[datetime, Field(strict=False)]  # JSON has no times of its own
TableList = Annotated[list[Name], BeforeValidator(split_names), Field(min_length=1, max_length=10_000)]
FileNames = Annotated[list[Name], BeforeValidator(split_names), Field(max_length=100)]
FileBelow = Annotated[Name, AfterValidator(_inside)]
DbConnection = Annotated[str | dict[str, Any], Field(union_mode="left_to_right")]
