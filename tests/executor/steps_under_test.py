"""Steps for the executor's tests: each does one thing that a step may do, or should not."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from typing import Any


class Described(Exception):
    zh: str  # of some

    def __init__(self, code: str, sentence: str, retryable: bool) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.retryable = code, sentence, retryable


def good(step: Any) -> dict[str, Any]:
    step.logger.info("你好, hello")
    logging.getLogger("lib").warning("from a library")
    print("on stdout")
    (step.directory / "a.ddl").write_text("create table a ();")
    step.progress(0.5, "half")
    return {"n": 1}


class Told:
    """What a library logs that knows two languages, but no task."""

    def in_language(self, language: str | None) -> str:
        return "read" if language == "en" else "已读取"


def library(step: Any) -> None:
    logging.getLogger("lib").info(Told())


def second(step: Any) -> dict[str, Any]:
    (step.directory / "b.json").write_text("[]")
    return {"seen": sorted(p.name for p in step.directory.glob("*.ddl"))}


def bad(step: Any) -> None:
    raise Described("no_such_thing", "There is no such thing.", retryable=False)


def bad_in_chinese(step: Any) -> None:
    error = Described("no_such_thing", "There is no such thing.", retryable=False)
    error.zh = "没有这个东西"
    raise error


def trace(step: Any) -> None:
    raise ValueError("boom\nin two lines")


def flaky(step: Any) -> dict[str, Any]:
    tries = step.directory / "tries"
    tries.write_text(tries.read_text() + "x" if tries.exists() else "x")
    if len(tries.read_text()) < 3:
        raise Described("passing", "A passing fault.", retryable=True)
    return {"tries": len(tries.read_text())}


def crash(step: Any) -> None:
    step.logger.info("about to crash")
    os.kill(os.getpid(), signal.SIGSEGV)


def wait(step: Any) -> None:
    step.logger.info("waiting")
    time.sleep(600)


def until_told(step: Any) -> dict[str, Any]:
    step.logger.info("waiting for go")
    n = 0
    while not (step.directory / "go").exists():
        n += 1
        step.logger.info("line %d", n)
        time.sleep(0.01)
    return {"lines": n}


def stubborn(step: Any) -> None:
    """10 MB of output, a grandchild that ignores TERM and one that leaves the group."""
    ignore = "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    inside = subprocess.Popen([sys.executable, "-c", ignore])
    outside = subprocess.Popen([sys.executable, "-c", ignore], start_new_session=True)
    (step.directory / "pids").write_text(f"{os.getpid()} {inside.pid} {outside.pid}")
    for _ in range(10 * 1024):
        print("x" * 1023)
    step.logger.info("printed")
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def leaves_children(step: Any) -> dict[str, Any]:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    return {"pid": child.pid}


def shows_secrets(step: Any) -> dict[str, Any]:
    url = step.connections["business"]
    print("connecting to", url)
    step.logger.info("url %s", url)
    return {"environment": " ".join(os.environ.values()), "arguments": " ".join(sys.argv)}


def nul(step: Any) -> None:
    step.logger.info("a\x00b\tc\\d\re")
    sys.stdout.buffer.write(b"\xff\xfe broken utf-8\n" + b"y" * 3_000_000)


def many(step: Any) -> dict[str, Any]:
    for n in range(20_000):
        step.logger.info("line %d", n)
    return {}


def odd_events(step: Any) -> dict[str, Any]:
    """NUL, NaN, half a surrogate pair, events that are none."""
    step.progress(0.5, "half\x00way \ud800")
    step.send([1, 2])
    step.send({"log": ["SHOUT", "x", "y"]})
    step.send({"progress": "much"})
    step.logger.info("still here")
    return {"nan": float("nan"), "nul": "a\x00b", "secret": step.connections.get("business")}


def odd_error(step: Any) -> None:
    raise Described("odd", "with NUL \x00 in it", retryable=False)


def too_much(step: Any) -> dict[str, Any]:
    return {"text": "x" * 17_000_000}


def changes(step: Any) -> dict[str, Any]:
    """Changes the file of another step and removes one of its own."""
    (step.directory / "a.ddl").write_text("changed")
    return {}


def beats_blocked(step: Any) -> None:
    """Beats from a thread while the main thread is blocked in C."""
    import ctypes
    import threading

    def beat() -> None:
        for number in range(60):
            (step.directory / "beat").write_text(str(number))
            time.sleep(0.05)

    threading.Thread(target=beat, daemon=True).start()
    ctypes.CDLL(None).usleep(3_000_000)


def beats_deaf(step: Any) -> None:
    """Beats, and hears no TERM."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for number in range(60):
        (step.directory / "beat").write_text(str(number))
        time.sleep(0.05)


def blocked(step: Any) -> None:
    """Does not come back from C, where no handler of Python's runs."""
    import ctypes

    signal.signal(signal.SIGTERM, lambda *_: None)
    ctypes.CDLL(None).sleep(600)


def deaf(step: Any) -> None:
    """Hears no TERM."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def shows_secrets_late(step: Any) -> None:
    """Says what it was given once another step has begun."""
    while not (step.directory / "go").exists():
        time.sleep(0.01)
    step.logger.info("url: %s", step.connections["business"])
