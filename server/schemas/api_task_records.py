"""What a task left: the attempts of its steps, their files, its log."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict


class StepRecord(TypedDict):
    """One attempt of a step; durations in seconds, None until they are known."""

    id: int
    execution_id: str
    step_name: str
    step_display_name: str
    step_order: int
    status: str
    start_time: str | None
    end_time: str | None
    duration_seconds: float | None
    waiting_seconds: float
    attempt: int
    retry_count: int
    exit_code: int | None
    cpu_seconds: float | None
    peak_memory_bytes: int | None
    output_summary: str | None
    error_details: str | None
    error_code: str | None


class StepRecordsAnswer(TypedDict):
    success: bool
    executions: list[StepRecord]
    total: int


class OutputRecord(TypedDict):
    """``content_type`` is the ending of the name; ``metadata`` has the media type of it."""

    id: int
    execution_id: str | None
    step_name: str | None
    output_type: str
    output_path: str
    file_name: str
    file_size_bytes: int
    file_hash: str
    content_type: str
    metadata: dict[str, Any]
    created_at: str


class OutputRecordsAnswer(TypedDict):
    success: bool
    outputs: list[OutputRecord]
    total: int


class LogRecord(TypedDict):
    id: int
    level: str
    message: str
    timestamp: str
    source: str
    step_name: str | None


class LogRecordsAnswer(TypedDict):
    success: bool
    logs: list[LogRecord]
    total: int
