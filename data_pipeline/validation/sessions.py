"""A few sessions side by side, each in a thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from queue import SimpleQueue
from types import TracebackType
from typing import Any, TypeVar

from data_pipeline.validation.session import CONNECTIONS, Session

_AGAIN_SECONDS = 0.1  # until those that run are cancelled once more: a statement may have begun right after
Item = TypeVar("Item")
Result = TypeVar("Result")


class Sessions:
    """For one thread, as a context: when it ends by an error or an interrupt, statements that run are cancelled."""

    def __init__(self, url: str, timeout_seconds: float, count: int = CONNECTIONS) -> None:
        self._sessions = [Session(url, timeout_seconds) for _ in range(count)]
        self._free: SimpleQueue[Session] = SimpleQueue()
        for session in self._sessions:
            self._free.put(session)
        self._pool = ThreadPoolExecutor(count)
        self._futures: list[Future[Any]] = []

    def run(self, work: Callable[[Session, Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Do the work on every item; results come as they are done. The first error ends it."""
        futures = [self._pool.submit(self._borrowing, work, item) for item in items]
        self._futures += futures
        for future in as_completed(futures):
            yield future.result()

    def _borrowing(self, work: Callable[[Session, Item], Result], item: Item) -> Result:
        session = self._free.get()
        try:
            return work(session, item)
        finally:
            self._free.put(session)

    def __enter__(self) -> Sessions:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        while error is not None and (running := [one for one in self._futures if not one.done()]):
            for session in self._sessions:
                session.cancel()
            wait(running, _AGAIN_SECONDS)
        self._pool.shutdown()
        for session in self._sessions:
            session.close()
