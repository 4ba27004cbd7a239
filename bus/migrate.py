"""Migrations: numbered, forward only; each runs in one transaction together with its record and checksum."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bus.db import Connection, execute, fetch_all, transaction
from bus.errors import BusUnavailable
from bus.queries import SQL, load

MIGRATIONS = SQL / "migrations"
LOCK = 0x7261696C  # any constant: whoever migrates holds it


@dataclass(frozen=True, slots=True)
class Migration:
    version: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def available(directory: Path = MIGRATIONS) -> list[Migration]:
    """The migrations on disk, in order."""
    files = sorted(directory.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return [Migration(int(file.name[:4]), file.stem, file.read_text(encoding="utf-8")) for file in files]


def migrate(connection: Connection, directory: Path = MIGRATIONS) -> list[str]:
    """Bring the database up to date and return the names applied; several processes may call it at once."""
    with transaction(connection):
        execute(connection, "SET LOCAL statement_timeout = '10min'", {})
        execute(connection, load("schema_versions").lock_migrations, {"lock": LOCK})
        applied = _applied(connection)
        return [_apply(connection, one) for one in available(directory) if not _known(one, applied)]


def _applied(connection: Connection) -> dict[int, str]:
    execute(connection, "SET LOCAL client_min_messages = 'warning'", {})
    execute(connection, load("schema_versions").create_record, {})
    return {
        row["version"]: row["checksum"] for row in fetch_all(connection, load("schema_versions").applied_migrations, {})
    }


def _known(migration: Migration, applied: dict[int, str]) -> bool:
    checksum = applied.get(migration.version)
    if checksum not in (None, migration.checksum):
        raise BusUnavailable(
            f"Migration {migration.name} was changed after it had been applied; restore the file.",
            f"迁移 {migration.name} 在执行之后被修改过，请恢复该文件",
        )
    return checksum is not None


def _apply(connection: Connection, migration: Migration) -> str:
    execute(connection, migration.text, None)
    record = {"version": migration.version, "name": migration.name, "checksum": migration.checksum}
    execute(connection, load("schema_versions").record_migration, record)
    return migration.name
