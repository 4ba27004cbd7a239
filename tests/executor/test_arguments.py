"""The command line of an executor."""

from __future__ import annotations

import pytest

from executor.arguments import Arguments, parse


def test_parse__as_the_server_writes_it() -> None:
    whole = ["--task-id", "task_20260101_000000", "--execution-mode", "complete", "--execution-id", "e"]
    assert parse(whole) == Arguments("task_20260101_000000", None, "e")


def test_parse__a_step_by_hand() -> None:
    assert parse(["--task-id=t", "--execution-mode=step", "--step-name=qa_generation"]) == Arguments(
        "t", "qa_generation", None
    )


def test_parse__task_alone_is_the_whole_workflow() -> None:
    assert parse(["--task-id", "t"]) == Arguments("t", None, None)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "--task-id is missing"),
        (["--task-id", "t", "--colour", "red"], "--colour"),
        (["--task-id", "t", "more"], "'more'"),
        (["--task-id", "t", "--execution-mode", "half"], "'half'"),
        (["--task-id", "t", "--execution-mode", "step"], "--step-name"),
        (["--task-id", "t", "--step-name", "qa_generation"], "--execution-mode step"),
        (["--task-id"], "--task-id"),
    ],
)
def test_parse__refuses_what_it_cannot_use(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refusal:
        parse(arguments)
    assert refusal.value.code == 2
    assert reason in capsys.readouterr().err.splitlines()[-1]


def test_parse__help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parse(["--help"])
    assert end.value.code == 0
    assert "--task-id" in capsys.readouterr().out
