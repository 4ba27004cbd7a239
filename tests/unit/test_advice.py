"""What to do about a failure."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bus.advice import Failure, advice_for
from bus.advice_words import BY_CODE, BY_EXIT
from bus.settings import ROOT


def english(code: str, **known: object) -> str:
    found = advice_for(code, Failure(**known))  # type: ignore[arg-type]
    assert found is not None
    return found[0]


def test_database__refused_names_it_and_the_command() -> None:
    failure = Failure(connection="highway_db", message="Cannot connect to database 'x' on h:1: Connection refused.")
    en, zh = advice_for("database_unreachable", failure) or ("", "")
    assert "refused by highway_db: is it running?" in en
    assert "`trainyard connections test highway_db`" in en and "`trainyard connections test highway_db`" in zh


def test_database__another_reason_does_not_ask_whether_it_runs() -> None:
    said = english("database_unreachable", connection="highway_db", message="password authentication failed")
    assert "running" not in said and "connections test highway_db" in said


def test_database__without_a_name() -> None:
    assert "connections add" in english("database_unreachable", message="Connection refused")


@pytest.mark.parametrize(
    ("exit_code", "word"),
    [(127, "not found"), (126, "permissions"), (-9, "peak: 1.5 GB"), (137, "peak: 1.5 GB"), (-11, "segmentation"),
     (139, "segmentation"), (-15, "SIGTERM"), (-7, "signal 7"), (1, "tasks logs t --step s"), (None, "tasks logs")],
)  # fmt: skip
def test_crashed__by_how_it_ended(exit_code: int | None, word: str) -> None:
    memory = 3 * 2**29
    assert word in english("step_crashed", task_id="t", step="s", exit_code=exit_code, peak_memory_bytes=memory)


def test_crashed__exit_code_of_another_failure_does_not_count() -> None:
    assert "required" in english("output_file_missing", exit_code=127)


def test_memory__in_megabytes_or_unknown() -> None:
    assert "peak: 12 MB" in english("step_crashed", exit_code=-9, peak_memory_bytes=12 * 2**20)
    assert "peak: ?" in english("step_crashed", exit_code=-9)


@pytest.mark.parametrize("code", ["engine_failed", "step_failed", "anything_else"])
def test_disk__full_whatever_the_code(code: str) -> None:
    assert "disk is full" in english(code, message="OSError: [Errno 28] No space left on device")


def test_timeout__names_setting_and_step() -> None:
    assert "`timeout_minutes` of step fetch" in english("step_timeout", step="fetch")


@pytest.mark.parametrize("code", [None, "cancelled", "of_nobody"])
def test_unknown__nothing(code: str | None) -> None:
    assert advice_for(code, Failure()) is None


def test_codes__are_documented() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "errors.md").read_text("utf-8"), re.MULTILINE))
    assert set(BY_CODE) <= documented


TEXT = st.text(max_size=30)


@given(
    st.sampled_from([*BY_CODE, "database_unreachable", "database_connection_lost"]),
    st.builds(Failure, TEXT, TEXT, TEXT, TEXT, st.one_of(st.none(), st.integers(-64, 255)), st.integers(0, 2**40)),
)
def test_any__both_languages_and_no_open_braces(code: str, failure: Failure) -> None:
    plain = Failure("t", "s", "", "c", failure.exit_code, failure.peak_memory_bytes)
    en, zh = advice_for(code, plain) or ("", "")
    assert en.endswith(".") and "{" not in en + zh and re.search(r"[\u4e00-\u9fff]", zh)
    assert advice_for(code, failure) is not None  # braces in names are text


def test_exits__have_both_languages() -> None:
    assert all(len(words) == 2 and all(words) for words in BY_EXIT.values())
