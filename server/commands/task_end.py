"""``trainyard tasks cancel | delete``."""

from __future__ import annotations

import click

from bus.settings import read_settings
from server import shapes
from server.auth import ANYBODY
from server.commands.bus import session
from server.commands.terminal import say
from server.services import control
from server.services import tasks as service


@click.command()
@click.argument("task_id")
def cancel(task_id: str) -> None:
    """Cancel a task: what runs is ended within seconds, what waits at once."""
    with session(read_settings()) as connection:
        task = control.cancel(connection, task_id)
    status = shapes.task_status(task)
    say(f"Cancelling {task_id} ({status}).", f"正在取消 {task_id}（{status}）")


@click.command()
@click.argument("task_id")
def delete(task_id: str) -> None:
    """Delete a task with its files; refused while something of it runs."""
    settings = read_settings()
    with session(settings) as connection:
        service.delete(connection, settings, task_id, ANYBODY)
    say(f"Deleted {task_id}.", f"已删除 {task_id}")
