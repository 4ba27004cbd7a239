"""The demo's server: ``trainyard serve`` as a child process."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bus.settings import ROOT, Settings
from server.commands.terminal import fail, say

HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 5
PORTS = 50  # tried, one after the other


@dataclass(frozen=True, slots=True)
class DemoServer:
    """A server that answers."""

    url: str
    process: subprocess.Popen[bytes]

    def wait(self) -> None:
        """Until it ends, or Ctrl-C."""
        try:
            self.process.wait()
        except KeyboardInterrupt:
            return


@contextmanager
def running_server(settings: Settings, port: int) -> Iterator[DemoServer]:
    """A server on that port of loopback, or on the next free one; it is ended with the block."""
    settings.home.mkdir(parents=True, exist_ok=True)  # with DATABASE_URL set nobody has made it yet
    log = settings.home / "server.log"
    free = _free_port(port)
    if free != port:
        say(f"Port {port} is taken; the server listens on {free}.", f"端口 {port} 已被占用，改用 {free}")
    command = [sys.executable, "-m", "server.cli", "serve", "--host", HOST, "--port", str(free)]
    with log.open("ab") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        server = DemoServer(f"http://{HOST}:{free}", process)
        _await(server, log)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(server: DemoServer, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if httpx.get(f"{server.url}/api/v1/health", timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    fail(f"The server did not start; its log is {log}.", f"服务器未能启动，日志: {log}")


def _free_port(first: int) -> int:
    free = next(filter(_is_free, range(first, min(first + PORTS, 65536))), None)
    if free is not None:
        return free
    return fail(f"None of the ports from {first} on is free.", f"从 {first} 起没有可用端口")


def _is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True
