"""Web servers under measurement: processes that are started, waited for and ended."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from bus.settings import ROOT

START_SECONDS = 60
END_SECONDS = 30


@contextmanager
def serving(arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[int]:
    """``python -m <arguments> --port N`` of this interpreter for the length of the block; the port, which answers."""
    port = _free_port()
    command = [sys.executable, "-m", *arguments, "--port", str(port)]
    with log.open("ab") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{arguments[0]} did not start: {log.read_text(encoding='utf-8')}")
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(END_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    """Whether it answers a request, with whatever status: it listens before it is ready."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)) as client:
        try:
            client.request("GET", "/")
            client.getresponse()
        except (OSError, http.client.HTTPException):
            return False
    return True
