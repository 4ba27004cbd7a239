"""Where the pgvector store is: the setting, or a database of its own on the server of the bus."""

from __future__ import annotations

from psycopg2 import errors

from bus.db import connect, database_beside, execute
from bus.errors import BusUnavailable, StoreUnavailable
from bus.settings import Settings

DATABASE = "trainyard_vectors"


def url(settings: Settings, bus_url: str) -> str:
    """Connection string of the store; the default database is made when it is missing."""
    if settings.vector_database_url:
        return settings.vector_database_url
    store = database_beside(bus_url, DATABASE)
    try:
        connect(store).close()
    except BusUnavailable:
        _create(bus_url)
    return store


def _create(bus_url: str) -> None:
    connection = connect(bus_url)
    try:
        execute(connection, f"CREATE DATABASE {DATABASE} TEMPLATE template0", {})
    except (errors.DuplicateDatabase, errors.UniqueViolation):
        return  # another task was quicker
    except errors.InsufficientPrivilege:
        raise StoreUnavailable(
            f"The role of DATABASE_URL may not create the database {DATABASE}; create it, or set VECTOR_DATABASE_URL.",
            f"DATABASE_URL 的角色无权创建数据库 {DATABASE}，请手工创建或设置 VECTOR_DATABASE_URL",
        ) from None
    finally:
        connection.close()
