"""Pairs that come in, and training data that go out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from server.schemas.fields import Query, Request


class ExportQuery(Query):
    format: Literal["jsonl", "spider", "zip"] = Field(
        "zip", description="conversations for fine-tuning, Spider's files as a zip, or everything as a zip"
    )
    validation: float = Field(
        0.0, ge=0, le=0.5, description="share of the pairs put aside; near-duplicates stay on one side"
    )
    part: Literal["train", "validation"] = Field("train", description="of the conversations; a zip has both")


class PairUpload(Request):
    file: str = Field(
        json_schema_extra={"format": "binary"},
        description="JSON or JSON lines, .sql with Question/SQL blocks (queries without a question get one where there "
        "are words for it), CSV or TSV; UTF-8 or GBK",
    )


class ImportedFile(TypedDict):
    task_id: str
    file_name: str
    pair_count: int
    lines_without_question: list[int]
    used: bool
