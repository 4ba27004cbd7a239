"""Business databases: named connections, their tables, the documents of one table."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from typing_extensions import TypedDict

from bus.connections import PARTS
from server.schemas.fields import DbConnection, Name, Query, Request, split_names


class NewConnection(Request):
    """A name with a URL, an object, or the object's fields beside the name."""

    name: Name
    db_connection: DbConnection = Field(
        description="postgresql:// URL, or object with host, port, database, user, password; also as `url`"
    )

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: object) -> object:
        if not isinstance(given, dict) or given.get("db_connection") is not None:
            return given
        parts = {key: given[key] for key in PARTS if key in given}
        found = given.get("url") or parts
        return {"name": given["name"], "db_connection": found} if found and "name" in given else given


class ConnectionRow(TypedDict):
    name: str
    host: str
    port: int
    database: str
    user: str
    password: str
    created_at: str
    created_by: str | None


class ConnectionList(TypedDict):
    connections: list[ConnectionRow]
    total: int


class ConnectionTest(TypedDict):
    name: str
    server_version: str
    milliseconds: int
    tables: int


class ConnectionName(TypedDict):
    name: str


Names = Annotated[list[Name], BeforeValidator(split_names), Field(max_length=1000)]


class TablesRequest(Request):
    db_name: Name | None = None
    db_connection: DbConnection | None = None
    schemas: Names | None = Field(None, alias="schema", description="one, several separated by commas, or a list")
    table_name_pattern: Name | None = Field(None, description="with * and ?, or a part of the name")


class TablesQuery(Query):
    db_name: Name | None = None
    schemas: Names | None = Field(None, alias="schema", description="separated by commas")
    table_name_pattern: Name | None = Field(None, description="with * and ?, or a part of the name")


class TableDocumentsRequest(Request):
    table: Name = Field(description="table or schema.table")
    db_name: Name | None = None
    db_connection: DbConnection | None = None
    type: Literal["ddl", "md", "both"] = "ddl"
    language: Literal["zh", "en", "both"] = "zh"


class TableRow(TypedDict):
    table: str
    schema: str
    name: str
    kind: str
    comment: str | None
    row_count: float | None
    busy: bool


class Tables(TypedDict):
    tables: list[str]
    details: list[TableRow]
    total: int


class _Documents(TypedDict):
    table: str
    schema: str
    type: str


class TableDocuments(_Documents, total=False):
    ddl: str
    md: str
