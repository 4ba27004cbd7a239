"""Business databases by name; their passwords are encrypted and leave here only for a step that needs them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import psycopg2
from psycopg2.extensions import make_dsn, parse_dsn

from bus.connection_urls import has_late_at
from bus.db import Connection, execute, fetch_all, fetch_one
from bus.errors import ConnectionNotFound, InvalidInput, UrlNotEncoded
from bus.queries import load
from bus.rows import NamedConnection
from bus.secrets import decrypt, encrypt
from bus.settings import Settings

PARTS = {"host": "host", "port": "port", "database": "dbname", "dbname": "dbname", "user": "user", "username": "user",
         "password": "password", "sslmode": "sslmode"}  # fmt: skip
URL_PARTS = {"host", "hostaddr", "port", "dbname", "user", "password", "sslmode", "sslrootcert", "channel_binding",
             "gssencmode", "target_session_attrs", "options", "client_encoding", "connect_timeout",
             "application_name"}  # fmt: skip


def parse(given: object) -> dict[str, str]:
    """libpq parameters, password included, from a URL or from an object with host, port, database, user, password.

    InvalidInput for what is neither, and for parameters that would read a file or a second secret; UrlNotEncoded. They
    quote nothing of a URL.
    """
    parameters = _parse_url(given) if isinstance(given, str) else _parse_object(given)
    port = parameters.get("port", "5432")
    if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise InvalidInput(
            "The port must be a number from 1 to 65535.",  # not quoted: user:password without a host is read as a port
            "端口应为 1 到 65535 的整数",
            [{"field": "db_connection.port", "error": "1..65535"}],
        )
    return parameters


def _parse_object(given: object) -> dict[str, str]:
    if isinstance(given, Mapping):
        unknown = [str(key) for key in given if key not in PARTS]
        if not unknown and any(given.get(key) for key in ("database", "dbname")):
            return {PARTS[key]: str(value) for key, value in given.items() if value not in (None, "")}
        en, zh = "database is missing", "缺少 database"
        if unknown:
            en, zh = f"unknown: {', '.join(unknown)}", f"未知: {'、'.join(unknown)}"
    else:
        en, zh = f"it is {type(given).__name__}", f"实际为 {type(given).__name__}"
    raise InvalidInput(
        f"db_connection must be a postgresql:// URL or an object with host, port, database, user, password ({en}).",
        f"db_connection 应为 postgresql:// 形式的 URL，或含 host、port、database、user、password 的对象（{zh}）",
        [{"field": "db_connection", "error": en}],
        [{"field": "db_connection", "error": zh}],
    )


def _parse_url(url: str) -> dict[str, str]:
    if has_late_at(url):
        raise UrlNotEncoded
    try:
        parameters = dict(parse_dsn(url))
    except psycopg2.ProgrammingError:
        parameters = {}
    named = parameters.get("dbname") and parameters.keys() <= URL_PARTS
    if not url.startswith(("postgresql://", "postgres://")) or not named:
        raise InvalidInput(
            "A connection is a URL such as postgresql://user:password@host:5432/database, with the database named.",
            "连接应写作 postgresql://user:password@host:5432/database，并且必须写出数据库名",
            [{"field": "db_connection", "error": "not a postgresql:// URL with a database"}],
            [{"field": "db_connection", "error": "不是含数据库名的 postgresql:// URL"}],
        )
    return parameters


def put(
    connection: Connection,
    settings: Settings,
    name: str,
    given: object,
    *,
    task_id: str | None = None,
    created_by: str | None = None,
) -> None:
    """Store a connection, replacing one of the same name. With ``task_id`` it is that task's own."""
    parameters = parse(given)
    password = parameters.pop("password", "")
    values = {"name": name, "parameters": json.dumps(parameters), "task_id": task_id, "created_by": created_by}
    execute(
        connection,
        load("connections").put_connection,
        values | {"secret": encrypt(settings, password) if password else None},
    )


def get(connection: Connection, name: str) -> NamedConnection:
    """That connection; ConnectionNotFound."""
    row = fetch_one(connection, load("connections").get_connection, {"name": name})
    if row is None:
        raise ConnectionNotFound(name)
    return NamedConnection.of(row)


def all_named(connection: Connection) -> list[NamedConnection]:
    """Every connection that belongs to no task, by name."""
    return [NamedConnection.of(row) for row in fetch_all(connection, load("connections").list_connections, {})]


def remove(connection: Connection, name: str) -> bool:
    """Whether there was such a connection."""
    return execute(connection, load("connections").remove_connection, {"name": name}) == 1


def for_task(connection: Connection, task_id: str | None, db_name: str | None) -> NamedConnection:
    """What a task reads: its inline connection, else the one named ``db_name``, else the only one there is."""
    for name in (task_id, db_name):
        row = fetch_one(connection, load("connections").get_connection, {"name": name}) if name else None
        if row and row["task_id"] in (None, task_id):  # the inline connection of another task is not for us
            return NamedConnection.of(row)
    if db_name is not None:
        raise ConnectionNotFound(db_name)
    named = all_named(connection)
    if len(named) == 1:
        return named[0]
    raise InvalidInput(
        f"Which database? Send db_name (known: {', '.join(n.name for n in named) or 'none'}) or db_connection.",
        f"请用 db_name（已有: {'、'.join(n.name for n in named) or '无'}）或 db_connection 指明数据库",
        [{"field": "db_name", "error": "missing"}],
        [{"field": "db_name", "error": "缺少"}],
    )


def url(settings: Settings, named: NamedConnection) -> str:
    """The libpq connection string with its password: for a step's stdin or a connect call, never for a file."""
    parameters: dict[str, Any] = dict(named.parameters)
    if named.secret:
        parameters["password"] = decrypt(settings, named.secret)
    return dsn(parameters)


def dsn(parameters: Mapping[str, str]) -> str:
    """The libpq connection string of those parameters."""
    text: str = make_dsn(**parameters)
    return text


def shown(named: NamedConnection) -> dict[str, Any]:
    """The connection as everybody may see it: stars for the password."""
    return {"name": named.name} | masked(named.parameters | ({"password": named.secret} if named.secret else {}))


def masked(parameters: Mapping[str, str]) -> dict[str, Any]:
    """libpq parameters as everybody may see them: host, port, database, user, and stars for a password.

    What stands before an @ in the host is a password's end, of a URL that was stored before such were refused.
    """
    return {
        "host": parameters.get("host", "").rpartition("@")[2],
        "port": int(parameters.get("port", 5432)),
        "database": parameters["dbname"],
        "user": parameters.get("user", ""),
        "password": "******" if parameters.get("password") else "",
    }
