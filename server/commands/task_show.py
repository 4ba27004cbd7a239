"""``trainyard tasks list | show | logs``."""

from __future__ import annotations

import json
from dataclasses import replace

import click

from bus import logs, tasks
from bus.rows import Log, Task
from bus.settings import read_settings
from server import shapes
from server.commands.bus import session
from server.commands.task_figures import print_advice, print_estimates, print_executions
from server.commands.terminal import print_columns, print_json, word
from server.commands.watch import as_line, last_line, tail, watch
from server.requests import validated
from server.schemas.tasks import TaskQuery
from server.services import definitions, listing

as_json_option = click.option("--json", "as_json", is_flag=True, help="For machines, as the API has it.")


@click.command("list")
@click.option("--status", help="One or several, separated by commas.")
@click.option("--workflow", help="Its name or id.")
@click.option("--created-by")
@click.option("--db-name")
@click.option("--task-type")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--offset", type=click.IntRange(min=0), default=0)
@as_json_option
def list_tasks(workflow: str | None, limit: int, offset: int, as_json: bool, **filters: str | None) -> None:
    """List tasks, the newest first."""
    wanted = listing.task_filter(validated(TaskQuery, {**filters, "limit": limit, "offset": offset}))
    with session(read_settings()) as connection:
        if workflow is not None:
            wanted = replace(wanted, workflow_id=definitions.found(connection, workflow).id)
        found, total = tasks.page(connection, wanted, limit=limit, offset=offset)
    rows = [shapes.task_summary(task) for task in found]
    if as_json:
        return print_json({"tasks": rows, "total": total, "limit": limit, "offset": offset})
    headers = ["TASK", "WORKFLOW", "STATUS", "%", "DATABASE", "CREATED", "BY"]
    keys = ("task_id", "workflow", "status", "progress", "db_name", "created_at", "created_by")
    shown = [{**row, "workflow": task.workflow_name} for row, task in zip(rows, found, strict=True)]
    return print_columns(headers, [[row[key] for key in keys] for row in shown])


@click.command()
@click.argument("task_id")
@click.option("-f", "--follow", "following", is_flag=True, help="Until nothing of it runs.")
@as_json_option
def show(task_id: str, following: bool, as_json: bool) -> None:
    """Show a task: how far it is, what went wrong, when it will be done, and what each step took."""
    settings = read_settings()
    with session(settings) as connection:
        task = tasks.get(connection, task_id)
        if following and task.current_execution:
            watch(connection, settings, task_id, after=last_line(connection, task_id), stderr=as_json)
            task = tasks.get(connection, task_id)
        if as_json:
            return print_json(shapes.task_detail(task))
        print_task(task)
        print_advice(connection, task)
        print_estimates(connection, settings, task)
        return print_executions(connection, task.task_id)


@click.command("logs")
@click.argument("task_id")
@click.option("-f", "--follow", "following", is_flag=True, help="Until nothing of it runs.")
@click.option("--level", help="That level and graver ones.")
@click.option("--step")
@click.option("--search", help="Found anywhere in the message.")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="The newest so many lines.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def show_logs(task_id: str, following: bool, limit: int, as_json: bool, **filters: str | None) -> None:
    """Show the log of a task."""
    wanted = listing.log_filter(level=filters["level"], step=filters["step"], search=filters["search"])
    text = _json_line if as_json else as_line
    settings = read_settings()
    with session(settings) as connection:
        tasks.get(connection, task_id)
        newest, _ = logs.page(connection, task_id, wanted, limit=limit, newest=True)
        for log in reversed(newest):
            click.echo(text(log))
        if following:
            tail(connection, settings, task_id, wanted, text, after=newest[0].id if newest else 0)


def _json_line(log: Log) -> str:
    return json.dumps(shapes.log_row(log), ensure_ascii=False)


def print_task(task: Task) -> None:
    """A task for people."""
    shown = shapes.task_detail(task)
    click.secho(f"{task.task_id}  {shown['status']}  {task.progress} %", bold=True)
    for step, status in shown["step_status"].items():
        click.echo(f"  {step:<16} {status}")
    facts = {
        word("workflow", "工作流"): f"{task.workflow_name} {task.workflow_label}",
        word("database", "数据库"): task.db_name,
        word("files", "文件"): task.output_directory,
        word("created", "创建"): shown["created_at"],
        word("ended", "结束"): shown["completed_at"],
        word("error", "错误"): task.error_message,
    }
    for name, value in facts.items():
        if value:
            click.echo(f"  {name}: {value}")
