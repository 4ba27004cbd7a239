"""No sensitive value of the business database leaves a run: planted first, then looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.local_run import Listener, run
from data_pipeline.step import PipelineError
from data_pipeline.steps import sql_validation
from data_pipeline.steps.requested import requested_catalog
from tests.llm_stub.server import serving
from tests.pipeline.plain_step import PlainStep, write_pairs
from tests.pipeline.planted import PERSONS, PLANTED, SCRIPT, places_of

SECRETS = {PLANTED["password"], PLANTED["token"]}


@pytest.fixture(scope="module")
def planted_url(make_schema: Callable[[str], str]) -> str:
    return make_schema(SCRIPT)


def run_steps(directory: Path, business: str, store: str, **parameters: Any) -> list[str]:
    """All four steps; what the listener was told."""
    lines: list[str] = []
    listener = Listener(lines.append, lambda percent, message: lines.append(message))
    given = {"embedder": "hash", "language": "both", "max_pairs": 100, **parameters}
    figures = run(directory, given, {"business": business, "store": store}, listener)
    assert figures["training_load"]["sql"]["new"] > 20
    assert places_of("2025-01-01", directory), "values that are not sensitive are shown"
    return lines


def strings_of(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings_of(part)


def left(values: dict[str, str], directory: Path, store: str, lines: list[str]) -> dict[str, list[str]]:
    """Which values got out, and where to."""
    told = "\n".join(lines)
    places = {what: places_of(value, directory, store) for what, value in values.items()}
    return {what: found for what, found in places.items() if found or values[what] in told}


def test_run__leaves_no_sensitive_value(planted_url: str, database_url: str, tmp_path: Path) -> None:
    lines = run_steps(tmp_path, planted_url, database_url)
    assert left(PLANTED, tmp_path, database_url, lines) == {}
    assert places_of(PERSONS["name"], tmp_path), "names are masked in strict mode only"
    assert places_of("138****4001", tmp_path, database_url)


def test_run__strict_leaves_neither_names_nor_addresses(planted_url: str, database_url: str, tmp_path: Path) -> None:
    lines = run_steps(tmp_path, planted_url, database_url, sensitive_data="strict")
    assert left({**PLANTED, **PERSONS}, tmp_path, database_url, lines) == {}


def test_run__no_prompt_holds_a_sensitive_value(
    planted_url: str, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as stub:
        for name, value in stub.environment().items():
            monkeypatch.setenv(name, value)
        lines = run_steps(tmp_path, planted_url, database_url)
    prompts = [text for request in stub.requests for text in strings_of(request)]
    assert any("金卡" in prompt for prompt in prompts)
    assert [what for what, value in PLANTED.items() if any(value in prompt for prompt in prompts)] == []
    assert left(PLANTED, tmp_path, database_url, lines) == {}


def test_run__off_shows_all_but_secrets(planted_url: str, database_url: str, tmp_path: Path) -> None:
    run_steps(tmp_path, planted_url, database_url, sensitive_data="off")
    shown = {value for value in PLANTED.values() if places_of(value, tmp_path, database_url)}
    assert {PLANTED["phone column"], PLANTED["login"], PLANTED["table comment"]} <= shown
    assert not shown & SECRETS


def test_sql_validation__the_servers_words_are_masked(planted_url: str, tmp_path: Path) -> None:
    """PostgreSQL quotes the value that it cannot cast."""
    write_pairs(tmp_path, [("金额？", "SELECT sum(remark::int) FROM customer WHERE remark LIKE '%来电%';")])
    figures = sql_validation.run(PlainStep(tmp_path, {"language": "en"}, {"business": planted_url}))
    assert figures["invalid"] == 1
    assert places_of("****4407", tmp_path)
    assert places_of(PLANTED["remark, phone"], tmp_path) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_requested_catalog__refuses_an_unknown_word(planted_url: str, tmp_path: Path, language: str) -> None:
    step = PlainStep(tmp_path, {"sensitive_data": "some", "language": language}, {"business": planted_url})
    with pytest.raises(PipelineError, match="mask, strict, off") as caught:
        requested_catalog(step)
    assert caught.value.code == "sensitive_data_unknown"


def test_requested_catalog__the_environment_speaks_where_the_task_is_silent(
    planted_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENSITIVE_DATA", "off")
    step = PlainStep(tmp_path, {}, {"business": planted_url})
    assert requested_catalog(step).table("public", "customer").column("phone").sensitive == ""
    step.parameters["sensitive_data"] = "mask"
    assert requested_catalog(step).table("public", "customer").column("phone").sensitive == "phone"
