"""The sender: takes what is due from the outbox, delivers it in threads, records what came of it.

Every server process has one; the claim with its lease is what keeps them apart, so no one of them need be chosen.
"""

from __future__ import annotations

import logging
import random
import select
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import psycopg2

from bus import notifications
from bus.db import Connection, execute, open_bus, poll
from bus.errors import BusUnavailable
from bus.log_file import clean
from bus.notifications import Notification
from bus.settings import SettingError, Settings
from server.notifications import mail, webhook
from server.notifications.fault import NotDelivered

TURN_SECONDS = 1.0
LOG = logging.getLogger("trainyard.notifications")
CHANNELS: dict[str, Callable[[Settings, Notification], None]] = {"webhook": webhook.send, "email": mail.send}
UNEXPECTED = NotDelivered(
    "The server could not send it; its log says why.", "服务器无法发送该通知，原因见服务器日志", again=True
)


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is sent at once, and how often it is tried: eight times within about an hour."""

    at_once: int = 8  # per server process
    at_once_per_target: int = 4  # of these, so that one that hangs leaves room for the others
    lease_seconds: float = 90.0  # longer than any delivery may take
    attempts: int = 8
    first_pause_seconds: float = 8.0
    growth: float = 2.5

    def pause_seconds(self, attempts: int) -> float:
        """From that attempt to the next; a fifth more or less, so that what failed together comes back apart."""
        return self.first_pause_seconds * self.growth ** (attempts - 1) * random.uniform(0.8, 1.2)  # noqa: S311


def start(settings: Settings) -> threading.Thread:
    """Run the sender in a daemon thread of this process, for as long as the process lives."""
    thread = threading.Thread(target=_loop, args=(settings,), name="sender", daemon=True)
    thread.start()
    return thread


class Sender:
    """Its session of the bus, and what is under way; a lost session is replaced at the next turn."""

    def __init__(self, settings: Settings, pace: Pace | None = None) -> None:
        self._settings, self._pace = settings, pace or Pace()
        self._connection: Connection | None = None
        self._under_way: Counter[str] = Counter()  # by target
        self._ended: deque[tuple[Notification, NotDelivered | None]] = deque()
        self._awake, self._wake = socket.socketpair()  # a delivery that ends wakes the loop
        self._awake.setblocking(False)

    def turn(self) -> None:
        """Record what has ended, then take as much as there is room for."""
        if self._connection is None:
            self._connection = open_bus(self._settings, application="trainyard sender")
            execute(self._connection, f"LISTEN {notifications.CHANNEL}", {})
        while self._ended:
            self._record(self._connection, *self._ended[0])  # stays the first until the bus has it
            one, _ = self._ended.popleft()
            self._under_way -= Counter([one.target])
        while self._under_way.total() < self._pace.at_once and self._begin(self._connection):
            pass

    def _begin(self, connection: Connection) -> bool:
        """Take one that is due, and start its delivery; False when there is none."""
        busy = [target for target, count in self._under_way.items() if count >= self._pace.at_once_per_target]
        for one in notifications.claim(connection, 1, self._pace.lease_seconds, busy):
            threading.Thread(target=self._deliver, args=(one,), name=f"deliver {one.id}", daemon=True).start()
            self._under_way[one.target] += 1
            return True
        return False

    def wait(self, seconds: float) -> None:
        """Until something ends, or is to be sent, but no longer than that."""
        watch = select.poll()  # select() takes no descriptor above 1023, and a server may have as many clients
        watch.register(self._awake, select.POLLIN)
        if self._connection is not None:
            watch.register(self._connection.fileno(), select.POLLIN)
        watch.poll(seconds * 1000)
        with suppress(BlockingIOError):
            self._awake.recv(4096)
        if self._connection is not None:
            poll(self._connection)
            self._connection.notifies.clear()

    def lost(self) -> None:
        """The session broke; what is under way goes on, and is recorded by the next one."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _deliver(self, one: Notification) -> None:
        fault: NotDelivered | None = None
        try:
            CHANNELS[one.channel](self._settings, one)
        except NotDelivered as error:
            fault = error
        except SettingError as error:
            fault = NotDelivered(f"{error}.", f"设置有误：{error}", again=False)
        except Exception:  # the boundary of this thread: whatever happens is the outcome of this delivery
            LOG.exception("notification %s of %s failed unexpectedly", one.delivery_id, one.task_id)
            fault = UNEXPECTED
        self._ended.append((one, fault))
        self._wake.send(b".")

    def _record(self, connection: Connection, one: Notification, fault: NotDelivered | None) -> None:
        if fault is None:
            notifications.sent(connection, one)
            return
        again = fault.again and one.attempts < self._pace.attempts
        pause = self._pace.pause_seconds(one.attempts) if again else None
        if notifications.failed(connection, one, clean(fault.sentence(one.language)), pause) and not again:
            LOG.warning(
                "gave up telling of %s of %s by %s after %s attempts: %s",
                *(one.event, one.task_id, one.channel, one.attempts, clean(fault.en)),
            )


def _loop(settings: Settings) -> None:
    sender, away = Sender(settings), False
    while True:
        try:
            sender.turn()
            away = False
            sender.wait(TURN_SECONDS)
            continue
        except (psycopg2.OperationalError, psycopg2.InterfaceError, BusUnavailable) as error:
            if not away:
                LOG.warning("the bus is away: %s", error)
            away = True
        except Exception:  # the boundary of this thread: one bad row must not stop the loop for all
            LOG.exception("a turn of the sender failed")
        sender.lost()
        time.sleep(TURN_SECONDS)
