"""``trainyard tasks notifications``."""

from __future__ import annotations

import click

from bus import notifications, tasks
from bus.settings import read_settings
from server.commands.bus import session
from server.commands.task_show import as_json_option
from server.commands.terminal import print_columns, print_json
from server.notifications.shape import notification_row


@click.command("notifications")
@click.argument("task_id")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True)
@click.option("--offset", type=click.IntRange(min=0), default=0)
@as_json_option
def show_notifications(task_id: str, limit: int, offset: int, as_json: bool) -> None:
    """Show who was told of a task, or will be, and what came of it."""
    with session(read_settings()) as connection:
        tasks.get(connection, task_id)
        found, total = notifications.page(connection, task_id, limit=limit, offset=offset)
    rows = [notification_row(one) for one in found]
    if as_json:
        return print_json({"notifications": rows, "total": total})
    headers = ["EVENT", "BY", "TO", "STATUS", "ATTEMPTS", "ERROR"]
    keys = ("event", "channel", "target", "status", "attempts", "error")
    return print_columns(headers, [[dict(row)[key] for key in keys] for row in rows])
