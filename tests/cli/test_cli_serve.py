"""``trainyard serve``: where it listens, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest

from tests.cli.command import TRAINYARD, Run

START_SECONDS = 60
Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(port: int, environment: dict[str, str]) -> Iterator[Start]:
    """Start a server on ``port`` and wait until it answers; whatever is left of them is killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def server() -> subprocess.Popen[bytes]:
        command = [*TRAINYARD, "serve", "--port", str(port)]
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.PIPE)
        started.append(process)
        _await_health(port)
        return process

    yield server
    for process in started:
        if process.poll() is None:
            for each in (psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)):
                each.kill()
        process.communicate(timeout=10)


def _await_health(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/api/v1/health", timeout=START_SECONDS).status_code == 200:
                return
        except httpx.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_serve__open_server_refuses_other_addresses(run: Run, host: str) -> None:
    result = run("serve", "--host", host, exit_code=2)
    assert f"not to {host}. Set JWT_SECRET" in result.stderr


def test_serve__address_that_is_none(run: Run) -> None:
    assert "is no address" in run("serve", "--host", "no.such.host.invalid", exit_code=2).stderr


@pytest.mark.slow
def test_serve__port_in_use_is_a_sentence(run: Run, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        result = run("serve", "--port", str(port), exit_code=1)
    assert result.stderr.startswith(f"Cannot listen on 127.0.0.1:{port}: Address already in use.")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve__ends_at_once_and_cleanly(start: Start, port: int, number: signal.Signals) -> None:
    server = start()
    workers = psutil.Process(server.pid).children()
    kept_alive = httpx.Client(base_url=f"http://127.0.0.1:{port}")
    kept_alive.get("/api/v1/health")
    slow = socket.create_connection(("127.0.0.1", port))
    slow.send(b"GET / HTTP/1.1\r\n")
    began = time.monotonic()
    server.send_signal(number)
    assert server.wait(10) == 0
    assert time.monotonic() - began < 2
    assert psutil.wait_procs(workers, timeout=2)[1] == []


@pytest.mark.slow
def test_serve__says_where_it_is_and_that_it_is_open(start: Start, port: int) -> None:
    server = start()
    server.terminate()
    output = server.communicate(timeout=10)[0].decode()
    assert f"http://127.0.0.1:{port}, open to everybody on this machine" in output and "/docs" in output


@pytest.mark.slow
def test_serve__killed_master_takes_its_workers_along_and_another_can_start(start: Start, port: int) -> None:
    server = start()
    workers = psutil.Process(server.pid).children()
    slow = socket.create_connection(("127.0.0.1", port))
    slow.send(b"GET / HTTP/1.1\r\n")  # a worker waits for the rest of it
    server.kill()
    server.wait(10)
    began = time.monotonic()
    second = start()
    assert psutil.wait_procs(workers, timeout=8)[1] == []
    _await_health(port)
    assert second.poll() is None and time.monotonic() - began < 15


@pytest.mark.slow
def test_serve__every_worker_tells_the_same_figures(start: Start, port: int, run: Run) -> None:
    """Whichever process a scrape comes to, it says what the bus says: here of a task that another process made."""
    start()
    run("tasks", "create")

    def scrape(_: int) -> dict[str, str]:
        text = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=START_SECONDS).text
        lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
        passing = ("trainyard_disk", "trainyard_pool")
        return {name: value for name, _, value in lines if not name.startswith(passing)}

    while scrape(0)["trainyard_dispatcher"] != "1.0":
        time.sleep(0.1)
    with ThreadPoolExecutor(8) as threads:
        first, *others = threads.map(scrape, range(40))
    assert first["trainyard_bus_up"] == "1.0"
    assert first['trainyard_tasks_total{status="pending",workflow="data_pipeline"}'] == "1.0"
    assert all(other == first for other in others)


@pytest.mark.slow
def test_serve__a_connection_outlives_a_body_that_was_refused_unread(start: Start, port: int) -> None:
    start()
    definition = b'{"name": "x", "description": "' + b"x" * 2_000_000 + b'"}'
    headers = {"Content-Type": "application/json"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=httpx.HTTPTransport(retries=0)) as client:
        for _ in range(10):
            refused = client.post("/api/workflows", content=definition, headers=headers)
            assert refused.json()["code"] == "too_large"
            assert client.get("/api/workflows/schema").status_code == 200
