"""The sender against real receivers: nothing lost, nothing repeated unduly, nobody kept waiting."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from receiver import Receiver, until
from smtp_stub import SmtpStub
from told import ALL, due, move, outbox, telling, workflow

from bus import notifications
from bus.db import Connection, execute, fetch_value
from bus.settings import Settings
from server.notifications import webhook
from server.notifications.sender import Pace, Sender
from tests.bus.stand import new_task

QUICK = Pace(first_pause_seconds=0.05, growth=1.0)
Run = Callable[..., Sender]


@pytest.fixture
def run(settings: Settings) -> Iterator[Run]:
    """Start a sender in a thread of its own, as a server does; all are stopped at the end."""
    over = threading.Event()
    running: list[tuple[Sender, threading.Thread]] = []

    def loop(sender: Sender) -> None:
        while not over.is_set():
            sender.turn()
            sender.wait(0.05)

    def start(pace: Pace = QUICK, settings: Settings = settings) -> Sender:
        sender = Sender(settings, pace)
        thread = threading.Thread(target=loop, args=(sender,))
        thread.start()
        running.append((sender, thread))
        return sender

    yield start
    over.set()
    for sender, thread in running:
        thread.join(10)
        assert not thread.is_alive()
        sender.lost()


def ended(bus: Connection, task: object, status: str = "sent") -> None:
    """Wait until nothing of the task waits; all are of that status."""
    until(lambda: {one.status for one in outbox(bus, task)} == {status})  # type: ignore[arg-type]


def test_sender__exactly_one_delivery_where_all_goes_well(bus: Connection, run: Run, receiver: Receiver) -> None:
    for _ in range(3):
        run()  # as of three processes
    tasks = [telling(bus, receiver.url) for _ in range(5)]
    for status in ("running", "paused", "running", "completed"):
        for task in tasks:
            move(bus, task, status)
    receiver.until(20)
    for task in tasks:
        ended(bus, task)
    time.sleep(0.3)
    deliveries = [got.headers["X-Trainyard-Delivery"] for got in receiver.got]
    assert len(deliveries) == len(set(deliveries)) == 20
    assert {one.attempts for task in tasks for one in outbox(bus, task)} == {1}


def test_sender__hears_at_once_of_what_is_to_be_sent(bus: Connection, settings: Settings, receiver: Receiver) -> None:
    sender = Sender(settings)
    sender.turn()
    task = telling(bus, receiver.url)
    move(bus, task, "cancelled")
    sender.wait(60)  # far longer than it may take
    sender.turn()
    receiver.until(1)
    sender.lost()


def test_sender__tries_again_with_the_same_id_and_body(bus: Connection, run: Run) -> None:
    with Receiver(500, "vanish", "redirect", 200) as receiver:
        task = telling(bus, receiver.url)
        move(bus, task, "failed", "step_failed", "x")
        run()
        ended(bus, task)
        (one,) = outbox(bus, task)
        assert (one.attempts, one.error) == (4, None)
        assert len({(got.body, got.headers["X-Trainyard-Delivery"]) for got in receiver.got}) == 1


def test_sender__gives_up_with_a_warning(bus: Connection, run: Run, caplog: pytest.LogCaptureFixture) -> None:
    with Receiver(500) as receiver, caplog.at_level(logging.WARNING):
        task = telling(bus, receiver.url, parameters={"language": "en"})
        move(bus, task, "failed")
        run()
        ended(bus, task, "given_up")
        until(lambda: caplog.records)
    (one,) = outbox(bus, task)
    assert (one.attempts, len(receiver.got)) == (8, 8)
    assert one.error == f"http://127.0.0.1:{receiver.port} answered with status 500: see its log."
    (line,) = caplog.messages
    assert f"gave up telling of failed of {task.task_id} by webhook after 8 attempts: http" in line


def test_sender__what_cannot_be_mended_is_given_up_at_once(bus: Connection, run: Run) -> None:
    task = new_task(bus, workflow(bus, email=[{"to": ["a@x.org"]}]))  # and no SMTP_HOST
    move(bus, task, "completed")
    run()
    ended(bus, task, "given_up")
    (one,) = outbox(bus, task)
    assert one.attempts == 1 and one.error == "无法发送邮件，请在服务器的环境中设置 SMTP_HOST"


def test_sender__a_setting_that_is_none_is_named(bus: Connection, run: Run, settings: Settings) -> None:
    task = new_task(bus, workflow(bus, email=[{"to": ["a@x.org"]}]), parameters={"language": "en"})
    move(bus, task, "completed")
    run(settings=replace(settings, smtp_host="127.0.0.1", smtp_port_text="smtp"))
    ended(bus, task, "given_up")
    assert outbox(bus, task)[0].error == "SMTP_PORT must be a whole number, not 'smtp'."


def test_sender__sends_mail(bus: Connection, run: Run, settings: Settings, smtp: SmtpStub) -> None:
    given = {"smtp_host": "127.0.0.1", "smtp_port_text": str(smtp.port), "smtp_from": "t@example.com"}
    task = new_task(bus, workflow(bus, email=[{"to": ["a@x.org", "b@x.org"]}]))
    move(bus, task, "completed")
    run(settings=replace(settings, **given))
    ended(bus, task)
    assert sorted(got.recipients for got in smtp.got) == [["a@x.org"], ["b@x.org"]]


def test_sender__what_hangs_keeps_nobody_waiting(bus: Connection, run: Run, receiver: Receiver) -> None:
    with Receiver("hang") as hanging:
        for _ in range(10):
            move(bus, telling(bus, hanging.url), "completed")
        run(replace(QUICK, at_once=4, at_once_per_target=3))
        hanging.until(3)
        for _ in range(5):
            move(bus, telling(bus, receiver.url), "completed")
        receiver.until(5, 5)
        assert len(hanging.got) == 3


def test_sender__at_most_so_many_at_once(bus: Connection, run: Run) -> None:
    with Receiver("hang") as hanging:
        task = telling(bus, hanging.url, ALL)
        for status in ("running", "paused", "running", "completed"):
            move(bus, task, status)
        run(replace(QUICK, at_once=2))
        hanging.until(2)
        time.sleep(0.3)
        assert len(hanging.got) == 2


def test_sender__what_a_killed_one_had_taken_comes_after_its_lease(
    bus: Connection, run: Run, receiver: Receiver
) -> None:
    task = telling(bus, receiver.url)
    move(bus, task, "completed")
    notifications.claim(bus, 10, 0.6)  # and is never heard of again
    run()
    time.sleep(0.2)
    assert receiver.got == []
    receiver.until(1)
    ended(bus, task)


def test_sender__a_session_lost_in_the_middle__is_no_reason_to_repeat(
    bus: Connection, settings: Settings, receiver: Receiver
) -> None:
    task = telling(bus, receiver.url)
    move(bus, task, "completed")
    sender = Sender(settings, QUICK)
    sender.turn()
    receiver.until(1)
    ours = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'trainyard sender'"
    fetch_value(bus, f"SELECT pg_terminate_backend(pid) {ours}", {})
    until(lambda: not fetch_value(bus, f"SELECT count(*) {ours}", {}))
    with pytest.raises(Exception, match=r"terminat|closed"):
        sender.turn()
    sender.lost()
    due(bus)  # the lease is over as well
    sender.turn()
    ended(bus, task)
    sender.lost()
    assert len(receiver.got) == 1


def test_sender__a_fault_nobody_thought_of_is_one_attempt(
    bus: Connection, run: Run, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    task, other = telling(bus, receiver.url), telling(bus, receiver.url)
    move(bus, task, "completed")
    execute(bus, "UPDATE notifications SET content = '{}'", {})
    move(bus, other, "completed")
    run(replace(QUICK, attempts=2))
    ended(bus, other)
    ended(bus, task, "given_up")
    assert "KeyError" in caplog.text and outbox(bus, task)[0].error == "服务器无法发送该通知，原因见服务器日志"


def test_pace__eight_attempts_within_about_an_hour() -> None:
    pace = Pace()
    assert 40 * 60 < sum(pace.pause_seconds(attempt) for attempt in range(1, pace.attempts)) < 70 * 60
    assert len({pace.pause_seconds(1) for _ in range(5)}) > 1
    assert pace.lease_seconds > 4 * webhook.SECONDS
