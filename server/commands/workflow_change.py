"""``trainyard workflows import | activate | deactivate | deprecate``."""

from __future__ import annotations

import click

from bus.rows import Workflow
from bus.settings import read_settings
from bus.workflow_errors import WorkflowExists
from server.commands.bus import session
from server.commands.terminal import fail, say
from server.commands.workflow_show import version_option
from server.commands.workflow_validate import read_definition
from server.services import definitions


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--update", is_flag=True, help="A workflow of that name gets a new version; else that is refused.")
def import_file(file: str, update: bool) -> None:
    """Create the workflows of FILE (- reads stdin), one definition or a list of them: all or none."""
    given = read_definition(file)
    settings = read_settings()
    with session(settings) as connection:
        several = given if isinstance(given, list) else [given]
        try:
            made = definitions.import_all(connection, settings, several, None, update=update)
        except WorkflowExists as error:
            fail(f"{error.en} --update makes a new version.", f"{error.zh}（--update 会创建新版本）")
        for workflow in made:
            _say_status(workflow)


@click.command()
@click.argument("workflow")
@version_option
def activate(workflow: str, label: str | None) -> None:
    """Let new tasks be made of a workflow, with that version of it."""
    with session(read_settings()) as connection:
        _say_status(definitions.activate(connection, workflow, label))


@click.command()
@click.argument("workflow")
def deactivate(workflow: str) -> None:
    """Let no new tasks be made of a workflow until it is activated again."""
    with session(read_settings()) as connection:
        _say_status(definitions.retire(connection, workflow, "inactive"))


@click.command()
@click.argument("workflow")
def deprecate(workflow: str) -> None:
    """Let no new tasks be made of a workflow any more. Those that it has go on."""
    with session(read_settings()) as connection:
        _say_status(definitions.retire(connection, workflow, "deprecated"))


def _say_status(workflow: Workflow) -> None:
    line = f"{workflow.id}  {workflow.name}  {workflow.label}  {workflow.status}"
    say(line, line)
