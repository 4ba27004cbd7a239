"""Checking statements against a real database: verdicts, bounds, side effects, lost connections."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from itertools import count

import pytest

from data_pipeline.sentence import Sentence
from data_pipeline.step import PipelineError
from data_pipeline.validation.async_sessions import AsyncSessions
from data_pipeline.validation.check import check
from data_pipeline.validation.execution import Verdict
from data_pipeline.validation.session import CONNECTIONS
from data_pipeline.validation.sessions import Sessions
from tests.pipeline.plain_step import make_shop
from tests.postgres import run_sql


@pytest.fixture(scope="module")
def shop(make_database: Callable[..., str]) -> str:
    return make_shop(make_database)


def verdict_on(url: str, sql: str, *, timeout_seconds: float = 5.0) -> Verdict:
    return check(url, [sql], timeout_seconds=timeout_seconds, progress=lambda done, total: None)[sql]


@pytest.mark.parametrize(
    ("sql", "status"),
    [
        ("SELECT count(*) FROM orders;", "valid"),
        ("TABLE orders", "valid"),
        ("SELECT NULL, id FROM orders", "valid"),
        ("SELECT CASE WHEN id > 50 THEN 1 END FROM orders ORDER BY id", "valid"),
        ("SELECT 0, 0", "valid"),
        ("SELECT harmless(1), random()", "valid"),
        ("SELECT '10000-01-01'::date, '-infinity'::timestamp, '4000-01-01 BC'::date", "valid"),
        ("SELECT '100 %', '%s', '\\' FROM orders", "valid"),
        ("SELECT * FROM orders WHERE id < 0", "empty"),
        ("SELECT * FROM nothing", "empty"),
        ("SELECT count(*) FROM nothing", "trivial"),
        ("SELECT 0.00", "trivial"),
        ("SELECT sum(id), max(name) FROM nothing", "trivial"),
        ("SELECT NULL FROM orders", "trivial"),
        ("SELECT", "trivial"),
        ("SELECT id FROM orders\nORDER BY id % 7\nLIMIT 3;", "tied"),
        ("SELECT id FROM orders\nORDER BY id % 7, id\nLIMIT 3;", "valid"),
        ("SELECT id % 7 FROM orders\nGROUP BY 1\nORDER BY COUNT(*) DESC\nLIMIT 6;", "tied"),
        ("SELECT id FROM orders ORDER BY id % 7 LIMIT 3", "valid"),  # as people write it: perhaps they do not mind
        ("SELECT id FROM orders\nLIMIT 3;", "valid"),
        ("SELECT nope FROM orders", "invalid"),
        ("SELECT 1 / (id - id) FROM orders", "invalid"),
        ("SELECT 1 FROM WHERE", "invalid"),
        ("DROP TABLE orders", "unsafe"),
        ("SELECT harmful(1)", "unsafe"),
        ('SELECT public."Harmful" (1)', "unsafe"),
        ("SELECT * FROM (SELECT harmful(id) FROM orders) h", "unsafe"),
    ],
)
def test_check__status(shop: str, sql: str, status: str) -> None:
    assert verdict_on(shop, sql).status == status


def test_check__reason_is_the_server_s(shop: str) -> None:
    reason = verdict_on(shop, "SELECT nope FROM orders").reason
    assert reason is not None
    assert reason.en == reason.zh == 'column "nope" does not exist'


@pytest.mark.parametrize(
    ("first", "en", "zh"),
    [
        (1, "More than one row shares the first place.", "第 1 名有并列，取哪一行不确定"),
        (3, "More than 3 rows share the first 3 places.", "前 3 名有并列，取哪几行不确定"),
    ],
)
def test_check__how_many_are_tied(shop: str, first: int, en: str, zh: str) -> None:
    verdict = verdict_on(shop, f"SELECT id FROM orders\nORDER BY id % 7\nLIMIT {first};")
    assert verdict.reason == Sentence(en, zh)


def test_check__timeout(shop: str) -> None:
    started = time.monotonic()
    verdict = verdict_on(shop, "SELECT count(*) FROM orders a, orders b, orders c", timeout_seconds=0.3)
    assert (verdict.status, verdict.reason) == ("invalid", Sentence("It takes longer than 0.3 s.", "执行超过 0.3 秒"))
    assert time.monotonic() - started < 3


def test_check__executes_at_most_1000_rows(shop: str) -> None:
    """The 1,500th row would divide by zero."""
    verdict = verdict_on(shop, "SELECT 1 / (id - 1500) FROM orders WHERE id > 0")
    assert (verdict.status, verdict.rows) == ("valid", 1000)
    assert verdict_on(shop, "SELECT 1 / (id - 900) FROM orders WHERE id > 0").status == "invalid"


def test_check__each_distinct_statement_once_with_progress(shop: str) -> None:
    seen: list[tuple[int, int]] = []
    statements = [f"SELECT {number} FROM orders" for number in range(1, 36)] * 2 + ["DROP TABLE orders"]
    verdicts = check(shop, statements, progress=lambda done, total: seen.append((done, total)))
    assert len(verdicts) == 36
    assert seen[-1] == (36, 36)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_check__nothing_is_left_behind(shop: str) -> None:
    before = run_sql(shop, "SELECT count(*), (SELECT last_value FROM numbers) FROM orders")
    hostile = [
        "DELETE FROM orders",
        "SELECT 1; DROP TABLE orders",
        "WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d",
        "SELECT nextval('numbers')",
        "SELECT 1; COMMIT; DROP TABLE orders",
    ]
    check(shop, hostile, progress=lambda done, total: None)
    assert run_sql(shop, "SELECT count(*), (SELECT last_value FROM numbers) FROM orders") == before


def test_check__server_refuses_a_second_statement_itself(shop: str) -> None:
    """Even past the parser: what travels is a value, opened as one cursor."""
    from data_pipeline.catalog.connect import connect_read_only
    from data_pipeline.validation.execution import execute, execution

    connection = connect_read_only(shop)
    hostile = "SELECT 1; COMMIT; SET default_transaction_read_only = off; DROP TABLE orders"
    verdict = execute(connection, execution(hostile, 5))
    connection.close()
    assert verdict.status == "invalid"
    assert verdict.reason is not None
    assert "multi" in verdict.reason.en
    assert run_sql(shop, "SELECT to_regclass('orders')") == [("orders",)]


def test_check__lost_connection_is_retryable(shop: str) -> None:
    def kill() -> None:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if run_sql(
                shop,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'active'"
                " AND application_name = 'trainyard' AND datname = current_database()",
            ):
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(PipelineError) as caught:
        verdict_on(shop, "SELECT count(*) FROM orders a, orders b, orders c", timeout_seconds=20)
    killer.join()
    assert (caught.value.code, caught.value.retryable) == ("database_connection_lost", True)


def test_check__a_slow_statement_holds_no_other(shop: str) -> None:
    """Each statement of a batch that waits behind it is done soon after; all other batches at once."""
    statements = [f"SELECT count(*) FROM orders WHERE id > {number}" for number in range(200)]
    statements.insert(0, "SELECT count(*) FROM orders a, orders b, orders c")
    seen: list[tuple[float, int]] = []
    started = time.monotonic()
    verdicts = check(
        shop, statements, timeout_seconds=5, progress=lambda done, _: seen.append((time.monotonic() - started, done))
    )
    assert [verdict.status for verdict in verdicts.values()].count("valid") == 200
    assert max(done for seconds, done in seen if seconds < 5) >= 191


def test_check__other_work_is_done_while_the_database_is_waited_for(shop: str) -> None:
    """All of it, when there is time; and it is stopped for an answer: then the rest is left to whoever needs it."""
    slow = "SELECT count(*) FROM orders a, orders b, orders c"
    three = iter((None, None, None))
    check(shop, [slow], timeout_seconds=0.3, progress=lambda done, total: None, meanwhile=three)
    assert list(three) == []
    endless = (time.sleep(0.01) for _ in count())
    started = time.monotonic()
    verdicts = check(shop, [slow], timeout_seconds=0.3, progress=lambda done, total: None, meanwhile=endless)
    assert verdicts[slow].status == "invalid"
    assert time.monotonic() - started < 3
    assert next(endless) is None


def test_check__a_quick_database_is_asked_over_fewer_connections(shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs a server more than many statements do; one that keeps us waiting is asked over all four."""
    worth = "data_pipeline.validation.async_sessions._WORTH_SECONDS"
    opened = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    slow = [f"SELECT count(*) + {number} FROM orders a, orders b, orders c" for number in range(8)]
    with AsyncSessions(shop, timeout_seconds=0.5) as sessions:
        with monkeypatch.context() as patient:
            patient.setattr(worth, 60)  # a machine that stands still is no slow database
            assert len(list(sessions.judge(f"SELECT {number}" for number in range(1, 21)))) == 20
        assert run_sql(shop, f"{opened} AND application_name = 'trainyard'") == [(2,)]
        assert len(list(sessions.judge(slow))) == 8
        assert run_sql(shop, f"{opened} AND application_name = 'trainyard'") == [(CONNECTIONS,)]


def test_sessions__an_error_ends_what_runs(shop: str) -> None:
    """The others are cancelled, not waited for: each would take 20 s."""
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Sessions(shop, 20.0) as sessions:
        slow = [f"SELECT count(*) + {number} FROM orders a, orders b, orders c" for number in range(8)]
        running = sessions.run(lambda session, sql: session.judge(sql), [*slow[:3], "SELECT 1", *slow[3:]])
        next(running)
        raise KeyboardInterrupt
    assert time.monotonic() - started < 8


def test_check__an_error_ends_what_runs(shop: str) -> None:
    """Nothing is waited for, and no statement goes on in the server."""
    started = time.monotonic()

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    slow = [f"SELECT count(*) + {number} FROM orders a, orders b, orders c" for number in range(3)]
    quick = [f"SELECT {number}" for number in range(10)]
    with pytest.raises(KeyboardInterrupt):
        check(shop, [*slow, *quick], timeout_seconds=20, progress=interrupt)
    running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND application_name = 'trainyard'"
    while run_sql(shop, f"{running} AND datname = current_database()") != [(0,)]:
        assert time.monotonic() - started < 8


def test_check__a_server_that_never_answers_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """It accepts the connection and says nothing."""
    monkeypatch.setattr("data_pipeline.validation.async_session.CONNECT_TIMEOUT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        with pytest.raises(PipelineError) as caught:
            verdict_on(f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/none", "SELECT 1")
    assert (caught.value.code, caught.value.retryable) == ("database_unreachable", True)
    assert time.monotonic() - started < 5


def test_check__a_refused_connection_is_unreachable() -> None:
    with pytest.raises(PipelineError) as caught:
        verdict_on("postgresql://nobody@127.0.0.1:1/none", "SELECT 1")
    assert caught.value.code == "database_unreachable"
    assert "refused" in caught.value.sentence


def test_check__tells_how_far_it_is(shop: str) -> None:
    statements = [
        f"SELECT state, sum(amount) FROM orders WHERE id > {number} GROUP BY state ORDER BY 2 DESC LIMIT 5;"
        for number in range(1000)
    ]
    told: list[tuple[int, int]] = []
    verdicts = check(shop, statements, progress=lambda done, total: told.append((done, total)))
    assert {verdict.status for verdict in verdicts.values()} == {"valid"}
    assert told[-1] == (1000, 1000)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
