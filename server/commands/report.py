"""``trainyard report``: the figures of a run."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bus import tasks
from bus.errors import FileNotFound
from bus.settings import read_settings
from data_pipeline.exports.finished_run import finished_run
from server.commands.bus import session
from server.commands.pipeline import as_trainyard_errors
from server.commands.report_text import print_report
from server.commands.task_show import as_json_option
from server.commands.terminal import fail, language, print_json
from server.services import files

REPORT_NAME = "quality_report.json"


@click.command()
@click.argument("task")
@as_json_option
def report(task: str, as_json: bool) -> None:
    """Show how good the training data of a task are.

    TASK is the id of a task, or a directory made by `trainyard generate`. The same with charts is in the file
    quality_report.html beside it.
    """
    text = _of_directory(Path(task)) if Path(task).is_dir() else _of_task(task)
    try:
        value = json.loads(text or "")
    except ValueError:
        value = None
    if not isinstance(value, dict) or "headlines" not in value:
        fail(
            f"There is no quality report of {task} yet: each step writes it at its end.",
            f"{task} 还没有质量报告：各步骤结束时会生成",
        )
    if as_json:
        return print_json(value)
    return print_report(value, language())


def _of_directory(directory: Path) -> str | None:
    try:
        return (directory / REPORT_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        with as_trainyard_errors():
            finished_run(directory.resolve())  # or there is no run here, which is another thing to say
        return None


def _of_task(task_id: str) -> str | None:
    settings = read_settings()
    with session(settings) as connection:
        tasks.get(connection, task_id)
    try:
        file, _ = files.open_file(settings, task_id, REPORT_NAME)
    except FileNotFound:
        return None
    with file:
        return file.read().decode(errors="replace")
