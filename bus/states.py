"""The states of tasks and executions, and the moves that are allowed; a test holds this equal to the tables' CHECKs."""

from __future__ import annotations

from enum import StrEnum


class ExecutionStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    PAUSED = "paused"  # a root that a pause ended; resuming makes another


class TaskStatus(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    PAUSED = "paused"
    PARTIAL_COMPLETED = "partial_completed"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


LIVE = (ExecutionStatus.QUEUED, ExecutionStatus.RUNNING)

_E = ExecutionStatus
EXECUTION_MOVES: dict[ExecutionStatus, frozenset[ExecutionStatus]] = {
    _E.QUEUED: frozenset({_E.RUNNING, _E.CANCELLED, _E.FAILED, _E.SKIPPED, _E.PAUSED}),
    _E.RUNNING: frozenset({_E.COMPLETED, _E.FAILED, _E.TIMEOUT, _E.CANCELLED, _E.SKIPPED, _E.PAUSED}),
    _E.COMPLETED: frozenset(),
    _E.FAILED: frozenset(),
    _E.TIMEOUT: frozenset(),
    _E.CANCELLED: frozenset(),
    _E.SKIPPED: frozenset(),
    _E.PAUSED: frozenset(),
}
