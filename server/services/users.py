"""People who may log in."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from bus import users
from bus.db import Connection
from bus.errors import BadRequest, InvalidInput, Unauthenticated
from bus.settings import Settings
from bus.users import Role
from server.auth import issue

NAME = re.compile(r"[\w.@-]{1,50}")
SHORTEST_PASSWORD = 8


def add(connection: Connection, username: str, password: str, role: str) -> None:
    """Add a user, or give an existing one a new password and role; InvalidInput."""
    wrong = _wrong(username, password, role)
    if wrong is not None:
        field, en, zh = wrong
        details, zh_details = ([{"field": field, "error": said}] for said in (en, zh))
        raise InvalidInput(f"{field}: {en}.", f"{field}: {zh}", details, zh_details)
    users.put(connection, username, generate_password_hash(password), role)


def log_in(connection: Connection, settings: Settings, username: str, password: str) -> tuple[str, datetime]:
    """A token and when it expires; Unauthenticated, after the same time for an unknown user as for a wrong password."""
    if not settings.jwt_secret:
        raise BadRequest(
            "This server is open: JWT_SECRET is not set, no token is needed.", "服务器未设置 JWT_SECRET，无需登录"
        )
    user = users.get(connection, username)
    right = check_password_hash(user.password_hash if user else _nobodys_hash(), password)
    if user is None or not right:
        raise Unauthenticated("The user name or the password is wrong.", "用户名或密码错误")
    return issue(settings, user.username, user.role)


@cache
def _nobodys_hash() -> str:
    return generate_password_hash("of nobody")


def _wrong(username: str, password: str, role: str) -> tuple[str, str, str] | None:
    if not NAME.fullmatch(username):
        return "username", "1 to 50 letters, digits, _ . @ -", "应为 1 到 50 个字母、数字或 _ . @ -"
    if len(password) < SHORTEST_PASSWORD:
        return "password", f"at least {SHORTEST_PASSWORD} characters", f"至少 {SHORTEST_PASSWORD} 个字符"
    if role not in Role.__members__:
        known = ", ".join(Role.__members__)
        return "role", f"one of {known}", f"应为 {known} 之一"
    return None
