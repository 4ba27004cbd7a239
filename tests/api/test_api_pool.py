"""The pool of sessions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bus.db import execute, fetch_value
from bus.errors import BusUnavailable
from server import pool as module
from server.pool import Pool

PID = "SELECT pg_backend_pid()"


def test_session__is_used_again(shared_bus: str) -> None:
    pool = Pool(shared_bus, 2)
    pids = set()
    for _ in range(3):
        with pool.session() as connection:
            pids.add(fetch_value(connection, PID, {}))
    pool.close()
    assert len(pids) == 1


def test_session__never_more_than_its_size(shared_bus: str) -> None:
    pool = Pool(shared_bus, 3)

    def ask(_: int) -> int:
        with pool.session() as connection:
            return int(fetch_value(connection, "SELECT pg_backend_pid() FROM pg_sleep(0.01)", {}))

    with ThreadPoolExecutor(12) as threads:
        pids = set(threads.map(ask, range(60)))
    pool.close()
    assert len(pids) <= 3


def test_session__none_comes_free(shared_bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.05)
    pool = Pool(shared_bus, 1)
    with pool.session(), pytest.raises(BusUnavailable), pool.session():
        pass
    pool.close()


def test_session__left_in_a_transaction_is_not_used_again(shared_bus: str) -> None:
    pool = Pool(shared_bus, 1)
    with pool.session() as connection:
        execute(connection, "BEGIN", {})
        first = fetch_value(connection, PID, {})
    with pool.session() as connection:
        assert fetch_value(connection, PID, {}) != first
    pool.close()


def test_session__that_ends_in_the_middle(shared_bus: str) -> None:
    pool = Pool(shared_bus, 1)
    with pytest.raises(BusUnavailable), pool.session() as connection:
        execute(connection, "SELECT pg_terminate_backend(pg_backend_pid())", {})
    with pool.session() as connection:
        assert fetch_value(connection, "SELECT 1", {}) == 1
    pool.close()
