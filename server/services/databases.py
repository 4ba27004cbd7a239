"""Bounded looks at a business database within a request; the pipeline is used as the library that it is."""

from __future__ import annotations

import fnmatch
from typing import Any

import psycopg2

from bus.errors import DatabaseUnreachable, InvalidInput, NotFound, TrainyardError

STATEMENT_SECONDS = 20
WILDCARDS = "*?["


def tables(url: str, schemas: list[str] | None, pattern: str | None) -> list[dict[str, Any]]:
    """Every table and view that may be read, ``table`` being its name as lists have it; DatabaseUnreachable.

    ``pattern`` has ``*`` (or ``%``, as LIKE has it) and ``?``, or is a part of the name; either way in any case.
    """
    from data_pipeline.catalog.connect import reading
    from data_pipeline.catalog.list import list_tables
    from data_pipeline.names import shown
    from data_pipeline.step import PipelineError

    try:
        with reading(url, statement_timeout_seconds=STATEMENT_SECONDS) as business:
            found = list_tables(business, schemas)
    except PipelineError as error:
        raise _refusal(error.code, error.sentence, error.zh) from None
    except psycopg2.Error as error:
        raise _broken(error) from None
    return [{"table": shown(row["schema"], row["name"]), **row} for row in found if _matches(row["name"], pattern)]


def documents(url: str, table: str, language: str) -> tuple[str, str, str, str]:
    """(schema, table, DDL, Markdown) of a table, named also with its schema; NotFound, DatabaseUnreachable."""
    from data_pipeline.documents.table_documents import table_documents
    from data_pipeline.names import parse_table_name
    from data_pipeline.step import PipelineError

    try:
        schema, name = parse_table_name(table)
        return schema, name, *table_documents(url, schema, name, language)
    except PipelineError as error:
        raise _refusal(error.code, error.sentence, error.zh) from None
    except psycopg2.Error as error:
        raise _broken(error) from None


def _matches(name: str, pattern: str | None) -> bool:
    if not pattern:
        return True
    pattern = pattern.replace("%", "*")
    wild = pattern if any(letter in pattern for letter in WILDCARDS) else f"*{pattern}*"
    return fnmatch.fnmatchcase(name.lower(), wild.lower())


def _refusal(code: str, en: str, zh: str) -> TrainyardError:
    kinds: dict[str, type[TrainyardError]] = {
        "database_unreachable": DatabaseUnreachable,
        "database_busy": DatabaseUnreachable,
        "database_connection_lost": DatabaseUnreachable,
        "table_not_found": NotFound,
    }
    error = kinds.get(code, InvalidInput)(en, zh)
    error.code = code
    return error


def _broken(error: psycopg2.Error) -> DatabaseUnreachable:
    """The database answered at first and then refused or went; its own first line says why."""
    reason = (error.diag.message_primary or type(error).__name__).rstrip(".")
    return DatabaseUnreachable(f"The database could not be read: {reason}.", f"读取数据库失败: {reason}")
