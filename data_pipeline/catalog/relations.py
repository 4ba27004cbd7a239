"""Which tables and views there are, and which of them can be read now."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.session import fetch_named
from data_pipeline.step import PipelineError
from data_pipeline.suggestion import nearest

TableKey = tuple[str, str]  # schema and name

_MOST_SUGGESTIONS, _MOST_COMPARED = 5, 2_000  # looking for near names takes time
_PATIENCE = 3  # seconds for locks to go; an autovacuum or a small ALTER TABLE is over by then


@dataclass(frozen=True, slots=True)
class Relations:
    """Rows of ``relations.sql``."""

    usable: Sequence[Any]
    unreadable: tuple[TableKey, ...]  # the role may not read them
    busy: tuple[TableKey, ...]  # other work holds them locked

    @property
    def sizes(self) -> Mapping[TableKey, int]:
        """Bytes."""
        return {(relation.schema, relation.name): relation.bytes for relation in self.usable}

    @property
    def ancestors(self) -> Mapping[TableKey, Sequence[TableKey]]:
        """The tables that each one inherits from."""
        names = {(relation.schema, relation.name) for relation in self.usable}
        return {(r.schema, r.name): [key for key in map(tuple, r.inherits) if key in names] for r in self.usable}


def find_relations(connection: Connection, tables: Sequence[TableKey] | None) -> Relations:
    """The given tables, or all of them; PipelineError where a given one is missing, not readable or stays locked.

    Also where all that there are stay locked.
    """
    known = _free(connection, tables)
    found = Relations(
        usable=[row for row in known if row.readable and not row.busy],
        unreadable=tuple((row.schema, row.name) for row in known if not row.readable),
        busy=tuple((row.schema, row.name) for row in known if row.readable and row.busy),
    )
    if tables is not None:
        _refuse_missing(connection, tables, known)
        if found.unreadable:
            raise _not_readable(found.unreadable)
    if found.busy and (tables is not None or not found.usable):
        raise _busy(found.busy)
    return found


def _free(connection: Connection, tables: Sequence[TableKey] | None) -> list[Any]:
    """The rows, as soon as none of the tables is locked, or after some seconds."""
    wanted = {
        "schemas": None if tables is None else [schema for schema, _ in tables],
        "names": None if tables is None else [name for _, name in tables],
    }
    for _ in range(_PATIENCE):
        rows = fetch_named(connection, "relations", wanted)
        if not any(row.busy for row in rows):
            return rows
        time.sleep(1)
    return rows


def _refuse_missing(connection: Connection, tables: Sequence[TableKey], known: Sequence[Any]) -> None:
    missing = sorted(dict.fromkeys(tables).keys() - {(row.schema, row.name) for row in known})
    if missing:
        names, near = _listed(missing), _listed(_meant(connection, missing))
        raise PipelineError(
            "table_not_found",
            f"The database has no such table: {names}" + (f"; did you mean {near}?" if near else "."),
            f"数据库中没有这些表: {names}" + (f"，是否应为 {near}？" if near else ""),
        )


def _meant(connection: Connection, missing: Sequence[TableKey]) -> list[TableKey]:
    """The tables whose names are most like these, of the same schema rather than of another."""
    rows = fetch_named(connection, "relations", {"schemas": None, "names": None})
    keys = [(row.schema, row.name) for row in rows if row.readable][:_MOST_COMPARED]
    found = []
    for schema, name in missing[:_MOST_SUGGESTIONS]:
        if near := nearest(name, (other for _, other in keys)):
            found.append(max((key for key in keys if key[1] == near), key=lambda key: key[0] == schema))
    return [*dict.fromkeys(found)]


def _not_readable(tables: Sequence[TableKey]) -> PipelineError:
    names = _listed(tables)
    return PipelineError(
        "table_not_readable",
        f"This user may not read: {names}. Grant SELECT on them and USAGE on their schemas, or take them off the list.",
        f"该用户无权读取这些表: {names}，请授予 SELECT 权限（及所在模式的 USAGE 权限），或将其从表清单中删除",
    )


def _busy(tables: Sequence[TableKey]) -> PipelineError:
    names = _listed(tables)
    return PipelineError(
        "database_busy",
        f"{names} {'is' if len(tables) == 1 else 'are'} locked by other work (ALTER TABLE, VACUUM FULL, an import):"
        " wait until that is done (pg_stat_activity shows it), then try again, or leave out what is locked.",
        f"{names} 被其他操作锁定（如 ALTER TABLE、VACUUM FULL、数据导入），"
        "请等该操作结束（可查看 pg_stat_activity）后重试，或将其从表清单中去掉",
    )


def _listed(tables: Sequence[TableKey]) -> str:
    return ", ".join(f"{schema}.{name}" for schema, name in tables)
