"""``trainyard tasks start | pause | resume | retry``: what the API does, in the same words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import click

from bus import actions
from bus.rows import Task
from bus.settings import read_settings
from server import launcher
from server.auth import ANYBODY
from server.commands.bus import session
from server.commands.parameters import named_values, parameters_option
from server.commands.terminal import word
from server.services.control import Control
from server.words import DONE, task_word

from_step_option = click.option("--from-step", help="Do this step and all that stands on it again.")


@click.command()
@click.argument("task_id")
def start(task_id: str) -> None:
    """Start a task, all of it. Where a limit is reached it waits; a running server starts it then."""
    _act("start", task_id, lambda control: control.start(task_id))


@click.command()
@click.argument("task_id")
@click.option("--immediate", is_flag=True, help="The processes stand still at once, instead of ending their steps.")
def pause(task_id: str, immediate: bool) -> None:
    """Let the running steps of a task end, and nothing new start."""
    _act("pause", task_id, lambda control: control.pause(task_id, immediate=immediate))


@click.command()
@click.argument("task_id")
@parameters_option("A parameter that changes; may be given several times.")
@from_step_option
def resume(task_id: str, given: Sequence[str], from_step: str | None) -> None:
    """Go on with what is not done of a task that is paused or failed."""
    changed = named_values(given)
    _act("resume", task_id, lambda control: control.resume(task_id, changed, from_step))


@click.command()
@click.argument("task_id")
@from_step_option
def retry(task_id: str, from_step: str | None) -> None:
    """Run a failed task anew; the attempts that failed are kept."""
    _act("retry", task_id, lambda control: control.retry(task_id, from_step))


def _act(action: str, task_id: str, do: Callable[[Control], Task]) -> None:
    settings = read_settings()
    with session(settings) as connection:
        task = do(Control(connection, settings, partial(launcher.launch, settings), ANYBODY))
    zh, en = DONE[action]
    state = actions.state_of(task)
    shown = task_word(task) if state == task.status else f"{task_word(task)}, {state}"
    click.echo(f"{word(en, zh)} {task_id} ({shown})")
