"""A look at a business database: its tables, and the documents of one."""

from __future__ import annotations

from flask import Blueprint, Response

from bus.users import Role
from server.answers import success
from server.auth import Caller
from server.context import context
from server.operation import operation
from server.schemas.databases import TableDocuments, TableDocumentsRequest, Tables, TablesQuery, TablesRequest
from server.services import connections, databases

blueprint = Blueprint("databases", __name__, url_prefix="/api/v0/database")
TAG = "databases"


@operation(
    blueprint,
    "POST",
    "/tables",
    summary="The tables and views of a database",
    tag=TAG,
    body=TablesRequest,
    body_optional=True,
    answer=Tables,
)
def list_tables(body: TablesRequest, caller: Caller) -> Response:
    url = _url(caller, body.db_name, body.db_connection)
    return _tables(url, body.schemas, body.table_name_pattern)


@operation(
    blueprint, "GET", "/tables", summary="The tables and views of a database", tag=TAG, query=TablesQuery, answer=Tables
)
def find_tables(query: TablesQuery, caller: Caller) -> Response:
    return _tables(_url(caller, query.db_name, None), query.schemas, query.table_name_pattern)


@operation(
    blueprint,
    "POST",
    "/table/ddl",
    summary="DDL, document of one table",
    tag=TAG,
    body=TableDocumentsRequest,
    answer=TableDocuments,
)
def table_documents(body: TableDocumentsRequest, caller: Caller) -> Response:
    url = _url(caller, body.db_name, body.db_connection)
    schema, table, ddl, markdown = databases.documents(url, body.table, body.language)
    data: TableDocuments = {"table": table, "schema": schema, "type": body.type}
    if body.type in ("ddl", "both"):
        data["ddl"] = ddl
    if body.type in ("md", "both"):
        data["md"] = markdown
    if not ddl and body.type != "md":
        return success(data, ("视图没有 DDL，请看其文档（md）", "A view has no DDL; see its document (md)."))
    return success(data)


def _url(caller: Caller, db_name: str | None, db_connection: object) -> str:
    """Naming an address of one's own makes the server connect there: that takes more than reading."""
    if db_connection is not None:
        caller.require(Role.operator)
    with context().pool.session() as connection:
        return connections.url_of(connection, context().settings, db_name, db_connection)


def _tables(url: str, schemas: list[str] | None, pattern: str | None) -> Response:
    found = databases.tables(url, schemas, pattern)
    return success({"tables": [row["table"] for row in found], "details": found, "total": len(found)})
