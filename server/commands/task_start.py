"""``trainyard tasks create | execute``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from bus import executions as bus_executions
from bus import tasks
from bus.settings import read_settings
from server import launcher, shapes
from server.auth import ANYBODY
from server.commands.bus import session, url_argument
from server.commands.pipeline import LANGUAGE_HELP, LANGUAGES, MAX_PAIRS_HELP
from server.commands.task_show import as_json_option, print_task
from server.commands.terminal import print_json, say, word
from server.commands.watch import last_line, watch
from server.requests import validated
from server.schemas.tasks import CreateTask, ExecuteStep
from server.services import executions, table_lists
from server.services import tasks as service

READABLE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--db-name", help="A named connection: trainyard connections add.")
@click.option("--db-connection", help="postgresql:// URL instead; - reads it from stdin.")
@click.option("--table-list", help="Names of tables, separated by commas; without any, every table.")
@click.option("--table-list-file", type=READABLE, help="A file that names them.")
@click.option("--business-context", help="What the database is about.")
@click.option("--language", type=click.Choice(LANGUAGES), default="zh", show_default=True, help=LANGUAGE_HELP)
@click.option("--validation/--no-validation", "enable_sql_validation", default=True)
@click.option("--load/--no-load", "enable_training_data_load", default=True)
@click.option("--max-pairs", type=click.IntRange(1, 100_000), help=MAX_PAIRS_HELP)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Another number draws other pairs.  [1]")
@click.option("--task-type", help="A word of your own, to find the task by.  [data_workflow]")
@as_json_option
def create(db_connection: str | None, table_list_file: Path | None, as_json: bool, **fields: Any) -> None:
    """Create a task and print its id."""
    given = {name: value for name, value in fields.items() if value is not None}
    if db_connection:
        given["db_connection"] = url_argument(db_connection)
    tables = table_lists.checked(table_list_file.read_bytes()) if table_list_file else None
    settings = read_settings()
    with session(settings) as connection:
        task, warnings = service.create(connection, settings, validated(CreateTask, given), ANYBODY)
        if tables is not None:
            table_lists.save(connection, settings, task.task_id, tables)
            task = tasks.get(connection, task.task_id)
    for zh, en in warnings:
        click.echo(word(en, zh), err=True)
    if as_json:
        return print_json(shapes.task_detail(task))
    return click.echo(task.task_id)


@click.command()
@click.argument("task_id")
@click.option("--step", default="complete", show_default=True)
@click.option("--force-execute", is_flag=True, help="Although a step that it needs is not completed.")
@click.option(
    "--clean-previous/--keep-previous",
    default=False,
    help="Remove the step's files of an earlier run first; else only what has changed is redone.",
)
@click.option("--queue", is_flag=True, help="Wait where a limit is reached (a running server starts it then).")
@click.option("--wait", is_flag=True, help="Show lines and progress to the end; exit code 1 unless it completes.")
@as_json_option
def execute(task_id: str, wait: bool, as_json: bool, **fields: Any) -> None:
    """Execute a task, or one step of it. It goes on when this command ends."""
    settings = read_settings()
    with session(settings) as connection:
        after = last_line(connection, task_id)
        launch = partial(launcher.launch, settings)
        execution = executions.execute(connection, settings, launch, task_id, validated(ExecuteStep, fields), ANYBODY)
        if wait:
            watch(connection, settings, task_id, after=after, stderr=as_json)
            task = tasks.get(connection, task_id)
            if as_json:
                print_json(shapes.task_detail(task))
            else:
                print_task(task)
            ended = bus_executions.latest_root(connection, task_id)
            click.get_current_context().exit(0 if ended and ended.status == "completed" else 1)
    if as_json:
        return print_json(shapes.execution_row(execution))
    return say(f"Started: {execution.execution_id}", f"已启动: {execution.execution_id}")
