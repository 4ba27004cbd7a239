"""A run by hand that is recorded as a task, executed at once and watched to its end."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from bus import executions, new_tasks, tasks, workflows
from bus.advice import Advice
from bus.db import Connection, transaction
from bus.errors import LimitReached
from bus.pipeline_parameters import WORKFLOW
from bus.requests import Request, request_execution
from bus.rows import Task, Workflow
from bus.settings import Settings
from server import launcher
from server.auth import ANYBODY
from server.commands.bus import session
from server.commands.import_files import place
from server.commands.task_files import fetch
from server.commands.terminal import fail, language
from server.commands.watch import watch
from server.load_mark import limits_now
from server.services import advice, directories, files
from server.services import tasks as service

_RECORD = "ddl_generation_fingerprints.json"
_THEIRS = "glossary.yaml"  # of the user: came from the output directory, and may have been edited there since
_BESIDE = ("llm_cache.jsonl", "training_load_tables.json")  # what a run goes on with, and nobody looks at


def run_as_task(
    settings: Settings,
    base: str,
    url: str,
    parameters: dict[str, Any],
    imports: Mapping[str, Path],
    output_dir: Path,
    *,
    queue: bool,
) -> str:
    """Create the task with the files that it imports, run it, copy its files to ``output_dir``; its id.

    What an earlier run left there goes on with it, so that only what has changed is redone. Ctrl-C cancels it.

    With ``queue`` it waits where a limit is reached, instead of LimitReached.
    """
    with session(settings) as connection:
        earlier = _earlier(output_dir, workflows.active(connection, WORKFLOW))
        task_id = _create(connection, settings, base, url, parameters, {**earlier, **imports})
        try:
            execution = request_execution(connection, task_id, Request(queue=queue), limits_now(settings))
        except LimitReached:
            service.delete(connection, settings, task_id, ANYBODY)
            raise
        if execution.admitted_at is not None:
            launcher.launch(settings, connection, execution)
        try:
            watch(connection, settings, task_id)
        except KeyboardInterrupt:
            executions.request_stop(connection, task_id, "cancel")
            watch(connection, settings, task_id)
        names = [file.name for file in files.listing(connection, settings, task_id)]
        fetch(settings, task_id, [name for name in names if name != _THEIRS], output_dir)
        for name in earlier.keys() - set(names):
            (output_dir / name).unlink(missing_ok=True)
        task = tasks.get(connection, task_id)
        helps = advice.for_task(connection, task)
    if task.status != "completed":
        _fail(task, helps)
    return task_id


def _fail(task: Task, helps: Advice | None) -> NoReturn:
    """End with the reason, which is in the task's language; in a terminal of another one, code and advice go first."""
    reason = task.error_message or task.status
    if task.error_message is None or task.speaks == language():
        fail(f"{task.task_id} did not complete: {reason}", f"{task.task_id} 未完成: {reason}")
    en, zh = helps or ("", "")
    fail(
        f"{task.task_id} did not complete: {task.error_code}. {en}".rstrip() + f"\n{reason}",
        f"{task.task_id} 未完成: {task.error_code}；{zh}\n{reason}",
    )


def _earlier(output_dir: Path, workflow: Workflow) -> dict[str, Path]:
    """The files of an earlier run by their names; none where that left no record of what they were made from."""
    if not (output_dir / _RECORD).is_file():
        return {}
    patterns = [output["pattern"] for step in workflow.steps for output in step["output_files"]]
    found = [path.resolve() for pattern in (*patterns, *_BESIDE) for path in output_dir.glob(pattern)]
    return {path.name: path for path in found if path.is_file() and path.parent == output_dir.resolve()}


def _create(
    connection: Connection,
    settings: Settings,
    base: str,
    url: str,
    parameters: dict[str, Any],
    imports: Mapping[str, Path],
) -> str:
    """The task with its directory and its own connection: all of it or nothing."""
    with transaction(connection):
        task_id = tasks.free_id(connection, base)
        directory = directories.directory_of(settings, task_id)
        directory.mkdir(parents=True)
        try:
            place(imports, directory)
            new_tasks.record(connection, settings, directory, _new_task(connection, parameters), url)
        except BaseException:
            shutil.rmtree(directory)
            raise
    return task_id


def _new_task(connection: Connection, parameters: dict[str, Any]) -> tasks.NewTask:
    version_id = workflows.active(connection, WORKFLOW).version_id
    return tasks.NewTask(version_id, "manual", parameters, parameters["db_name"], parameters.get("business_context"))
