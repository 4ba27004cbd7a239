"""The outbox is written with the change of the task, by the database itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from told import ALL, due, move, outbox, prefer, said, status_events, telling, workflow

from bus import notifications
from bus.db import Connection, connect, execute, transaction
from tests.bus.stand import finished, new_task, started

URL = "https://hooks.example.com/in"


def test_outbox__what_happens_to_a_task_in_order(bus: Connection) -> None:
    task = telling(bus, URL)
    for status in ("running", "paused", "running", "failed", "pending", "running", "completed", "cancelled"):
        move(bus, task, status)
    assert [event for event, _ in said(bus, task)] == [
        *("started", "paused", "resumed", "failed", "resumed", "completed", "cancelled")
    ]


def test_outbox__a_run_of_the_engine_itself(bus: Connection) -> None:
    task = telling(bus, URL)
    finished(bus, task.task_id, "complete")
    assert [event for event, _ in said(bus, task)] == ["started", "completed"]


def test_outbox__tells_what_the_task_was_then(bus: Connection) -> None:
    task = telling(bus, URL, ["failed"])
    move(bus, task, "running")
    move(bus, task, "failed", "step_failed", "no such table")
    move(bus, task, "running")  # and forgets the error
    (one,) = outbox(bus, task)
    told = one.content
    assert (told["status"], told["error_code"], told["error_message"]) == ("failed", "step_failed", "no such table")
    assert (told["workflow_version"], told["progress"], one.event_id) == ("1.0.0", 0, status_events(bus, task)[1]["id"])


def test_outbox__only_the_events_that_were_asked_for(bus: Connection) -> None:
    name = workflow(bus, webhook=[{"url": URL}], email=[{"to": ["a@x.org", "b@x.org"], "events": ["started"]}])
    task = new_task(bus, name)
    move(bus, task, "running")
    move(bus, task, "completed")
    assert said(bus, task) == [("started", "a@x.org"), ("started", "b@x.org"), ("completed", URL)]


@pytest.mark.parametrize(
    ("asked_in", "parameters", "language"),
    [("en", {}, "en"), ("en", {"language": None}, "en"), ("en", {"language": "zh"}, "zh"), (None, {}, "zh"),
     ("zh", {"language": "en"}, "en"), ("en", {"language": "both"}, "zh")],
)  # fmt: skip
def test_outbox__speaks_as_its_task_does(
    bus: Connection, asked_in: str | None, parameters: dict[str, Any], language: str
) -> None:
    name = workflow(bus, webhook=[{"url": URL}])
    task = new_task(bus, name, language=asked_in, parameters=parameters)
    move(bus, task, "completed")
    (listed,) = outbox(bus, task)
    (claimed,) = notifications.claim(bus, 1, 60)
    assert [listed.language, claimed.language, task.speaks] == [language] * 3


def test_outbox__nobody_asked__stays_empty(bus: Connection) -> None:
    task = new_task(bus, workflow(bus), created_by="ann")
    finished(bus, task.task_id, "complete")
    assert outbox(bus, task) == []


def test_outbox__one_target_is_told_once(bus: Connection) -> None:
    hook = {"url": URL, "events": ["completed"]}
    name = workflow(bus, webhook=[{**hook, "secret_env": "WEBHOOK_SECRET_A"}, hook])
    prefer(bus, "ann", {"webhook": hook})
    task = new_task(bus, name, created_by="ann")
    move(bus, task, "completed")
    assert [(one.target, one.secret_env) for one in outbox(bus, task)] == [(URL, "WEBHOOK_SECRET_A")]


def test_preferences__count_for_the_tasks_of_that_user(bus: Connection) -> None:
    prefer(bus, "ann", {"email": {"address": "ann@x.org", "events": ["started"]}, "webhook": {"url": URL}})
    name = workflow(bus)
    hers, his = new_task(bus, name, created_by="ann"), new_task(bus, name, created_by="bob")
    for task in (hers, his):
        move(bus, task, "running")
        move(bus, task, "completed")
    assert said(bus, hers) == [("started", "ann@x.org"), ("completed", URL)]
    assert said(bus, his) == []


def test_preferences__muted__leaves_what_the_workflow_says(bus: Connection) -> None:
    prefer(bus, "ann", {"email": {"address": "ann@x.org"}, "muted": True})
    task = new_task(bus, workflow(bus, webhook=[{"url": URL}]), created_by="ann")
    move(bus, task, "completed")
    assert said(bus, task) == [("completed", URL)]


def test_preferences__hear_of_the_task_not_of_its_sub_tasks(bus: Connection) -> None:
    prefer(bus, "ann", {"email": {"address": "ann@x.org"}})
    name = workflow(bus)
    parent, child = new_task(bus, name, created_by="ann"), new_task(bus, name, created_by="ann")
    statement = "UPDATE tasks SET parent_task_id = %(parent)s WHERE task_id = %(child)s"
    execute(bus, statement, {"parent": parent.task_id, "child": child.task_id})
    move(bus, child, "completed")
    move(bus, parent, "completed")
    assert (said(bus, child), said(bus, parent)) == ([], [("completed", "ann@x.org")])


def test_outbox__is_part_of_the_transaction(bus: Connection) -> None:
    task = telling(bus, URL)
    with pytest.raises(RuntimeError), transaction(bus):
        move(bus, task, "running")
        assert len(outbox(bus, task)) == 1
        raise RuntimeError
    assert outbox(bus, task) == []


def test_outbox__goes_with_its_task(bus: Connection) -> None:
    task = telling(bus, URL)
    move(bus, task, "cancelled")
    execute(bus, "DELETE FROM tasks WHERE task_id = %(id)s", {"id": task.task_id})
    assert outbox(bus, task) == []


def test_outbox__an_address_longer_than_an_index_takes(bus: Connection) -> None:
    url = "https://x.example/" + "".join(f"{number:x}" for number in range(4000))
    task = telling(bus, url)
    move(bus, task, "completed")
    assert said(bus, task) == [("completed", url)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab€'\\\"", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["email", "webhook", "url", "address", "events", "muted", "to"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@pytest.mark.slow
@given(preferences=JSON)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_preferences__of_any_form_keep_no_task_from_changing(bus: Connection, preferences: Any) -> None:
    prefer(bus, "odd", preferences)
    task = new_task(bus, workflow(bus), created_by="odd")
    for status in ("running", "failed"):
        move(bus, task, status)
    assert [event["status"] for event in status_events(bus, task)] == ["running", "failed"]
    assert all(isinstance(one.target, str) and one.target for one in outbox(bus, task))


@pytest.mark.parametrize(
    "odd", ["7", '"x"', "[]", "[1, [2]]", '{"webhook": 1}', '{"webhook": [[{"url": 3}]], "email": {"to": {}}}']
)
def test_definition__of_any_form_keeps_no_task_from_changing(bus: Connection, odd: str) -> None:
    task = new_task(bus, workflow(bus))
    statement = (
        "UPDATE workflow_versions SET definition = definition || jsonb_build_object('notifications', %(odd)s::jsonb)"
    )
    execute(bus, statement, {"odd": odd})
    move(bus, task, "failed")
    assert (outbox(bus, task), [event["status"] for event in status_events(bus, task)]) == ([], ["failed"])


STATUSES = st.sampled_from(["pending", "running", "paused", "partial_completed", "completed", "failed", "cancelled"])


@pytest.mark.slow
@given(moves=st.lists(STATUSES, max_size=12), events=st.sets(st.sampled_from(ALL)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_outbox__no_change_of_a_subscribed_event_without_its_row(
    bus: Connection, moves: list[str], events: set[str]
) -> None:
    task = telling(bus, URL, sorted(events))
    expected, before, ran = [], "pending", False
    for status in moves:
        move(bus, task, status)
        if status not in (before, "pending"):
            event = ("resumed" if ran else "started") if status == "running" else status
            expected.append("paused" if event == "partial_completed" else event)
        before, ran = status, ran or status == "running"
    assert [event for event, _ in said(bus, task)] == [event for event in expected if event in events]


def test_claim__nobody_else_gets_it_before_the_lease_is_over(bus: Connection, bus_url: str) -> None:
    task = telling(bus, URL)
    move(bus, task, "completed")
    other = connect(bus_url)
    (first,) = notifications.claim(bus, 10, 0.3)
    assert notifications.claim(other, 10, 0.3) == []
    due(bus)  # whoever had it was killed
    (second,) = notifications.claim(other, 10, 60)
    assert (second.delivery_id, second.attempts) == (first.delivery_id, 2)
    other.close()


def test_claim__two_at_once_share_without_doubling(bus: Connection, bus_url: str) -> None:
    for _ in range(6):
        move(bus, telling(bus, URL), "completed")
    other = connect(bus_url)
    with transaction(bus):
        mine = notifications.claim(bus, 3, 60)
        his = notifications.claim(other, 9, 60)  # does not wait for the rows that are locked
    other.close()
    assert len(mine) == len(his) == 3
    assert not {one.id for one in mine} & {one.id for one in his}


def test_claim__what_was_never_tried_comes_first(bus: Connection) -> None:
    move(bus, telling(bus, URL), "completed")
    (old,) = notifications.claim(bus, 1, 60)
    notifications.failed(bus, old, "away", 0)
    move(bus, telling(bus, URL), "completed")
    (new,) = notifications.claim(bus, 1, 60)
    assert new.id != old.id


def test_failed__of_an_attempt_that_lost_its_lease_changes_nothing(bus: Connection) -> None:
    task = telling(bus, URL)
    move(bus, task, "completed")
    (first,) = notifications.claim(bus, 1, 60)
    due(bus)
    notifications.claim(bus, 1, 60)
    assert not notifications.failed(bus, first, "too late", None)
    notifications.sent(bus, first)  # but what has arrived has arrived
    assert [(one.status, one.error) for one in outbox(bus, task)] == [("sent", None)]


def test_started__of_a_waiting_task_that_begins(bus: Connection) -> None:
    task = telling(bus, URL, ["started"])
    started(bus, task.task_id)
    (one,) = outbox(bus, task)
    assert json.dumps(one.content) and one.event == "started"
