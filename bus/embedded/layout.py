"""Where the files of one embedded server are, and under which address its clients find it."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROLE = "trainyard"
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
SOCKET_PATH_BYTES = 103  # what fits into a socket address on macOS; Linux has four more


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths below ``root`` (``TRAINYARD_HOME/postgres``, absolute, links resolved)."""

    root: Path

    @classmethod
    def of(cls, home: Path) -> Layout:
        return cls(home.resolve() / "postgres")

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def sockets(self) -> Path:
        return self.root / "sock"

    @property
    def server_logs(self) -> Path:
        """Directory of what the running server writes, one file per weekday."""
        return self.root / "log"

    @property
    def start_log(self) -> Path:
        """Output of the last start or initdb. Not in ``server_logs``, where a link could lead root astray."""
        return self.root / "start.log"

    @property
    def password(self) -> Path:
        return self.root / "password"

    @property
    def wheel_version(self) -> Path:
        """Records from which version of the wheel the server was started."""
        return self.root / "wheel_version"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def outside(self) -> Path:
        """A short private directory for what cannot be below the home. Not in TMPDIR, which may be deep and change."""
        import hashlib

        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path("/tmp") / f"trainyard-{os.geteuid()}-{digest}"  # noqa: S108 -- made 0700, its owner is checked

    def url(self, database: str) -> str:
        """URL of ``database`` for the superuser; the port is said because PGPORT would change it."""
        host = quote(str(self.client_directory()))
        return f"postgresql://{ROLE}:{self.password.read_text()}@/{database}?host={host}&port={PORT}"

    def newest_log(self) -> Path | None:
        """The log that was written to last; None before the first start."""
        logs = [
            path
            for path in (self.start_log, *self.server_logs.glob("*.log"))
            if path.is_file() and not path.is_symlink()
        ]
        return max(logs, key=lambda path: path.stat().st_mtime, default=None)

    def make_outside(self) -> Path:
        """Make ``outside``; PermissionError when somebody else was there first."""
        with suppress(FileExistsError):
            self.outside.mkdir(mode=0o700)
        found = self.outside.lstat()
        if found.st_uid != os.geteuid() or not self.outside.is_dir() or self.outside.is_symlink():
            raise PermissionError(f"{self.outside} belongs to somebody else; remove it")
        return self.outside

    def remove_outside(self) -> None:
        """Remove ``outside``, if it is there."""
        import shutil

        shutil.rmtree(self.outside, ignore_errors=True)

    def client_directory(self) -> Path:
        """The socket directory, or a short link to it when its path is too long for a socket address.

        PermissionError when somebody else has taken the place of the link.
        """
        if len(os.fsencode(self.sockets / SOCKET)) <= SOCKET_PATH_BYTES:
            return self.sockets
        link = self.make_outside() / "sock"
        with suppress(FileExistsError):
            link.symlink_to(self.sockets)
        return link
