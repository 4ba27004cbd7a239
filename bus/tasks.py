"""The tasks table. The caller owns the transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from bus.db import Connection, execute, fetch_all, fetch_one, fetch_value, transaction
from bus.errors import TaskNotFound
from bus.queries import load
from bus.rows import Task

SortKey = Literal["created_at", "started_at", "completed_at", "status", "db_name"]


@dataclass(frozen=True, slots=True)
class NewTask:
    """What a request says of a task to be made."""

    workflow_version_id: int
    task_type: str
    parameters: dict[str, Any]
    db_name: str | None = None
    business_context: str | None = None
    created_by: str | None = None
    task_name: str | None = None
    priority: int = 0
    language: str | None = None  # zh or en
    idempotency_key: str | None = None
    request_digest: str | None = None
    parent_task_id: str | None = None
    parent_step: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tasks a list shows; None = any. Bounds of ``created_at`` are inclusive."""

    statuses: list[str] | None = None
    created_by: str | None = None
    db_name: str | None = None
    task_type: str | None = None
    workflow_id: int | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None


def free_id(connection: Connection, base: str, first: int = 1) -> str:
    """``base``, or ``base_2``, ``base_3`` ... if taken; nobody else gets one before this transaction has ended."""
    execute(connection, load("tasks").lock_task_ids, {})
    return str(fetch_value(connection, load("tasks").free_task_id, {"base": base, "first": first}))


def create(connection: Connection, task_id: str, new: NewTask, output_directory: str) -> Task:
    """Insert the task, pending."""
    values = asdict(new) | {"task_id": task_id, "output_directory": output_directory}
    execute(
        connection, load("tasks").create_task, values | {"parameters": json.dumps(new.parameters, ensure_ascii=False)}
    )
    return get(connection, task_id)


def get(connection: Connection, task_id: str) -> Task:
    """The task with all that is computed of it, in one statement by primary key; TaskNotFound."""
    row = fetch_one(connection, load("tasks").get_task, {"task_id": task_id})
    if row is None:
        raise TaskNotFound(task_id)
    return Task.of(row)


def prepare_get(connection: Connection) -> None:
    """Plan ``get_task`` once for this session: planning it costs four times as much as running it."""
    statement = load("tasks").get_task.replace("%(task_id)s", "$1")
    execute(connection, f"PREPARE get_task (text) AS {statement}", None)


def get_prepared(connection: Connection, task_id: str) -> Task:
    """As ``get``, in a session that has prepared it."""
    row = fetch_one(connection, "EXECUTE get_task (%(task_id)s)", {"task_id": task_id})
    if row is None:
        raise TaskNotFound(task_id)
    return Task.of(row)


def lock(connection: Connection, task_id: str) -> Task:
    """The task, held against other requests until the transaction ends; TaskNotFound."""
    execute(connection, load("tasks").lock_task, {"task_id": task_id})
    return get(connection, task_id)


def page(
    connection: Connection,
    wanted: Filter,
    *,
    limit: int,
    offset: int,
    sort: SortKey = "created_at",
    descending: bool = True,
) -> tuple[list[Task], int]:
    """One page and the number of all that match."""
    values = asdict(wanted)
    order = {"limit": limit, "offset": offset, "sort": sort, "descending": descending}
    rows = fetch_all(connection, load("tasks").page_of_tasks, values | order)
    return [Task.of(row) for row in rows], int(fetch_value(connection, load("tasks").count_tasks, values))


def active(connection: Connection) -> Task | None:
    """The newest that runs, else the one that completed last, else None."""
    row = fetch_one(connection, load("tasks").active_task, {})
    return Task.of(row) if row else None


def of_key(connection: Connection, created_by: str | None, key: str) -> tuple[str, str] | None:
    """The task that a request with this idempotency key made, and the digest of that request."""
    row = fetch_one(connection, load("tasks").task_of_key, {"created_by": created_by, "idempotency_key": key})
    return (row["task_id"], row["request_digest"]) if row else None


def of_number(connection: Connection, number: int) -> str:
    """The id of the task that faces with whole numbers call so; TaskNotFound."""
    task_id = fetch_value(connection, load("tasks").task_of_number, {"number": number})
    if task_id is None:
        raise TaskNotFound(str(number))
    return str(task_id)


def latest_of_workflow(connection: Connection, workflow_id: int) -> str | None:
    """The id of its newest task, rather one that somebody asked for than a sub-task; None where it has none."""
    task_id = fetch_value(connection, load("tasks").latest_of_workflow, {"workflow_id": workflow_id})
    return None if task_id is None else str(task_id)


def change_parameters(connection: Connection, task_id: str, changes: dict[str, Any]) -> None:
    """Let the task go on with other values for these parameters."""
    values = {"task_id": task_id, "changes": json.dumps(changes, ensure_ascii=False)}
    execute(connection, load("tasks").change_parameters, values)


def depth(connection: Connection, task_id: str) -> int:
    """How many tasks stand above this one: 0 for one that is no sub-task."""
    return int(fetch_value(connection, load("tasks").parent_depth, {"task_id": task_id}))


def show_requested(connection: Connection, task_ids: Sequence[str], *, admitted: bool) -> None:
    """Make the tasks say that they run (or wait), with the old error cleared."""
    execute(connection, load("tasks").show_requested, {"task_ids": list(task_ids), "admitted": admitted})


def use_table_list(connection: Connection, task_id: str, file_name: str) -> bool:
    """Let the task read its tables from that file, unless its parameters name tables; whether it does."""
    values = {"task_id": task_id, "file_name": file_name}
    return execute(connection, load("tasks").use_table_list, values) == 1


def cancel_idle(connection: Connection, task_id: str, cancellable: Sequence[str]) -> bool:
    """Cancel a task of which nothing runs; False when something does or its status is not among ``cancellable``.

    A transaction of its own, locked first: a statement alone would not see what a request is about to commit.
    """
    values = {"task_id": task_id, "cancellable": list(cancellable)}
    with transaction(connection):
        execute(connection, load("tasks").lock_task, {"task_id": task_id})
        return execute(connection, load("tasks").cancel_idle_task, values) == 1


def delete(connection: Connection, task_id: str) -> bool:
    """Delete the task with its executions, logs, outputs and inline connection; False while something of it is live.

    The caller has locked the task: else an execution that is being requested goes with it.
    """
    return execute(connection, load("tasks").delete_task, {"task_id": task_id}) == 1


def old(connection: Connection, days: int) -> list[dict[str, Any]]:
    """``task_id, created_at, status`` of the ended tasks that are older than that."""
    return fetch_all(connection, load("tasks").old_tasks, {"days": days})


def delete_old(connection: Connection, days: int) -> list[str]:
    """Delete them; the ids."""
    return [row["task_id"] for row in fetch_all(connection, load("tasks").cleanup_old_tasks, {"days": days})]


def existing(connection: Connection, task_ids: Sequence[str]) -> set[str]:
    """Which of these ids are tasks."""
    return {row["task_id"] for row in fetch_all(connection, load("tasks").existing_tasks, {"task_ids": list(task_ids)})}
