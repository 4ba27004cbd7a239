"""``trainyard connections``: business databases by name."""

from __future__ import annotations

from urllib.parse import quote

import click

from bus import connections as bus_connections
from bus.settings import read_settings
from server.commands.bus import secret_line, session, url_argument
from server.commands.terminal import print_columns, print_json, say
from server.services import connections as service


@click.group()
def connections() -> None:
    """Name the business databases."""


@connections.command()
@click.argument("name")
@click.argument("url")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin, when URL has none.")
def add(name: str, url: str, password_stdin: bool) -> None:
    """Store the connection URL (postgresql://user:password@host:5432/database) under NAME, replacing an older one.

    With - for URL it is read from stdin or asked for, so that the password stands in no list of processes.
    """
    url = url_argument(url)
    if password_stdin:
        url += f"{'&' if '?' in url else '?'}password={quote(secret_line('Password'), safe='')}"
    settings = read_settings()
    with session(settings) as connection:
        service.put(connection, settings, name, url, None)
    say(
        f"Saved. Try it with: trainyard connections test {name}",
        f"已保存。可用 trainyard connections test {name} 测试",
    )


@connections.command("list")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def list_connections(as_json: bool) -> None:
    """Show the connections, without their passwords."""
    with session(read_settings()) as connection:
        shown = [bus_connections.shown(named) for named in bus_connections.all_named(connection)]
    if as_json:
        return print_json(shown)
    return print_columns(["NAME", "HOST", "PORT", "DATABASE", "USER"], [[*row.values()][:5] for row in shown])


@connections.command()
@click.argument("name")
def test(name: str) -> None:
    """Connect, ask for the version and count the tables that may be read; exit code 1 and the reason if not."""
    settings = read_settings()
    with session(settings) as connection:
        url = bus_connections.url(settings, service.named(connection, name))
    answer = service.test(url)
    say(
        f"{name} answers: PostgreSQL {answer.server_version}, {answer.seconds * 1000:.0f} ms; tables that may be read:"
        f" {answer.tables}",
        f"{name} 连接正常: PostgreSQL {answer.server_version}，{answer.seconds * 1000:.0f} 毫秒"
        f"；可读的表: {answer.tables}",
    )


@connections.command()
@click.argument("name")
def remove(name: str) -> None:
    """Forget a connection."""
    with session(read_settings()) as connection:
        service.remove(connection, name)
    say(f"Removed {name}.", f"已删除 {name}")
