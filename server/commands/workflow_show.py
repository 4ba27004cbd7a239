"""``trainyard workflows list | show | export``."""

from __future__ import annotations

import json
from typing import Any

import click

from bus import workflows
from bus.rows import Workflow
from bus.settings import read_settings
from bus.workflows import Version
from server.commands.bus import session
from server.commands.task_show import as_json_option
from server.commands.terminal import language, print_columns, print_json, word
from server.services import definitions
from server.words import in_language
from server.workflow_shapes import workflow_fields, workflow_row

version_option = click.option("--version", "label", help="A label; the active version unless given.")


@click.command("list")
@click.option("--status", type=click.Choice(["active", "inactive", "deprecated"]))
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--offset", type=click.IntRange(min=0), default=0)
@as_json_option
def list_workflows(status: str | None, limit: int, offset: int, as_json: bool) -> None:
    """List the workflows, the oldest first."""
    with session(read_settings()) as connection:
        found, total = workflows.page(connection, status, limit=limit, offset=offset)
    if as_json:
        rows = [workflow_row(one) for one in found]
        return print_json({"workflows": rows, "total": total, "limit": limit, "offset": offset})
    lines = [[one.id, one.name, one.label, one.status, one.steps_count, one.description] for one in found]
    return print_columns(["ID", "WORKFLOW", "VERSION", "STATUS", "STEPS", "DESCRIPTION"], lines)


@click.command()
@click.argument("workflow")
@version_option
@as_json_option
def show(workflow: str, label: str | None, as_json: bool) -> None:
    """Show a workflow, by name or id."""
    with session(read_settings()) as connection:
        found = definitions.found(connection, workflow, label)
        versions = workflows.versions(connection, found.id)
    if as_json:
        return print_json(workflow_fields(found, versions))
    return _print(found, versions)


@click.command()
@click.argument("workflow")
@version_option
def export(workflow: str, label: str | None) -> None:
    """Write the definition of a workflow to stdout, as import takes it."""
    with session(read_settings()) as connection:
        found = definitions.found(connection, workflow, label)
    click.echo(json.dumps(found.definition, ensure_ascii=False, indent=2))


def _print(workflow: Workflow, versions: list[Version]) -> None:
    click.secho(f"{workflow.name}  {workflow.label}  {workflow.status}", bold=True)
    if workflow.description:
        click.echo(workflow.description)
    click.echo()
    print_columns(["STEP", "KIND", "NAME", "AFTER"], [_step(step) for step in workflow.steps])
    parts = workflow.definition.get("parameters") or {"required": {}, "optional": {}}
    for kind, shown in (("required", word("required", "必需")), ("optional", word("optional", "可选"))):
        for name, one in parts[kind].items():
            default = f" = {one['default']}" if one.get("default") is not None else ""
            click.echo(f"  {shown} {name}: {one['type']}{default}")
    labels = ", ".join(one.label + ("*" if one.active else "") for one in versions)
    click.echo(f"\n{word('versions', '版本')}: {labels}")


def _step(step: dict[str, Any]) -> list[object]:
    return [step["id"], step["kind"], in_language(step["name"], language()), ", ".join(step["depends_on"])]
