"""Runs whose steps are a graph: side by side, on conditions, over failures; and commands among them."""

from __future__ import annotations

import os
from typing import Any

import pytest
from engine import Engine

from bus import executions, outputs, preferences, requests, tasks
from bus.db import connect, fetch_all, transaction
from bus.preferences import Preferences
from bus.requests import Request
from executor.claim import claim
from executor.messages import as_sentence

pytestmark = pytest.mark.slow


def command(step_id: str, script: str, *needs: str, **more: Any) -> dict[str, Any]:
    """A step that runs a line of shell written by this test."""
    return {"id": step_id, "kind": "command", "command": ["/bin/sh", "-c", script], "depends_on": list(needs), **more}


def test_run__side_by_side_as_far_as_allowed(engine: Engine) -> None:
    meet = "touch {0}; for i in $(seq 100); do [ -e {1} ] && exit 0; sleep 0.05; done; exit 1"
    both = [command("left", meet.format("l", "r")), command("right", meet.format("r", "l"))]
    joined = command("join", "cat l r > joined", "left", "right")
    task = engine.run(engine.task(engine.workflow(*both, joined, max_parallel=2)))
    assert (task.status, set(task.step_status.values())) == ("completed", {"completed"})
    apart = engine.run(engine.task(engine.workflow(*(one | {"timeout_minutes": 0.01} for one in both), max_parallel=1)))
    assert (apart.status, apart.error_code) == ("failed", "step_timeout")


def test_run__one_step_ends_and_the_other_keeps_its_processes(engine: Engine) -> None:
    """What a step leaves behind is ended with it, and nothing of the one beside it."""
    slow = command("slow", "(setsid sleep 0.4; echo done > late) & wait; test -e late")
    quick = command("quick", "setsid sleep 600 & exit 0")
    task = engine.run(engine.task(engine.workflow(slow, quick, max_parallel=2)))
    assert task.status == "completed", engine.log_table(task)


def test_run__a_command_has_its_parameters_and_leaves_figures(engine: Engine) -> None:
    script = 'printf "%s|%s" "$1" "$NAME" > said; echo one; echo two'
    step = {
        "id": "say",
        "kind": "command",
        "command": ["/bin/sh", "-c", script, "sh", "${what}"],
        "env": {"NAME": "<${what}>"},
    }
    task = engine.run(engine.task(engine.workflow(step), what="a; rm -rf $HOME `id`"))
    assert (engine.directory(task) / "said").read_text() == "a; rm -rf $HOME `id`|<a; rm -rf $HOME `id`>"
    assert task.result == {"say": {"exit_code": 0, "last_lines": ["one", "two"]}}
    row = engine.rows(task)[1]
    assert row["exit_code"] == 0
    assert row["peak_memory_bytes"] > 100_000
    assert row["cpu_seconds"] >= 0
    (said,) = [one for one in outputs.of_task(engine.connection, task.task_id) if one.file_name == "said"]
    assert (said.step, said.execution_id, said.size_bytes) == ("say", row["execution_id"], 43)


def test_run__a_failed_command_is_tried_again_and_said(engine: Engine) -> None:
    step = command("no", "echo cannot; exit 3", retry_count=2, retry_delay_seconds=0.05)
    task = engine.run(engine.task(engine.workflow(step), language="en"))
    assert (task.status, task.error_code) == ("failed", "step_crashed")
    assert task.error_message == "The process of step no ended with exit code 3. cannot"
    assert engine.steps(task) == [("no", 1, "failed"), ("no", 2, "failed"), ("no", 3, "failed")]
    said = [one for one in engine.log_table(task) if "Trying again" in one]
    assert len(said) == 2 and all(
        one.startswith("[no] The process of step no ended with exit code 3. cannot. Trying again in ") for one in said
    )


def test_run__files_that_were_awaited_too_long_are_named(engine: Engine) -> None:
    step = {"id": "files", "kind": "wait_for_files", "files": ["is.csv", "a_*.csv", "b.csv"], "poll_seconds": 0.1,
            "timeout_minutes": 0.02}  # fmt: skip
    task = engine.task(engine.workflow(step), language="en")
    (engine.directory(task) / "is.csv").write_text("1")
    ended = engine.run(task)
    assert (ended.status, ended.error_code) == ("failed", "step_timeout")
    assert ended.error_message == "The step ran out of time and was ended (still waiting for: a_*.csv, b.csv)."


@pytest.mark.parametrize(
    ("reason", "language", "sentence"),
    [
        ("exit code 1. try", "en", "exit code 1. try."),
        ("It broke.", "en", "It broke."),
        ("really?", "en", "really?"),
        ("退出码 1：try", "zh", "退出码 1：try"),
        ("It broke.\n", "zh", "It broke"),
        ("没有。", "zh", "没有"),
    ],
)
def test_as_sentence(reason: str, language: str, sentence: str) -> None:
    assert as_sentence(reason, language) == sentence


def test_run__only_what_retry_on_names_is_tried_again(engine: Engine) -> None:
    step = command("no", "exit 3", retry_count=2, retry_delay_seconds=0.05, retry_on=["step_timeout"])
    assert engine.steps(engine.run(engine.task(engine.workflow(step)))) == [("no", 1, "failed")]


@pytest.mark.parametrize(("wanted", "attempts"), [("ValueError", 2), ("Exception", 2), ("KeyError", 1)])
def test_run__exceptions_are_tried_again_by_their_class(engine: Engine, wanted: str, attempts: int) -> None:
    step = {"id": "trace", "retry_count": 1, "retry_delay_seconds": 0.05, "retry_on": [wanted]}
    assert len(engine.steps(engine.run(engine.task(engine.workflow(step))))) == attempts


def test_run__lines_have_the_time_to_the_microsecond(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow(command("a", "true"))))
    rows = fetch_all(engine.connection, "SELECT logged_at FROM logs WHERE task_id = %(id)s", {"id": task.task_id})
    assert any(row["logged_at"].microsecond for row in rows[:2])


def test_run__no_such_program_is_a_sentence(engine: Engine) -> None:
    step = {"id": "no", "kind": "command", "command": ["/no/such/program"]}
    task = engine.run(engine.task(engine.workflow(step), language="en"))
    assert (task.status, task.error_code) == ("failed", "cannot_start")
    assert task.error_message == "Step no cannot be started: No such file or directory: /no/such/program."


def test_run__failure_continues_and_jumps(engine: Engine) -> None:
    on = {"on_failure": {"action": "continue"}}
    over = {"on_failure": {"action": "goto", "step": "d"}}
    steps = [
        command("a", "exit 1", **on),
        command("b", "exit 1", "a", **over),
        command("c", "exit 0", "b"),
        command("d", "exit 0", "c"),
    ]
    task = engine.run(engine.task(engine.workflow(*steps)))
    assert (task.status, task.progress) == ("completed", 100)
    assert task.step_status == {"a": "failed", "b": "failed", "c": "skipped", "d": "completed"}


def test_run__conditions_on_results_and_parameters(engine: Engine) -> None:
    unless = {"when": [{"parameter": "wanted", "operator": "!=", "value": False}]}
    after = {"when": [{"step": "good", "result": "n", "operator": ">", "value": 0}]}
    never = {"when": [{"step": "good", "result": "n", "operator": ">", "value": 1}]}
    steps = [{"id": "good"}, command("u", "true", "good", **unless), command("v", "true", "u", **after),
             command("w", "exit 1", "v", **never)]  # fmt: skip
    task = engine.run(engine.task(engine.workflow(*steps), wanted=False))
    assert task.status == "completed"
    assert task.step_status == {"good": "completed", "u": "skipped", "v": "completed", "w": "skipped"}


def test_run__files_that_must_be_there(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow(command("a", "true", required_files=["in/*.csv"])), language="en"))
    assert (task.error_code, task.error_message) == (
        "required_file_missing",
        "Step a needs files that are not there: in/*.csv.",
    )
    left = command(
        "a", "echo x > a.txt; echo y > scratch.tmp", output_files=["a.txt", "b.txt"], cleanup_patterns=["*.tmp"]
    )
    task = engine.run(engine.task(engine.workflow(left), language="en"))
    assert (task.error_code, task.error_message) == (
        "output_file_missing",
        "Step a did not leave the files that it must: b.txt.",
    )
    assert not (engine.directory(task) / "scratch.tmp").exists()


def test_run__the_whole_task_has_a_deadline(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "wait"}, timeout_minutes=0.01)))
    assert (task.status, task.error_code) == ("failed", "task_timeout")


@pytest.mark.parametrize(("of_workflow", "seconds"), [({}, 2 * 60), ({"timeout_minutes": 3}, 3 * 60)])
def test_run__where_the_workflow_has_no_deadline_it_is_what_the_user_prefers(
    engine: Engine, of_workflow: dict[str, Any], seconds: float
) -> None:
    with transaction(engine.connection):
        preferences.put(engine.connection, Preferences("ann", default_timeout=2))
    for owner, expected in (("ann", seconds), (None, seconds if of_workflow else None)):
        task = engine.task(engine.workflow(command("a", "true"), **of_workflow), owner=owner)
        execution = requests.request_execution(engine.connection, task.task_id, Request())
        claimed = claim(connect(engine.settings.database_url), execution.execution_id, os.urandom(16).hex())
        assert claimed is not None and claimed.seconds == expected


def test_events__tell_all_in_order(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow(command("a", "true"), command("b", "true", "a"))))
    statement = "SELECT * FROM events WHERE task_id = %(id)s ORDER BY id"
    rows = fetch_all(engine.connection, statement, {"id": task.task_id})
    assert [row["id"] for row in rows] == list(range(1, len(rows) + 1))
    assert [(row["step"], row["step_status"]) for row in rows if row["kind"] == "step"] == [
        ("a", "running"), ("a", "completed"), ("b", "running"), ("b", "completed"),
    ]  # fmt: skip
    assert (rows[0]["status"], rows[-1]["status"], rows[-1]["progress"]) == ("running", "completed", 100)
    assert executions.live(engine.connection, task.task_id) is None
    assert tasks.get(engine.connection, task.task_id).event_count == len(rows)
