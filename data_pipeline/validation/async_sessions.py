"""A few sessions side by side in one thread: while the database answers some, the next statements are parsed.

Threads would do that, too, but a parser hardly lets go of the interpreter, so each answer would lie about for 5 ms.
"""

from __future__ import annotations

import select
import time
from collections.abc import Iterable, Iterator
from types import TracebackType

from data_pipeline.validation.async_session import AsyncSession
from data_pipeline.validation.execution import Verdict
from data_pipeline.validation.judgement import IsVolatile, gate, judgement
from data_pipeline.validation.session import CONNECTIONS

_AT_FIRST = 2  # connections; another one costs the server as much as some fifty statements
_WORTH_SECONDS = 0.2  # of waiting with nothing to do, after which one more is opened


class AsyncSessions:
    """For one thread, as a context: when it ends by an error or an interrupt, statements that run are cancelled."""

    def __init__(self, url: str, timeout_seconds: float, meanwhile: Iterable[None] = ()) -> None:
        """``meanwhile``: other work in small parts, done while there is nothing to do but wait for the database."""
        self._url, self._timeout_seconds = url, timeout_seconds
        self._meanwhile = iter(meanwhile)
        self._waited_seconds = 0.0  # with nothing to do at all
        self._idle: list[AsyncSession] = []
        self._busy: dict[AsyncSession, str] = {}  # each with the statement that it is about
        self._is_volatile: IsVolatile = {}

    def judge(self, statements: Iterable[str]) -> Iterator[tuple[str, Verdict]]:
        """Every statement with its verdict, in the order in which these come.

        Nothing that is not one SELECT without side effects reaches the database. Raises PipelineError
        ``database_unreachable`` or ``database_connection_lost``.
        """
        for sql in statements:
            passed = gate(sql)
            if isinstance(passed, Verdict):
                yield sql, passed
                continue
            yield from self._settled(wait=False)
            while (session := self._free()) is None:
                yield from self._settled(wait=True)
            self._busy[session] = sql
            session.begin(judgement(sql, passed, self._is_volatile, self._timeout_seconds))
        while self._busy:
            yield from self._settled(wait=True)

    def _free(self) -> AsyncSession | None:
        """One that has nothing to do, a new one if need be; None when all that there may be are busy."""
        may_open = min(CONNECTIONS, _AT_FIRST + int(self._waited_seconds / _WORTH_SECONDS))
        if not self._idle and len(self._busy) < may_open:
            self._idle.append(AsyncSession(self._url))
        return self._idle.pop() if self._idle else None

    def _settled(self, *, wait: bool) -> Iterator[tuple[str, Verdict]]:
        """The verdicts that are reached by now; perhaps none, also after waiting until the database says something."""
        for session in self._with_news(wait):
            if verdict := session.advance():
                yield self._busy.pop(session), verdict
                self._idle.append(session)

    def _with_news(self, wait: bool) -> list[AsyncSession]:
        """The busy sessions that the database has said something to, or that have waited long enough to connect."""
        poller = select.poll()
        for session in self._busy:
            poller.register(session, select.POLLOUT if session.waits_to_write else select.POLLIN)
        news = poller.poll(0)
        while wait and not news and next(self._meanwhile, False) is None:
            news = poller.poll(0)
        sockets = {socket for socket, _ in (self._wait(poller) if wait and not news else news)}
        return [one for one in self._busy if one.fileno() in sockets or one.patience_seconds == 0]

    def _wait(self, poller: select.poll) -> list[tuple[int, int]]:
        """What the database says; nothing when a session's patience or ours is at its end."""
        patience = [seconds for session in self._busy if (seconds := session.patience_seconds) is not None]
        started = time.monotonic()
        news = poller.poll(min([*patience, _WORTH_SECONDS]) * 1000)
        self._waited_seconds += time.monotonic() - started
        return news

    def __enter__(self) -> AsyncSessions:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in (*self._busy, *self._idle):
            session.close()
