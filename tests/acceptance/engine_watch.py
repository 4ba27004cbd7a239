"""What the server and its database do while a request waits: told where it is never answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer

import psutil

from bus import db
from bus.errors import BusUnavailable

SLOW_SECONDS = 10  # well before client and statements give up, which both do after 30
ACTIVITY = """
SELECT pid, application_name, state, wait_event_type, wait_event, pg_blocking_pids(pid) AS blocked_by,
       now() - xact_start AS since, left(query, 200) AS query
FROM pg_stat_activity WHERE backend_type = 'client backend' ORDER BY pid
"""


class Watch:
    """Looks once at what is going on when a request has waited for long; ``seen`` is what it saw."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.seen: list[str] = []

    @contextmanager
    def over(self, server: int) -> Iterator[None]:
        """A request to the server with that process id."""
        timer = Timer(SLOW_SECONDS, self._look, (server,))
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _look(self, server: int) -> None:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(server)
            self.seen += [f"{one.pid} {one.status()}" for one in (process, *process.children(recursive=True))]
        try:
            connection = db.connect(self._url, application="watch")
        except BusUnavailable as error:
            self.seen.append(str(error))
            return
        self.seen += map(str, db.fetch_all(connection, ACTIVITY, {}))
        connection.close()
