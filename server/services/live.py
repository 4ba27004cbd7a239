"""Where a client's stream begins: with what it has already, or with how things are."""

from __future__ import annotations

import re
from collections.abc import Callable

from bus import events, logs
from bus.db import Connection
from bus.errors import InvalidInput
from bus.events import Snapshot
from bus.retention import TASK_ID
from bus.rows import Event, Log
from server.live import frames
from server.live.inbox import is_final
from server.live.live import Live
from server.live.stream import Place, Stream

NUMBER = re.compile(r"\d{1,18}", re.ASCII)
Positions = dict[str, int]


def position(text: str) -> int:
    """The id of an event or a line; InvalidInput."""
    if not NUMBER.fullmatch(text):
        raise _no_position(text)
    return int(text)


def positions(text: str) -> Positions:
    """``task_a:12,task_b:7`` as a dictionary; InvalidInput."""
    parts = [part.rpartition(":") for part in text.split(",")]
    if any(not TASK_ID.fullmatch(task_id) for task_id, _, _ in parts):
        raise _no_position(text)
    return {task_id: position(number) for task_id, _, number in parts}


def _no_position(text: str) -> InvalidInput:
    return InvalidInput(
        f"Last-Event-ID must be one that this stream gave, not {text!r}; leave it out to begin anew.",
        f"Last-Event-ID 应为本事件流给出的编号，而不是 {text!r}；如需重新开始，请不要发送",
        [{"field": "last_event_id", "error": "an id of this stream"}],
        [{"field": "last_event_id", "error": "应为本事件流给出的编号"}],
    )


def task_stream(connection: Connection, live: Live, task_id: str, last: int | None) -> Stream | None:
    """What happens to a task, behind the event ``last`` or after a snapshot; None when nothing is left to tell."""
    seen = {} if last is None else {task_id: last}
    return _stream(live, [events.snapshot(connection, task_id)], seen, _single)


def tasks_stream(connection: Connection, live: Live, task_ids: list[str], seen: Positions) -> Stream | None:
    """The same of several tasks at once; a snapshot of each that ``seen`` does not name."""
    snapshots = [events.snapshot(connection, task_id) for task_id in dict.fromkeys(task_ids)]
    return _stream(live, snapshots, seen, _all)


def _single(told: Positions, task_id: str) -> str:
    return str(told[task_id])


def _all(told: Positions, task_id: str) -> str:
    return ",".join(f"{task_id}:{number}" for task_id, number in told.items())


def _stream(
    live: Live, snapshots: list[Snapshot], seen: Positions, identify: Callable[[Positions, str], str]
) -> Stream | None:
    """``identify`` makes the id from how far the client has been told, and the task of the latest event."""
    newest = {one.task.task_id: one.task.event_count for one in snapshots}
    running = {one.task.task_id: not is_final(one.task.status) for one in snapshots}
    told = {task_id: min(seen[task_id], newest[task_id]) for task_id in newest if task_id in seen}
    if told == newest and not any(running.values()):
        return None

    def say(kind: str, task_id: str, number: int, data: str) -> bytes:
        told[task_id] = number
        return frames.sse(kind, identify(told, task_id), data)

    def frame(item: Event | Log) -> bytes | None:
        return say(item.kind, item.task_id, item.id, frames.event_data(item)) if isinstance(item, Event) else None

    places = [Place(live.events, one, told.get(one, newest[one]), running[one]) for one in newest]
    first = [
        say("snapshot", one.task.task_id, one.task.event_count, frames.snapshot_data(one))
        for one in snapshots
        if one.task.task_id not in seen
    ]
    return Stream(places, frame, first)


def log_stream(
    connection: Connection, live: Live, task_id: str, last: int | None, levels: list[str] | None, tail: int
) -> Stream | None:
    """The lines of a log, behind the line ``last`` or the last ``tail`` ones first; None when none is left to tell."""
    task = events.snapshot(connection, task_id).task
    newest = logs.newest_id(connection, task_id)
    lines = logs.last(connection, task_id, levels, tail) if last is None else []
    start = max([newest, *(line.id for line in lines)]) if last is None else min(last, newest)
    if last is not None and start == newest and is_final(task.status):
        return None

    def frame(item: Event | Log) -> bytes | None:
        shown = isinstance(item, Log) and (levels is None or item.level in levels)
        return frames.sse("log", item.id, frames.log_data(item)) if shown and isinstance(item, Log) else None

    running = not is_final(task.status)
    places = [
        Place(live.logs, task_id, start, running),
        Place(live.events, task_id, task.event_count, running),  # says when it ends
    ]
    return Stream(places, frame, [frames.sse("log", line.id, frames.log_data(line)) for line in lines])
