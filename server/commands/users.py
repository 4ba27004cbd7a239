"""``trainyard users``: who may log in."""

from __future__ import annotations

import sys

import click

from bus import users as bus_users
from bus.settings import read_settings
from bus.users import Role
from server.commands.bus import session
from server.commands.terminal import fail, print_columns, print_json, say
from server.services import users as service


@click.group()
def users() -> None:
    """Say who may log in."""


@users.command()
@click.argument("name")
@click.option(
    "--role", type=click.Choice(list(Role.__members__)), required=True, help="Each may do all that the one before may."
)
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin; without it, it is asked for.")
def add(name: str, role: str, password_stdin: bool) -> None:
    """Add a user, or give an existing one a new password and role."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _asked()
    with session(read_settings()) as connection:
        service.add(connection, name, password, role)
    say(f"{name} may log in as {role}.", f"{name} 可以 {role} 身份登录")


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def list_users(as_json: bool) -> None:
    """Show the users."""
    with session(read_settings()) as connection:
        found = bus_users.all_users(connection)
    if as_json:
        return print_json(found)
    return print_columns(
        ["NAME", "ROLE", "SINCE"],
        [[row["username"], row["role"], f"{row['created_at']:%Y-%m-%d %H:%M}"] for row in found],
    )


@users.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a user; tokens already issued to it end when they expire."""
    with session(read_settings()) as connection:
        if not bus_users.remove(connection, name):
            fail(f"There is no user {name!r}.", f"用户不存在: {name}")
    say(f"Removed {name}.", f"已删除 {name}")


def _asked() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
