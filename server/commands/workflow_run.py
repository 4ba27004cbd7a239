"""``trainyard workflows run``."""

from __future__ import annotations

from functools import partial

import click

from bus import tasks
from bus.db import Connection
from bus.rows import Task
from bus.settings import Settings, read_settings
from server import launcher
from server.auth import ANYBODY
from server.commands.bus import session
from server.commands.parameters import named_values, parameters_option
from server.commands.task_show import as_json_option, print_task
from server.commands.terminal import fail, language, print_json, say
from server.commands.watch import watch
from server.run_shapes import run_row
from server.services import advice, runs
from server.services.control import Control


@click.command()
@click.argument("workflow")
@parameters_option("May be given several times.")
@click.option("--priority", type=click.IntRange(-1000, 1000), default=0, show_default=True, help="Larger first.")
@click.option(
    "--watch", "watching", is_flag=True, help="Show lines and progress to the end; exit code 1 unless it completes."
)
@as_json_option
def run(workflow: str, given: tuple[str, ...], priority: int, watching: bool, as_json: bool) -> None:
    """Run a workflow, by name or id. It goes on when this command ends.

    Where a limit is reached it waits; a running server starts it then.
    """
    parameters = named_values(given)
    settings = read_settings()
    with session(settings) as connection:
        control = Control(connection, settings, partial(launcher.launch, settings), ANYBODY)
        task = runs.start(control, workflow, parameters, priority=priority, language=language())
        if watching:
            task = _watched(connection, settings, task, as_json)
        helps = advice.for_task(connection, task)
    if as_json:
        print_json(run_row(task, language(), helps))
    elif watching:
        print_task(task)
    else:
        say(f"Started: {task.task_id}", f"已启动: {task.task_id}")
    if watching and task.status != "completed":
        click.get_current_context().exit(1)


def _watched(connection: Connection, settings: Settings, task: Task, as_json: bool) -> Task:
    try:
        watch(connection, settings, task.task_id, stderr=as_json)
    except KeyboardInterrupt:
        again = f"trainyard tasks show -f {task.task_id}"
        fail(f"The task goes on: {again}", f"任务继续运行: {again}", exit_code=130)
    return tasks.get(connection, task.task_id)
