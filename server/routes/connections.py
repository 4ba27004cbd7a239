"""Business databases by name. No answer holds a password."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import connections
from bus.rows import NamedConnection
from bus.users import Role
from server.answers import local, success
from server.auth import Caller
from server.context import context
from server.operation import operation
from server.schemas.databases import ConnectionList, ConnectionName, ConnectionRow, ConnectionTest, NewConnection
from server.services import connections as service

blueprint = Blueprint("connections", __name__, url_prefix="/api/v0/connections")
TAG = "connections"


@operation(blueprint, "GET", "", summary="The named connections", tag=TAG, answer=ConnectionList)
def list_connections() -> Response:
    with context().pool.session() as connection:
        found = connections.all_named(connection)
    return success({"connections": [connection_row(one) for one in found], "total": len(found)})


@operation(
    blueprint,
    "POST",
    "",
    summary="Name a connection, or change it",
    tag=TAG,
    role=Role.admin,
    body=NewConnection,
    answer=ConnectionRow,
    status=201,
)
def put_connection(body: NewConnection, caller: Caller) -> Response:
    here = context()
    with here.pool.session() as connection:
        named = service.put(connection, here.settings, body.name, body.db_connection, caller.name)
    return success(connection_row(named), ("数据库连接已保存", "The connection has been saved."), status=201)


@operation(
    blueprint,
    "POST",
    "/<name>/test",
    summary="Try whether the database answers",
    tag=TAG,
    role=Role.operator,
    answer=ConnectionTest,
)
def test_connection(name: str) -> Response:
    here = context()
    with here.pool.session() as connection:
        url = connections.url(here.settings, service.named(connection, name))
    answer = service.test(url)
    data: ConnectionTest = {
        "name": name,
        "server_version": answer.server_version,
        "milliseconds": round(answer.seconds * 1000),
        "tables": answer.tables,
    }
    return success(data, ("数据库连接正常", "The database answers."))


@operation(
    blueprint, "DELETE", "/<name>", summary="Forget a connection", tag=TAG, role=Role.admin, answer=ConnectionName
)
def remove_connection(name: str) -> Response:
    with context().pool.session() as connection:
        service.remove(connection, name)
    return success({"name": name}, ("数据库连接已删除", "The connection has been removed."))


def connection_row(named: NamedConnection) -> ConnectionRow:
    """A connection with stars for its password."""
    shown = connections.shown(named)
    return {
        "name": named.name,
        "host": shown["host"],
        "port": shown["port"],
        "database": shown["database"],
        "user": shown["user"],
        "password": shown["password"],
        "created_at": local(named.created_at) or "",
        "created_by": named.created_by,
    }
