"""Reruns with an LLM that is asked, or fails; and after kills."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from bus.settings import ROOT
from data_pipeline.llm import open as llm_open
from tests.llm_stub.asking import HURRY
from tests.llm_stub.server import Stub, serving
from tests.pipeline.rerun import Place, assert_nothing_redone, reads, stayed


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    """A running stub that the environment names."""
    with serving() as running:
        for name, value in running.environment(LLM_TIMEOUT_SECONDS="5").items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(llm_open, "PATIENCE", HURRY)
        yield running


def test_run__an_llm_is_asked_about_what_changed_only(stub: Stub, place: Place) -> None:
    asked, pairs = len(stub.requests), place.pairs()
    assert asked
    files, entries = place.files(), place.entries()
    assert_nothing_redone(place, files, entries, place.run())
    assert len(stub.requests) == asked
    place.sql("ALTER TABLE machine ADD colour text DEFAULT 'red'")
    place.run()
    described = [json.dumps(one) for one in stub.requests[asked:]]
    assert 0 < len(described) < asked
    assert not any("customer" in request for request in described)
    texts = json.loads((place.directory / "llm_descriptions.json").read_text(encoding="utf-8"))["texts"]
    assert {text["table"] for text in texts} == {"region", "customer", "orders", "machine", "repair"}
    assert stayed(pairs, place.pairs(), "machine") == [pair for pair in pairs if not reads(pair, "machine")]


def test_run__an_llm_that_failed_is_asked_again(stub: Stub, place: Place) -> None:
    stub.faults = ("500",)
    place.sql("ALTER TABLE machine ADD colour text DEFAULT 'red'")
    place.run()
    stub.faults = ()
    asked = len(stub.requests)
    place.run()
    assert len(stub.requests) > asked
    asked = len(stub.requests)
    place.run()
    assert len(stub.requests) == asked


RUN = """
import sys, json
from pathlib import Path
from data_pipeline.local_run import Listener, run
directory, parameters, urls = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])
run(Path(directory), parameters, urls, Listener(lambda line: print(line, flush=True), lambda *_: None))
"""


@pytest.mark.slow
def test_run__killed_anywhere(place: Place) -> None:
    """After a kill at any moment, the next run ends where an undisturbed one does."""
    before = place.pairs()
    place.sql("ALTER TABLE machine ADD colour text DEFAULT 'red'; ANALYZE machine")
    arguments = [
        str(place.directory),
        json.dumps(place.parameters),
        json.dumps({"business": place.url, "store": place.store}),
    ]
    for n in range(12):
        process = subprocess.Popen([sys.executable, "-c", RUN, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
        time.sleep(0.25 + 0.12 * n)
        process.send_signal(signal.SIGKILL)
        process.wait()
        place.sql(f"COMMENT ON COLUMN machine.power IS 'power, {n}'")
    place.run()
    after = place.pairs()
    assert "power, 11" in (place.directory / "machine.ddl").read_text(encoding="utf-8")
    assert stayed(before, after, "machine") == [pair for pair in before if not reads(pair, "machine")]
    assert place.loaded() == sorted(after) and "power, 10" not in str(place.entries())
    files, entries = place.files(), place.entries()
    assert_nothing_redone(place, files, entries, place.run())
