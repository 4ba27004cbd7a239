"""Many statements against one business database: the parse-tree gate, then a few connections side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from queue import SimpleQueue

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.connect import connect_read_only, explained, reading
from data_pipeline.sentence import Sentence
from data_pipeline.step import PipelineError
from data_pipeline.validation.execution import Verdict, execute
from data_pipeline.validation.functions import volatile
from data_pipeline.validation.statement import UnreadableSqlError, UnsafeSqlError, read_select

_CONNECTIONS = 4
_BATCH = 10  # statements that one connection checks before it reports


def check(
    url: str, statements: Iterable[str], *, timeout_seconds: float = 5.0, progress: Callable[[int, int], None]
) -> dict[str, Verdict]:
    """The verdict on every distinct statement. ``progress`` is told (done, total) from this thread.

    Nothing that is not one SELECT without side effects reaches the database. Raises PipelineError
    ``database_unreachable`` or ``database_connection_lost``.
    """
    verdicts, runnable = _gate(url, statements)
    total = len(verdicts) + len(runnable)
    batches = [runnable[start : start + _BATCH] for start in range(0, len(runnable), _BATCH)]
    with _connections(url, min(_CONNECTIONS, len(batches))) as free, ThreadPoolExecutor(_CONNECTIONS) as pool:
        futures = [pool.submit(_check_batch, free, batch, timeout_seconds) for batch in batches]
        try:
            for future in as_completed(futures):
                verdicts |= future.result()
                progress(len(verdicts), total)
        except PipelineError:
            pool.shutdown(cancel_futures=True)
            raise
    return verdicts


def _gate(url: str, statements: Iterable[str]) -> tuple[dict[str, Verdict], list[str]]:
    """The verdicts on what never reaches the database, and the statements that may."""
    verdicts: dict[str, Verdict] = {}
    called: dict[str, frozenset[str]] = {}
    for sql in dict.fromkeys(statements):
        try:
            called[sql] = read_select(sql)
        except UnreadableSqlError as error:
            verdicts[sql] = Verdict("invalid", error.reason)
        except UnsafeSqlError as error:
            verdicts[sql] = Verdict("unsafe", error.reason)
    suspects = _volatile(url, frozenset[str]().union(*called.values()))
    for sql, names in called.items():
        if unsafe := sorted(names & suspects):
            verdicts[sql] = Verdict("unsafe", _volatile_call(unsafe[0]))
    return verdicts, [sql for sql in called if sql not in verdicts]


def _volatile_call(name: str) -> Sentence:
    return Sentence(
        f"It calls {name}(), a VOLATILE function: it may change something.",
        f"调用了 VOLATILE 函数 {name}()，可能会改动数据",
    )


def _volatile(url: str, names: frozenset[str]) -> frozenset[str]:
    if not names:
        return names
    with reading(url) as connection:
        return volatile(connection, names)


@contextmanager
def _connections(url: str, count: int) -> Iterator[SimpleQueue[Connection]]:
    """Open connections for the threads to borrow; closed at the end."""
    free: SimpleQueue[Connection] = SimpleQueue()
    opened: list[Connection] = []
    try:
        for _ in range(count):
            opened.append(connect_read_only(url))
            free.put(opened[-1])
        yield free
    finally:
        for connection in opened:
            connection.close()


def _check_batch(free: SimpleQueue[Connection], batch: Sequence[str], timeout_seconds: float) -> dict[str, Verdict]:
    connection = free.get()
    try:
        with explained(connection):
            return {sql: execute(connection, sql, timeout_seconds) for sql in batch}
    finally:
        free.put(connection)
