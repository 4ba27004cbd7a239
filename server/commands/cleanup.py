"""``trainyard cleanup``: what the server's upkeep does every hour, by hand."""

from __future__ import annotations

from dataclasses import replace

import click

from bus import retention, tasks
from bus.settings import read_settings
from server.commands.bus import session
from server.commands.terminal import print_columns, say


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show what would be removed.")
@click.option("--days", type=click.IntRange(min=1), help="Older than so many days.  [RETENTION_DAYS, 30]")
def cleanup(dry_run: bool, days: int | None) -> None:
    """Remove old tasks with their files. What runs, and what was never finished, stays."""
    settings = read_settings()
    if days is not None:
        settings = replace(settings, retention_days_text=str(days))
    if settings.retention_days == 0:
        return say("RETENTION_DAYS is 0: nothing is ever removed.", "RETENTION_DAYS 为 0：不清理任何任务")
    with session(settings) as connection:
        if not dry_run:
            removed = retention.clean_up(connection, settings)
            return say(f"Tasks removed: {len(removed)}.", f"已删除 {len(removed)} 个任务")
        old = tasks.old(connection, settings.retention_days)
        orphans = retention.orphans(connection, settings)
    print_columns(
        ["TASK", "STATUS", "CREATED"], [[r["task_id"], r["status"], f"{r['created_at']:%Y-%m-%d %H:%M}"] for r in old]
    )
    print_columns(["DIRECTORY WITHOUT TASK"], [[path.name] for path in orphans])
    return say(
        f"To be removed: tasks {len(old)}, directories {len(orphans)}.",
        f"将删除 {len(old)} 个任务和 {len(orphans)} 个目录",
    )
