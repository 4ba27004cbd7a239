"""Rows of a table that are counted per task, given to whoever follows the task: each once, in order, none left out."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Never, Protocol, TypeVar

from bus.db import Connection
from server.live.sessions import Session, keep_at

BATCH = 500  # rows a read; between two of them the clients get their turn


class Numbered(Protocol):
    @property
    def id(self) -> int: ...


RowT = TypeVar("RowT", bound=Numbered)


@dataclass(eq=False, slots=True)
class Follower(Generic[RowT]):
    """One client's place in one task: ``take`` was given every row up to ``position``.

    ``lose`` is called when there is no such task any more.
    """

    position: int
    take: Callable[[RowT], None]
    lose: Callable[[], None]

    def give(self, row: RowT) -> None:
        if row.id > self.position:
            self.position = row.id
            self.take(row)


class Feed(ABC, Generic[RowT]):
    """Its methods are called in the live loop only. One session, opened when somebody follows for the first time.

    Whatever the reason to look (a notification, a newcomer, a session that had to be replaced), a task is read from
    where the follower stands that is furthest behind, and everybody skips what he has.
    """

    application: str  # what the session is called

    def __init__(self, url: str, read: Callable[[Connection, str, int, int], Sequence[RowT]]) -> None:
        self._url, self._read = url, read
        self._followers: dict[str, set[Follower[RowT]]] = {}
        self._due: set[str] = set()
        self._wake = asyncio.Event()
        self._running: asyncio.Task[Never] | None = None

    def join(self, task_id: str, follower: Follower[RowT]) -> None:
        """Give it what is behind its position, and from then on what comes."""
        self._followers.setdefault(task_id, set()).add(follower)
        self._look(task_id)
        if self._running is None:
            self._running = asyncio.ensure_future(keep_at(self._url, self.application, self._work))

    def leave(self, task_id: str, follower: Follower[RowT]) -> None:
        """Give it no more."""
        left = self._followers.get(task_id, set())
        left.discard(follower)
        if not left:
            self._followers.pop(task_id, None)

    def _lose(self, task_ids: Iterable[str]) -> None:
        for task_id in task_ids:
            for follower in self._followers.get(task_id, ()):
                follower.lose()

    def _look(self, *task_ids: str) -> None:
        """Read these as soon as possible."""
        self._due.update(self._followers.keys() & set(task_ids))
        self._wake.set()

    def _look_everywhere(self) -> None:
        self._look(*self._followers)

    async def _read_due(self, session: Session) -> None:
        while self._due:
            await self._read_task(session, self._due.pop())

    async def _read_task(self, session: Session, task_id: str) -> None:
        """Those who join meanwhile are not given what is read for the others, for they may stand behind it."""
        followers = tuple(self._followers.get(task_id, ()))
        if not followers:
            return
        position = min(follower.position for follower in followers)
        while True:
            rows = await session.call(self._read, task_id, position, BATCH)
            present = [one for one in followers if one in self._followers.get(task_id, ())]
            for row in rows:
                for follower in present:
                    follower.give(row)
            if len(rows) < BATCH:
                return
            position = rows[-1].id

    @abstractmethod
    async def _work(self, session: Session) -> Never:
        """Read what is due, for as long as the session holds."""
