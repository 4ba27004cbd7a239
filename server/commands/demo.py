"""``trainyard demo``: the whole journey, as a client of the REST API would go it."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from functools import partial
from typing import NoReturn

import click

from bus.db import bus_url
from bus.settings import Settings, read_settings
from server.commands import demo_summary
from server.commands.demo_client import Client
from server.commands.demo_sample import DATABASE, prepare_sample, stop_afterwards
from server.commands.demo_server import running_server
from server.commands.following import follow
from server.commands.pipeline import LANGUAGE_HELP, LANGUAGES
from server.commands.terminal import say

RUN_SECONDS = 540  # with everything around it the demo is over within ten minutes
CONTEXT = "高速公路服务区管理系统"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="[PORT, 8084; the next free one if it is taken]")
@click.option("--language", type=click.Choice(LANGUAGES), default="zh", show_default=True, help=LANGUAGE_HELP)
@click.option("--exit", "exits", is_flag=True, envvar="DEMO_EXIT", help="End after the summary.  [DEMO_EXIT=1]")
@click.pass_context
def demo(ctx: click.Context, /, port: int | None, language: str, exits: bool) -> None:
    """Show everything: a sample database in, loaded training data out, through the REST API.

    The server keeps running until Ctrl-C. With --exit the exit code says whether all went well.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    settings = read_settings()
    with ExitStack() as afterwards:
        afterwards.enter_context(stop_afterwards(settings))
        prepare_sample(settings, bus_url(settings))
        server = afterwards.enter_context(running_server(settings, port or settings.port))
        client = afterwards.enter_context(Client(settings, server.url))
        fine = _run(settings, client, language)
        if not exits and fine:
            say("The server keeps running; Ctrl-C ends it.", "服务器继续运行，按 Ctrl-C 结束")
            server.wait()
    ctx.exit(0 if fine else 1)


def _leave(number: int, frame: object) -> NoReturn:
    """Go through the end of every block: no server is left behind."""
    raise SystemExit(128 + number)


def _run(settings: Settings, client: Client, language: str) -> bool:
    """Execute the complete workflow and show what came of it; whether all of it is well."""
    began = time.monotonic()
    task_id = client.execute_complete(db_name=DATABASE, business_context=CONTEXT, language=language, queue=True)
    say(f"Task {task_id} on {client.url}", f"任务 {task_id}，服务器 {client.url}")
    follow(partial(client.look, task_id), seconds=RUN_SECONDS)
    return demo_summary.show(settings, client, task_id, language, time.monotonic() - began)
