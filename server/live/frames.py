"""What clients are told: snapshots, events and log lines as JSON, and the form of server-sent events."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from bus.events import Snapshot
from bus.rows import Event, Log
from server.words import step_status_word, task_status_word, task_word, utc

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
HEARTBEAT = b": still here\n\n"
RETRY = b"retry: 1000\n\n"  # milliseconds


def snapshot_data(snapshot: Snapshot) -> str:
    """The task as it is; ``event_id`` is the last event that it takes into account."""
    task = snapshot.task
    current = (task.current_execution or {}).get("step")
    return _ENCODE(
        {
            "type": "snapshot",
            "task_id": task.task_id,
            "status": task_word(task),
            "progress": task.progress,
            "current_step": None if current == "complete" else current,
            "steps": [
                {"step_name": step, "status": step_status_word(status)} for step, status in task.step_status.items()
            ],
            "timestamp": utc(snapshot.changed_at),
            "event_id": task.event_count,
        }
    )


@lru_cache(maxsize=256)  # all clients of a task are told the same
def event_data(event: Event) -> str:
    """One event; with the step that changed, where one did."""
    data: dict[str, Any] = {
        "type": event.kind,
        "task_id": event.task_id,
        "event_id": event.id,
        "status": task_status_word(event.status),
        "progress": event.progress,
    }
    if event.step is not None:
        data |= {
            "step_name": event.step,
            "step_status": step_status_word(event.step_status or "pending"),
            "attempt": event.attempt,
        }
    return _ENCODE(data | {"message": event.message, "timestamp": utc(event.happened_at)})


@lru_cache(maxsize=1024)
def log_data(line: Log) -> str:
    """One line of a log."""
    return _ENCODE(
        {
            "type": "log",
            "id": line.id,
            "level": line.level.lower(),
            "step_name": line.step,
            "logger": line.logger,
            "message": line.message,
            "execution_id": line.execution_id,
            "timestamp": utc(line.logged_at),
        }
    )


def error_data(code: str, sentence: str) -> str:
    """A message of the client's that cannot be acted upon."""
    return _ENCODE({"type": "error", "code": code, "error": sentence})


def sse(kind: str, position: object, data: str) -> bytes:
    """A server-sent event; ``position`` is what the client shows as Last-Event-ID when it comes again."""
    return f"id: {position}\nevent: {kind}\ndata: {data}\n\n".encode()
