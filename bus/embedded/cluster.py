"""Making a cluster and starting a server on it. The caller holds the lock and knows that no server is there."""

from __future__ import annotations

import secrets
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from bus.embedded.account import Account, directory_argument, own, own_tree, run
from bus.embedded.error import failure
from bus.embedded.layout import PORT, ROLE, SOCKET, Layout
from bus.embedded.programs import programs_for
from bus.embedded.wheel import wheel_version

STAGING = "initdb-"
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_directories": "../sock",  # relative to the data: no limit on its length here, only for clients
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "logging_collector": "on",  # seven files, one per weekday, each emptied when its day comes again
    "log_directory": "../log",
    "log_filename": "server-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",  # a statement may hold a password
}
LINUX_SETTINGS = {
    "recovery_init_sync_method": "syncfs",  # recovery in 0.1-1 s instead of 3-5 s
    "client_connection_check_interval": "1s",  # the locks of a killed client go although its query runs
}


def make_directories(layout: Layout, account: Account | None) -> None:
    """Make the directories of the server and its password, and remove what an interrupted ``initdb`` left."""
    for directory in (layout.sockets, layout.server_logs):
        directory.mkdir(mode=0o700, exist_ok=True)
        own(account, directory)
    if account:
        own(Account(layout.root.stat().st_uid, account.gid), layout.root)
        layout.root.chmod(0o710)
    if account and layout.data.is_dir() and layout.data.stat().st_uid != account.uid:
        own_tree(account, layout.data)  # root has copied it here
    for left in layout.root.glob(f"{STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    if not layout.password.exists():
        partial = layout.password.with_suffix(".partial")
        _write_secret(partial, secrets.token_urlsafe(24))
        partial.rename(layout.password)


def create_cluster(layout: Layout, account: Account | None) -> None:
    """``initdb`` into a directory beside the final one, then rename: there is never half a cluster."""
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=layout.root))
    data, password = staging / "data", staging / "password"
    data.mkdir(mode=0o700)
    _write_secret(password, layout.password.read_text())
    founder = account.founder() if account else None
    own(founder, staging, data, password)
    arguments = _initdb(programs_for(layout, account), directory_argument(founder, data), password)
    if run(founder, arguments, directory=data, output=layout.start_log) != 0:
        shutil.rmtree(staging, ignore_errors=True)
        raise failure(layout, "PostgreSQL could not set up its data directory.", "PostgreSQL 无法初始化数据目录")
    own_tree(account, data)
    data.rename(layout.data)
    shutil.rmtree(staging)


def launch(layout: Layout, account: Account | None) -> None:
    """Start the server as a daemon and wait until it is ready. Lock files found now name a process that is gone."""
    (layout.data / "postmaster.pid").unlink(missing_ok=True)
    (layout.sockets / f"{SOCKET}.lock").unlink(missing_ok=True)
    layout.wheel_version.write_text(wheel_version())
    settings = SETTINGS | (LINUX_SETTINGS if sys.platform == "linux" else {})
    options = shlex.join(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))
    pg_ctl = str(programs_for(layout, account) / "pg_ctl")
    place = directory_argument(account, layout.data)
    arguments = [pg_ctl, "start", "--wait", "--timeout=120", f"--pgdata={place}", f"--options={options}"]
    if run(account, arguments, directory=layout.data, output=layout.start_log) != 0:
        raise failure(layout, "PostgreSQL could not be started.", "PostgreSQL 无法启动")


def _initdb(programs: Path, place: str, password: Path) -> list[str]:
    syncfs = ["--sync-method=syncfs"] if sys.platform == "linux" else []
    return [
        str(programs / "initdb"),
        f"--pgdata={place}",
        f"--username={ROLE}",
        f"--pwfile=../{password.name}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",  # the C library's part: there everywhere, while C.UTF-8 is not
        "--data-checksums",
        *syncfs,
    ]


def _write_secret(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)
