"""Asking an endpoint: every way in which it can fail, one at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_pipeline.llm.forms import Statement
from data_pipeline.llm.patience import Patience
from tests.llm_stub.asking import HURRY, asking, request
from tests.llm_stub.server import KEY, Stub, serving

SAID = Statement(sql="SELECT 1")


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving() as running:
        yield running


def test_ask__healthy(stub: Stub, tmp_path: Path) -> None:
    with asking(stub, tmp_path) as llm:
        assert llm.ask(request()) == SAID
        usage = llm.figures.of("repair")
    assert (usage.calls, usage.retries, usage.failures, usage.estimated_calls) == (1, 0, 0, 0)
    assert usage.input_tokens > 100 and usage.output_tokens > 0
    (payload,) = stub.requests
    assert payload["temperature"] == 0 and payload["model"] == "stub"
    assert payload["response_format"]["json_schema"]["strict"] is True
    assert stub.keys == {f"Bearer {KEY}"}


@pytest.mark.parametrize(
    "fault", ["429", "429_date", "500", "503", "408", "reset", "empty", "not_json", "invalid_utf8", "list_answer"]
)
def test_ask__one_failure_is_retried(stub: Stub, tmp_path: Path, fault: str) -> None:
    stub.faults, stub.most = (fault,), 1
    with asking(stub, tmp_path) as llm:
        assert llm.ask(request()) == SAID
        usage = llm.figures.of("repair")
    assert (usage.calls, usage.retries, usage.failures) == (2, 1, 0)
    assert stub.met == {fault: 1}


@pytest.mark.parametrize("fault", ["slow", "trickle"])
def test_ask__late_answers_are_not_waited_for(stub: Stub, tmp_path: Path, fault: str) -> None:
    stub.faults, stub.most, stub.slow_seconds = (fault,), 1, 3
    started = time.monotonic()
    with asking(stub, tmp_path, LLM_TIMEOUT_SECONDS="0.3") as llm:
        assert llm.ask(request()) == SAID
        assert llm.figures.of("repair").retries == 1
    assert time.monotonic() - started < 2


def test_ask__giant_answer_is_not_read_to_its_end(stub: Stub, tmp_path: Path) -> None:
    stub.faults, stub.most = ("giant",), 1
    with asking(stub, tmp_path) as llm:
        assert llm.ask(request()) == SAID
        assert llm.figures.of("repair").retries == 1


@pytest.mark.parametrize("fault", ["prose", "fenced", "think", "no_usage"])
def test_ask__dressed_answers_are_read_at_once(stub: Stub, tmp_path: Path, fault: str) -> None:
    stub.faults = (fault,)
    with asking(stub, tmp_path) as llm:
        assert llm.ask(request()) == SAID
        usage = llm.figures.of("repair")
    assert (usage.calls, usage.estimated_calls) == (1, int(fault == "no_usage"))
    assert usage.input_tokens > 0 and usage.output_tokens > 0


def test_ask__schema_refused_is_remembered(stub: Stub, tmp_path: Path) -> None:
    stub.faults = ("no_schema",)
    with asking(stub, tmp_path) as llm:
        assert [llm.ask(request(n)) for n in (1, 2)] == [SAID, Statement(sql="SELECT 2")]
        assert llm.figures.of("repair").calls == 3
    kinds = [payload["response_format"]["type"] for payload in stub.requests]
    assert kinds == ["json_schema", "json_object", "json_object"]
    assert '"sql"' in stub.requests[1]["messages"][0]["content"], "the schema stands in the prompt"


def test_ask__json_refused_is_remembered(stub: Stub, tmp_path: Path) -> None:
    stub.faults = ("no_json_object",)
    with asking(stub, tmp_path) as llm:
        assert [llm.ask(request(n)) for n in (1, 2)] == [SAID, Statement(sql="SELECT 2")]
    assert ["response_format" in payload for payload in stub.requests] == [True, True, False, False]


def test_ask__temperature_refused_is_remembered(stub: Stub, tmp_path: Path) -> None:
    stub.faults = ("no_temperature",)
    with asking(stub, tmp_path) as llm:
        assert [llm.ask(request(n)) for n in (1, 2)] == [SAID, Statement(sql="SELECT 2")]
    assert ["temperature" in payload for payload in stub.requests] == [True, False, False]
    assert all(payload["response_format"]["type"] == "json_schema" for payload in stub.requests)


@pytest.mark.parametrize(("fault", "variable"), [("401", "LLM_API_KEY"), ("404", "LLM_MODEL")])
def test_ask__refusals_that_stand_end_the_asking(
    stub: Stub, tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: str, variable: str
) -> None:
    stub.faults = (fault,)
    with asking(stub, tmp_path) as llm:
        assert [llm.ask(request(n)) for n in range(5)] == [None] * 5
        assert llm.figures.of("repair").calls == 1
    assert [variable in line for line in caplog.messages] == [True]
    assert KEY not in caplog.text


def test_ask__repeated_failures_end_the_asking(stub: Stub, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    stub.faults = ("500",)
    caplog.set_level(logging.DEBUG, "httpx")
    with asking(stub, tmp_path) as llm:
        assert [llm.ask(request(n)) for n in range(10)] == [None] * 10
        usage = llm.figures.of("repair")
    assert (usage.calls, usage.retries, usage.failures) == (9, 6, 3)
    assert [line for line in caplog.messages if "Going on without the LLM" in line and "HTTP 500" in line] != []
    assert len([line for line in caplog.records if line.name == "llm_test"]) == 1


def test_ask__nonsense_is_asked_for_once_more_only(stub: Stub, tmp_path: Path) -> None:
    stub.faults = ("not_json",)
    with asking(stub, tmp_path) as llm:
        assert [llm.ask(request(n)) for n in range(10)] == [None] * 10
        usage = llm.figures.of("repair")
    assert (usage.calls, usage.retries, usage.failures) == (6, 3, 3)


def test_ask__nobody_listens(stub: Stub, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with asking(stub, tmp_path, LLM_BASE_URL="http://127.0.0.1:1/v1") as llm:
        assert [llm.ask(request(n)) for n in range(4)] == [None] * 4
    assert "127.0.0.1:1" in caplog.text and "LLM_BASE_URL" in caplog.text


def test_ask__waits_as_long_as_told_but_not_for_ever() -> None:
    patience = Patience(first_pause=0.5, longest_pause=30)
    assert patience.pause(1, 7) == 7
    assert patience.pause(1, 10**9) == 30
    assert 0.25 <= patience.pause(1, 0) <= 0.5
    assert 1 <= patience.pause(3, 0) <= 2


def test_ask__pauses_before_it_asks_again(stub: Stub, tmp_path: Path) -> None:
    stub.faults, stub.most = ("500",), 1
    started = time.monotonic()
    with asking(stub, tmp_path, Patience(first_pause=0.4)) as llm:
        assert llm.ask(request()) == SAID
    assert time.monotonic() - started >= 0.2


def test_ask__the_time_of_the_step_is_bounded(stub: Stub, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    stub.faults = ("429",)
    patience = Patience(attempts=10**6, first_pause=0.01, longest_pause=0.02, step_seconds=0.5)
    started = time.monotonic()
    with asking(stub, tmp_path, patience) as llm:
        assert llm.ask(request()) is None
    assert time.monotonic() - started < 2
    assert "for this step are over" in caplog.text


def test_ask_all__cut_off_answers_are_asked_for_in_halves(stub: Stub, tmp_path: Path) -> None:
    stub.faults, stub.most = ("cut_off",), 1
    with asking(stub, tmp_path) as llm:
        found = list(llm.ask_all([[1, 2, 3]], lambda batch: request(sum(batch))))
        usage = llm.figures.of("repair")
    assert found == [([1], SAID), ([2, 3], Statement(sql="SELECT 5"))]
    assert (usage.calls, usage.failures) == (3, 1)


def test_ask_all__halves_once_only(stub: Stub, tmp_path: Path) -> None:
    stub.faults = ("cut_off",)
    with asking(stub, tmp_path) as llm:
        found = list(llm.ask_all([[1, 2, 3, 4]], lambda batch: request(sum(batch))))
    assert found == [([1, 2], None), ([3, 4], None)]
    assert len(stub.requests) == 3


def test_ask_all__keeps_the_order_and_the_bound(stub: Stub, tmp_path: Path) -> None:
    stub.delay_seconds = 0.05
    with asking(stub, tmp_path, HURRY, LLM_CONCURRENCY="8") as llm:
        started = time.monotonic()
        found = list(llm.ask_all([[n] for n in range(16)], lambda batch: request(batch[0])))
        seconds = time.monotonic() - started
    assert found == [([n], Statement(sql=f"SELECT {n}")) for n in range(16)]
    assert 0.1 <= seconds < 0.6


def test_ask__no_redirect_is_followed_with_the_key(stub: Stub, tmp_path: Path) -> None:
    stub.faults = ("302",)
    with asking(stub, tmp_path) as llm:
        assert llm.ask(request()) is None
    assert len(stub.requests) == 1
