"""Bringing the server up when it does not answer: wait for one that is at work, else make and launch one."""

from __future__ import annotations

import os
import time
from contextlib import closing
from typing import TYPE_CHECKING

from bus.embedded.account import account_of
from bus.embedded.cluster import create_cluster, launch, make_directories
from bus.embedded.connection import connect, ensure_database
from bus.embedded.error import failure
from bus.embedded.layout import Layout
from bus.embedded.processes import kill, recorded_pid, server_processes

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

RECOVERY_SECONDS = 120
ORPHAN_SECONDS = 0.5  # what a killed postmaster leaves mostly ends by itself in less
POLL_SECONDS = 0.02


def bring_up(layout: Layout) -> None:
    """Have a server that answers and has our database. The caller holds the lock."""
    layout.client_directory()  # if this is refused, then before a server runs that nobody can talk to
    account = account_of(layout)
    make_directories(layout, account)
    connection = connect(layout, "postgres") or _await_server(layout)
    if connection is None:
        layout.remove_outside()  # a cleaner of /tmp may have thinned out the programs there
        if not (layout.data / "PG_VERSION").exists():
            create_cluster(layout, account)
        launch(layout, account)
        connection = connect(layout, "postgres")
    _share_files(layout)
    if connection is None:
        raise failure(layout, "PostgreSQL was started but does not answer.", "PostgreSQL 已启动但没有响应")
    with closing(connection):
        ensure_database(connection)


def _await_server(layout: Layout) -> Connection | None:
    """A connection to the server that is at work here (starting, recovering) once it answers; None when none is."""
    began = time.monotonic()
    while found := server_processes(layout.data):
        if connection := connect(layout, "postgres"):
            return connection
        waited = time.monotonic() - began
        if waited > ORPHAN_SECONDS and recorded_pid(layout.data) not in {process.pid for process in found}:
            kill(found)
        elif waited > RECOVERY_SECONDS:
            raise failure(
                layout,
                f"PostgreSQL is at work in {layout.data} but has not answered for {RECOVERY_SECONDS} s.",
                f"PostgreSQL 正在 {layout.data} 中运行，但 {RECOVERY_SECONDS} 秒内没有响应",
            )
        time.sleep(POLL_SECONDS)
    return None


def _share_files(layout: Layout) -> None:
    """What root wrote into the home of another user stays usable for that user."""
    if os.geteuid() == 0:
        owner = layout.root.stat()
        for path in (layout.password, layout.wheel_version, layout.lock, layout.start_log):
            if path.exists():
                os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
