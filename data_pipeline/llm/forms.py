"""The shapes that answers must have.

Without bounds of length or number, which many endpoints refuse in a schema: those are ours to hold.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, FailFast

T = TypeVar("T")
ListOf = Annotated[list[T], FailFast()]  # a thousand wrong items make one error, not a thousand


class Form(BaseModel):
    """Exactly these fields, of exactly these types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class TableText(Form):
    table: str
    title_zh: str
    title_en: str
    description: str


class ColumnText(Form):
    table: str
    column: str
    title_zh: str
    title_en: str
    description: str


class SchemaTexts(Form):
    """What tables and columns are called and what they hold."""

    tables: ListOf[TableText]
    columns: ListOf[ColumnText]


class Question(Form):
    id: str
    question: str


class Questions(Form):
    """Questions in other words, each with the id of the one that was given."""

    questions: ListOf[Question]


class Asked(Form):
    question: str
    sql: str


class ThemeQuestions(Form):
    """A theme, and questions of it with the statements that answer them."""

    theme: str
    description: str
    questions: ListOf[Asked]


class Statement(Form):
    """One statement."""

    sql: str
