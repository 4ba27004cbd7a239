"""The loop that starts what is due, queued or orphaned, and applies the liveness verdict: in one process only.

Whoever holds its advisory lock runs it; the others try for the lock every second and take over within that.
"""

from __future__ import annotations

import logging
import select
import threading
import time

import psycopg2

from bus import executions, liveness, requests, retention
from bus.db import Connection, execute, fetch_value, open_bus, poll
from bus.errors import BusUnavailable
from bus.queries import load
from bus.rows import Execution
from bus.settings import Settings
from server import launcher, load_mark

TURN_SECONDS = 1.0
CLEANUP_SECONDS = 3600.0
LAUNCH_GRACE_SECONDS = 2.0  # the request that committed an execution launches it itself; later the loop does
LOG = logging.getLogger("trainyard.dispatcher")


def start(settings: Settings) -> threading.Thread:
    """Run the loop in a daemon thread of this process, for as long as the process lives."""
    thread = threading.Thread(target=_loop, args=(settings,), name="dispatcher", daemon=True)
    thread.start()
    return thread


def turn(connection: Connection, settings: Settings, launch_grace_seconds: float = LAUNCH_GRACE_SECONDS) -> None:
    """One round: bury the dead, let the waiting in, launch what was committed but never launched."""
    for task_id in liveness.apply_verdict(connection, settings):
        LOG.warning("the executor of %s is dead", task_id)
    let_in(connection, settings, launch_grace_seconds)


def let_in(connection: Connection, settings: Settings, launch_grace_seconds: float = LAUNCH_GRACE_SECONDS) -> None:
    """Let the waiting in and launch them, and what was committed but never launched."""
    admitted = requests.admit_waiting(connection, load_mark.limits_now(settings))
    forgotten = executions.never_launched(connection, launch_grace_seconds)
    for execution in {one.execution_id: one for one in (*admitted, *forgotten)}.values():
        _launch(connection, settings, execution)


def _launch(connection: Connection, settings: Settings, execution: Execution) -> None:
    """Start its executor, or end it as never started: what cannot be launched would hold the limit for ever."""
    LOG.info("launching %s", execution.execution_id)
    try:
        launcher.launch(settings, connection, execution)
    except OSError:
        LOG.exception("cannot launch %s", execution.execution_id)
        liveness.give_up(connection, execution)


class Dispatcher:
    """The loop's session and clock; a lost session is replaced at the next turn."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._connection: Connection | None = None
        self._mine = False
        self._next_cleanup = 0.0

    def turn(self) -> None:
        """Take a turn if the lock is ours or can be had."""
        if self._connection is None:
            self._connection = open_bus(self._settings, application="trainyard dispatcher")
            execute(self._connection, f"LISTEN {executions.QUEUE_CHANNEL}", {})
            self._mine = False
        if not self._mine:
            self._mine = bool(fetch_value(self._connection, load("dispatcher").try_dispatch, {}))
            if not self._mine:
                return
        turn(self._connection, self._settings)
        if time.monotonic() >= self._next_cleanup:
            self._next_cleanup = time.monotonic() + CLEANUP_SECONDS
            retention.clean_up(self._connection, self._settings)

    def wait(self, seconds: float) -> None:
        """Until the next turn is due; what joins or leaves the queue meanwhile is seen to at once."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._connection is None or not self._mine:
                time.sleep(left)
            elif self._is_called(self._connection, left):
                let_in(self._connection, self._settings)

    @staticmethod
    def _is_called(connection: Connection, seconds: float) -> bool:
        """Whether a notice came, be it with the answer to a statement: then nothing is left to be selected."""
        if not connection.notifies and select.select([connection], [], [], seconds)[0]:
            poll(connection)
        called = bool(connection.notifies)
        connection.notifies.clear()
        return called

    def lost(self) -> None:
        """The session broke; with it went the lock."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _loop(settings: Settings) -> None:
    dispatcher, away = Dispatcher(settings), False
    while True:
        try:
            dispatcher.turn()
            away = False
            dispatcher.wait(TURN_SECONDS)
            continue
        except (psycopg2.OperationalError, psycopg2.InterfaceError, BusUnavailable) as error:
            if not away:
                LOG.warning("the bus is away: %s", error)
            away = True
            dispatcher.lost()
        except Exception:  # the boundary of this thread: one bad row must not stop the loop for all
            LOG.exception("a turn of the dispatcher failed")
            dispatcher.lost()
        time.sleep(TURN_SECONDS)
