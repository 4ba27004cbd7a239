"""``trainyard db``: the database of Trainyard, embedded or the user's own."""

from __future__ import annotations

import os
from contextlib import closing

import click
from psycopg2.extensions import make_dsn, parse_dsn

from bus import connections, embedded, migrate, sessions, workflows
from bus.db import bus_url, connect, database_beside, without_password
from bus.errors import BusUnavailable, ConnectionNotFound
from bus.settings import Settings, read_settings
from server.commands.bus import session
from server.commands.terminal import fail, print_json, say


@click.group()
def db() -> None:
    """Start, stop, look at and enter the database of Trainyard."""


@db.command()
def start() -> None:
    """Start the embedded PostgreSQL, or join the one that runs."""
    settings = _embedded_only()
    embedded.ensure_running(settings.home)
    state = embedded.status(settings.home)
    say(
        f"PostgreSQL {state['version']} runs (pid {state['pid']}) in {state['data_directory']}",
        f"PostgreSQL {state['version']} 正在运行（进程 {state['pid']}），数据目录 {state['data_directory']}",
    )


@db.command()
@click.option("--force", is_flag=True, help="Although a server or an executor is connected.")
def stop(force: bool) -> None:
    """Stop the embedded PostgreSQL; refused while a server or an executor is connected to it."""
    settings = _embedded_only()
    if not embedded.status(settings.home)["running"]:
        return say("PostgreSQL is not running.", "PostgreSQL 没有运行")
    if not force:
        with closing(connect(embedded.ensure_running(settings.home))) as connection:
            others = ", ".join(f"{count} {name}" for name, count in sessions.others(connection).items())
        if others:
            fail(
                f"It is in use ({others}). End the server and wait for its tasks, or use --force.",
                f"数据库正在使用（{others}）。请先停止服务器并等待任务结束，或使用 --force",
            )
    embedded.stop(settings.home)
    return say("PostgreSQL has stopped.", "PostgreSQL 已停止")


@db.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def status(as_json: bool) -> None:
    """Say whether the database runs, and where. Nothing is started."""
    settings = read_settings()
    state = _own_status(settings) if settings.database_url else embedded.status(settings.home)
    if as_json:
        print_json(state)
    elif state["running"]:
        say(f"running: PostgreSQL {state['version']}", f"运行中: PostgreSQL {state['version']}")
    else:
        say("not running", "未运行")
    if not as_json:
        click.echo(state["data_directory"] or state["url"])


@db.command("migrate")
def migrate_now() -> None:
    """Bring the tables up to date. Every other command and the server do this by themselves."""
    with closing(connect(bus_url(read_settings()))) as connection:
        applied = migrate.migrate(connection)
        workflows.publish(connection)
    for name in applied:
        click.echo(name)
    say(f"{len(applied)} migrations applied.", f"已执行 {len(applied)} 个迁移")


@db.command()
def url() -> None:
    """Print the URL, with its password."""
    click.echo(bus_url(read_settings()))


@db.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", metavar="[NAME] [ARGUMENTS]...", nargs=-1, type=click.UNPROCESSED)
def psql(arguments: tuple[str, ...]) -> None:
    """Open psql on the database of Trainyard.

    NAME opens a named connection instead, or another database of the same server (such as trainyard_vectors).
    ARGUMENTS are psql's own: trainyard db psql highway_db -c '\\d'
    """
    settings = read_settings()
    named = bool(arguments) and not arguments[0].startswith("-")
    parameters = parse_dsn(_url(settings, arguments[0]) if named else bus_url(settings))
    environment = dict(os.environ)
    if password := parameters.pop("password", None):
        environment["PGPASSWORD"] = password
    program = str(embedded.program("psql"))
    os.execve(program, ["psql", make_dsn(**parameters), *arguments[named:]], environment)  # noqa: S606


def _url(settings: Settings, name: str) -> str:
    with session(settings) as connection:
        try:
            return connections.url(settings, connections.get(connection, name))
        except ConnectionNotFound:
            return database_beside(bus_url(settings), name)


def _embedded_only() -> Settings:
    settings = read_settings()
    if settings.database_url:
        fail(
            "DATABASE_URL is set: that server is your own, Trainyard neither starts nor stops it.",
            "已设置 DATABASE_URL：该数据库由您自行管理，Trainyard 不会启动或停止它",
        )
    return settings


def _own_status(settings: Settings) -> dict[str, object]:
    state: dict[str, object] = {"running": False, "pid": None, "data_directory": None, "version": None}
    state["url"] = without_password(settings.database_url)
    try:
        with closing(connect(settings.database_url)) as connection:
            return state | {"running": True, "version": connection.get_parameter_status("server_version")}
    except BusUnavailable:
        return state
