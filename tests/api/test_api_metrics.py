"""/metrics, as Prometheus reads it, and the dashboard over it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from house import V0, House, build, data_of, finish, refusal
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from bus import executions, metrics
from bus.db import Connection, execute
from bus.queries import load
from bus.settings import ROOT, Settings
from server.auth import issue
from server.services import metrics as service
from tests.postgres import run_sql

DASHBOARD = ROOT / "deploy" / "grafana" / "trainyard.json"
LABELS = ("workflow", "step", "status", "error_code", "state", "quantile")
Figures = dict[tuple[str, ...], float]


def families(client: FlaskClient) -> dict[str, Metric]:
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.content_type == "text/plain; version=0.0.4; charset=utf-8"
    return {one.name: one for one in text_string_to_metric_families(response.get_data(as_text=True))}


def figures(client: FlaskClient) -> Figures:
    """Every sample by its name and the values of its labels, in the order of LABELS."""
    return {
        (sample.name, *(sample.labels[label] for label in LABELS if label in sample.labels)): sample.value
        for one in families(client).values()
        for sample in one.samples
    }


def started(client: FlaskClient, task_id: str, step: str = "ddl_generation") -> None:
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": step, "queue": True}))


@pytest.fixture
def running(client: FlaskClient, bus: Connection, task_id: str) -> str:
    """A task that runs, another that has waited for a minute behind it."""
    started(client, task_id)
    other = data_of(client.post(f"{V0}/tasks", json={}))["task_id"]
    started(client, other)
    execute(bus, "UPDATE executions SET created_at = now() - interval '60 s' WHERE admitted_at IS NULL", {})
    return task_id


def test_queue__waiting_and_running(client: FlaskClient, running: str) -> None:
    found = figures(client)
    assert found["trainyard_bus_up",] == 1
    assert found["trainyard_queue_length",] == 1
    assert found["trainyard_oldest_waiting_seconds",] == pytest.approx(60, abs=5)
    assert found["trainyard_running", "data_pipeline"] == 1
    assert found["trainyard_tasks_total", "data_pipeline", "running"] == 1
    assert found["trainyard_tasks_total", "data_pipeline", "pending"] == 1


def test_empty__says_zero_and_names_everything(client: FlaskClient) -> None:
    found = figures(client)
    assert found["trainyard_queue_length",] == found["trainyard_oldest_waiting_seconds",] == 0
    assert set(families(client)) == named_by_dashboard()


def test_dispatcher__whether_anybody_is_one(client: FlaskClient, bus: Connection) -> None:
    assert figures(client)["trainyard_dispatcher",] == 0
    execute(bus, load("dispatcher").try_dispatch, {})
    assert figures(client)["trainyard_dispatcher",] == 1


def test_durations__of_steps_and_runs(house: House, client: FlaskClient, bus: Connection, task_id: str) -> None:
    for seconds in (10, 20, 90):
        started(client, task_id)
        finish(bus, house.launched[-1])
        execute(bus, "UPDATE executions SET started_at = completed_at - %(seconds)s * interval '1 s' WHERE id = %(id)s",
                {"seconds": seconds, "id": house.launched[-1].id})  # fmt: skip
    found = figures(client)
    of = ("data_pipeline", "ddl_generation")
    assert found["trainyard_step_duration_seconds", *of, "0.5"] == pytest.approx(20)
    assert found["trainyard_step_duration_seconds", *of, "0.9"] == pytest.approx(76)
    assert found["trainyard_step_duration_seconds_count", *of] == 3
    assert found["trainyard_step_duration_seconds_sum", *of] == pytest.approx(120)
    assert not any(name.startswith("trainyard_task_duration") for name, *_ in found)
    execute(bus, "UPDATE executions SET step = 'complete'", {})
    assert figures(client)["trainyard_task_duration_seconds", "data_pipeline", "0.5"] == pytest.approx(20)


def test_durations__of_last_month_are_not_among_them(
    house: House, client: FlaskClient, bus: Connection, task_id: str
) -> None:
    started(client, task_id)
    finish(bus, house.launched[-1])
    execute(bus, "UPDATE executions SET started_at = now() - interval '30 days'", {})
    assert not any("duration" in name for name, *_ in figures(client))


def test_failures__by_code(house: House, client: FlaskClient, bus: Connection, task_id: str) -> None:
    for code in ("http_status", "http_status", None):
        started(client, task_id)
        executions.end(bus, house.launched[-1].execution_id, "failed", run_token=None, error_code=code)
    found = figures(client)
    assert found["trainyard_failures_total", "http_status"] == 2
    assert found["trainyard_failures_total", "unknown"] == 1


def test_labels__are_bounded(
    house: House, client: FlaskClient, bus: Connection, task_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step may fail with any code that its author thinks of."""
    for code in ("often", "often", "once", "twice"):
        started(client, task_id)
        executions.end(bus, house.launched[-1].execution_id, "failed", run_token=None, error_code=code)
    monkeypatch.setattr(service, "MOST_SERIES", 1)
    found = {labels[1]: value for labels, value in figures(client).items() if labels[0] == "trainyard_failures_total"}
    assert found == {"often": 2, "(other)": 2}


def test_labels__quotes_and_line_breaks_are_escaped(
    house: House, client: FlaskClient, bus: Connection, task_id: str
) -> None:
    started(client, task_id)
    executions.end(bus, house.launched[-1].execution_id, "failed", run_token=None, error_code='a"b\n\\c')
    assert figures(client)["trainyard_failures_total", 'a"b\n\\c'] == 1


def test_pool__in_use_without_the_scrape_itself(house: House, client: FlaskClient) -> None:
    pool = house.app.extensions["trainyard"].pool
    assert figures(client)["trainyard_pool_sessions", "in_use"] == 0
    with pool.session(), pool.session():
        found = figures(client)
    assert found["trainyard_pool_sessions", "in_use"] == 2
    assert found["trainyard_pool_sessions", "size"] == pool.size
    assert pool.in_use == 0


def test_disk__of_the_directory_that_is_made_later(client: FlaskClient, settings: Settings) -> None:
    assert not settings.training_data.exists()
    found = figures(client)
    assert found["trainyard_disk_free_bytes",] > 0 and found["trainyard_disk_used_bytes",] > 0


def test_bus__away(settings: Settings) -> None:
    house = build(settings, "postgresql://nobody@127.0.0.1:1/nowhere")
    found = figures(house.app.test_client())
    assert found["trainyard_bus_up",] == 0
    assert {name for name, *_ in found} == {
        "trainyard_bus_up", "trainyard_pool_sessions", "trainyard_disk_free_bytes", "trainyard_disk_used_bytes"
    }  # fmt: skip


def test_bus__every_session_borrowed(house: House, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import ExitStack

    monkeypatch.setattr(service, "POOL_SECONDS", 0.05)
    pool = house.app.extensions["trainyard"].pool
    with ExitStack() as borrowed:
        for _ in range(pool.size):
            borrowed.enter_context(pool.session())
        found = figures(client)
    assert (found["trainyard_bus_up",], found["trainyard_pool_sessions", "in_use"]) == (0, pool.size)


def test_bus__too_slow(house: House, client: FlaskClient, task_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that somebody holds locked delays a scrape no longer than a statement may take, and no later one."""
    monkeypatch.setattr(metrics, "STATEMENT_SECONDS", 1)
    lock = run_in_background(house.url, "BEGIN; LOCK TABLE tasks; SELECT pg_sleep(3)")
    begun = time.monotonic()
    assert figures(client)["trainyard_bus_up",] == 0
    assert time.monotonic() - begun < 2.5
    lock.join()
    assert figures(client)["trainyard_bus_up",] == 1


def run_in_background(url: str, statements: str) -> Any:
    from threading import Thread

    thread = Thread(target=run_sql, args=(url, statements))
    thread.start()
    time.sleep(0.5)
    return thread


SECRET = "a secret of at least 32 bytes, for HS256"


@pytest.fixture
def locked(settings: Settings, make_house: Callable[[Settings], House]) -> House:
    return make_house(replace(settings, jwt_secret=SECRET, metrics_token="scrape-me"))


@pytest.mark.parametrize(
    ("token", "answer"), [(None, 401), ("nonsense", 401), ("", 401), ("scrape-me", 200), ("scrape-mé", 401)]
)
def test_token__opens_the_metrics(locked: House, token: str | None, answer: int) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    assert locked.app.test_client().get("/metrics", headers=headers).status_code == answer


def test_token__of_a_viewer_opens_them_too(locked: House) -> None:
    token, _ = issue(locked.settings, "ann", "viewer")
    response = locked.app.test_client().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 200


def test_token__opens_nothing_else(locked: House) -> None:
    response = locked.app.test_client().get(f"{V0}/tasks", headers={"Authorization": "Bearer scrape-me"})
    assert refusal(response) == (401, "unauthenticated")


def test_token__none_is_no_token(settings: Settings, make_house: Callable[[Settings], House]) -> None:
    house = make_house(replace(settings, jwt_secret=SECRET))
    assert house.app.test_client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401


def dashboard() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    return found


def named_by_dashboard() -> set[str]:
    """The metrics in the expressions of the dashboard's panels, as families are named."""
    expressions = [target["expr"] for panel in dashboard()["panels"] for target in panel.get("targets", [])]
    names = {name for expression in expressions for name in re.findall(r"trainyard_\w+", expression)}
    return {re.sub(r"(_seconds)_(count|sum)$", r"\1", name) for name in names}


def test_dashboard__names_every_metric_and_no_other(client: FlaskClient) -> None:
    assert named_by_dashboard() == set(families(client))


def test_dashboard__panels_do_not_overlap_and_have_a_source() -> None:
    ids = [panel["id"] for panel in dashboard()["panels"]]
    assert len(ids) == len(set(ids))
    taken: set[tuple[int, int]] = set()
    for panel in dashboard()["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken and at["x"] + at["w"] <= 24, panel["title"]
        taken |= cells
        assert panel["datasource"]["uid"] == "${datasource}", panel["title"]


def test_page__names_every_metric(client: FlaskClient) -> None:
    page = (Path(ROOT) / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(trainyard_\w+)` \|", page, re.MULTILINE)) == set(families(client))
