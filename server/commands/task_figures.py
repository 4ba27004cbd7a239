"""What ``trainyard tasks show`` says of a task beyond its detail: what it took, when it will be done, what to do."""

from __future__ import annotations

from datetime import datetime

import click

from bus import executions
from bus.db import Connection
from bus.rows import Execution, Task
from bus.settings import Settings
from server.commands.terminal import print_columns, word
from server.services import advice, estimates

MOST_ROWS = 200


def print_advice(connection: Connection, task: Task) -> None:
    """What to do about its failure, if there is anything to say."""
    if found := advice.for_task(connection, task):
        click.echo(f"  {word('advice', '建议')}: {word(*found)}")


def print_estimates(connection: Connection, settings: Settings, task: Task) -> None:
    """Place in the queue, start and end, as far as they are known."""
    found = estimates.for_task(connection, settings, task)
    facts = {
        word("place in the queue", "排队位置"): found.queue_position,
        word("starts about", "预计开始"): _clock(found.start_at),
        word("done about", "预计完成"): _clock(found.completion_at),
        word("done by (9 times of 10)", "预计最迟完成（90%）"): _clock(found.completion_p90_at),
    }
    for name, value in facts.items():
        if value is not None:
            click.echo(f"  {name}: {value}")


def print_executions(connection: Connection, task_id: str) -> None:
    """A line for every run and every attempt of a step, the newest MOST_ROWS."""
    found, total = executions.of_task(connection, task_id, limit=MOST_ROWS, offset=0)
    if total > MOST_ROWS:
        found, _ = executions.of_task(connection, task_id, limit=MOST_ROWS, offset=total - MOST_ROWS)
        click.echo(word(f"  the newest {MOST_ROWS} of {total}:", f"  最近 {MOST_ROWS} 条，共 {total} 条:"))
    headers = {"STEP": "步骤", "ATTEMPT": "次数", "STATUS": "状态", "WAITED": "等待", "TOOK": "耗时", "CPU": "CPU",
               "MEMORY": "内存峰值", "EXIT": "退出码", "ERROR": "错误"}  # fmt: skip
    print_columns([word(en, zh) for en, zh in headers.items()], [_line(one) for one in found])


def _line(one: Execution) -> list[object]:
    """Only a run waits: its steps start when those that they need have ended."""
    is_run = one.parent_id is None
    return [
        one.step if is_run else f"  {one.step}",
        None if one.step == executions.COMPLETE else one.attempt,
        one.status,
        _seconds(one.created_at, one.started_at) if is_run else None,
        _seconds(one.started_at, one.completed_at),
        None if one.cpu_seconds is None else f"{one.cpu_seconds:.2f} s",
        None if one.peak_memory_bytes is None else f"{one.peak_memory_bytes / 2**20:.1f} MB",
        one.exit_code,
        one.error_code,
    ]


def _seconds(begun: datetime | None, ended: datetime | None) -> str | None:
    return None if begun is None or ended is None else f"{max((ended - begun).total_seconds(), 0):.1f} s"


def _clock(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"
