"""Who may log in, and as what: viewers read, operators create and execute, admins do everything."""

from __future__ import annotations

from enum import IntEnum

from bus.db import Connection, execute, fetch_all, fetch_one
from bus.queries import load
from bus.rows import User


class Role(IntEnum):
    """Ordered: a higher role may do all that a lower one may."""

    viewer = 1
    operator = 2
    admin = 3


def put(connection: Connection, username: str, password_hash: str, role: str) -> None:
    """Add a user, or replace the password and role of an existing one."""
    execute(connection, load("users").put_user, {"username": username, "password_hash": password_hash, "role": role})


def get(connection: Connection, username: str) -> User | None:
    """That user, or None."""
    row = fetch_one(connection, load("users").get_user, {"username": username})
    return User.of(row) if row else None


def all_users(connection: Connection) -> list[dict[str, object]]:
    """``username, role, created_at`` of everybody, by name."""
    return fetch_all(connection, load("users").list_users, {})


def remove(connection: Connection, username: str) -> bool:
    """Whether there was such a user."""
    return execute(connection, load("users").remove_user, {"username": username}) == 1
