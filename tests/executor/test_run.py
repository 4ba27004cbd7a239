"""What an executor does with steps that end by themselves, well or badly."""

from __future__ import annotations

import hashlib
import json

import pytest
from engine import Engine

from bus import outputs

ONE = {"id": "good", "output_files": [{"pattern": "*.ddl", "type": "ddl", "primary": True}]}


def test_run__complete_records_every_step(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow(ONE, {"id": "second", "depends_on": ["good"]})))
    assert (task.status, task.progress, task.step_status) == (
        "completed",
        100,
        {"good": "completed", "second": "completed"},
    )
    assert task.result == {"good": {"n": 1}, "second": {"seen": ["a.ddl"]}}
    root, *steps = engine.rows(task)
    assert [row["step"] for row in (root, *steps)] == ["complete", "good", "second"]
    assert all(row["parent_id"] == root["execution_id"] and row["status"] == "completed" for row in steps)
    assert json.loads((engine.directory(task) / "task_result.json").read_text("utf-8"))["status"] == "completed"
    assert task.completed_at is not None and task.error_message is None


def test_run__log_file_and_table_are_the_same(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "many"})))
    assert engine.log_table(task) == [line.split(": ", 1)[1] for line in engine.log_file(task)]
    assert len(engine.log_table(task)) > 20_000


def test_run__lines_have_the_format_and_the_step(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow(ONE)))
    lines = [line[20:] for line in engine.log_file(task)]
    assert {"[INFO] good: 你好, hello", "[WARNING] good.lib: from a library", "[INFO] good: on stdout"} <= set(lines)


@pytest.mark.parametrize(("language", "said"), [("zh", "已读取"), ("both", "已读取"), ("en", "read")])
def test_run__what_a_library_logs_is_in_the_language_of_the_task(engine: Engine, language: str, said: str) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "library"}), language=language))
    assert f"[INFO] library.lib: {said}" in [line[20:] for line in engine.log_file(task)]


def test_run__outputs_have_size_and_hash(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow(ONE)))
    ddl = next(output for output in outputs.of_task(engine.connection, task.task_id) if output.file_name == "a.ddl")
    assert (ddl.file_type, ddl.is_primary, ddl.size_bytes) == ("ddl", True, 18)
    assert ddl.sha256 == hashlib.sha256(b"create table a ();").hexdigest()


def test_run__one_step_leaves_the_task_partial(engine: Engine) -> None:
    task = engine.task(engine.workflow(ONE, {"id": "second", "depends_on": ["good"]}))
    first = engine.run(task, "good")
    assert (first.status, first.progress) == ("partial_completed", 50)
    last = engine.run(task, "second")
    assert (last.status, last.progress) == ("completed", 100)
    assert [row["step"] for row in engine.rows(task)] == ["good", "second"]


def test_run__a_described_error_is_the_tasks_error(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "bad"}, {"id": "good"})))
    assert (task.status, task.error_code, task.error_message) == ("failed", "no_such_thing", "There is no such thing.")
    assert task.step_status == {"bad": "failed", "good": "pending"}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh", "没有这个东西"), ("both", "没有这个东西"), ("en", "There is no such thing.")],
)
def test_run__a_described_error_is_said_in_the_tasks_language(engine: Engine, language: str, sentence: str) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "bad_in_chinese"}), language=language))
    assert (task.error_code, task.error_message) == ("no_such_thing", sentence)
    assert any(message.endswith(sentence) for message in engine.log_table(task))


@pytest.mark.parametrize("said", [{}, {"language": None}])
def test_run__where_no_parameter_says_the_language_that_of_the_request_counts(
    engine: Engine, said: dict[str, None]
) -> None:
    """For the engine's lines and for what the process of the step says."""
    task = engine.run(engine.task(engine.workflow({"id": "bad_in_chinese"}), asked_in="en", **said))
    assert task.error_message == "There is no such thing."
    log = engine.log_table(task)
    assert log[0] == "execution started: complete" and log[-1] == "execution failed: There is no such thing."


def test_run__an_unforeseen_error_puts_its_trace_into_the_log(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "trace"})))
    assert (task.status, task.error_code) == ("failed", "step_failed")
    assert "ValueError: boom" in (task.error_message or "")
    assert any("Traceback" in message for message in engine.log_table(task))


def test_run__a_retryable_error_is_tried_again(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "flaky", "retry_count": 3, "retry_delay_seconds": 0.05})))
    assert (task.status, task.result) == ("completed", {"flaky": {"tries": 3}})
    assert [row["attempt"] for row in engine.rows(task) if row["step"] == "flaky"] == [1, 2, 3]


def test_run__retries_are_bounded(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "flaky", "retry_count": 1, "retry_delay_seconds": 0.05})))
    assert (task.status, task.error_code) == ("failed", "passing")


def test_run__a_crash_says_how_it_ended(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "crash"})))
    assert (task.status, task.error_code) == ("failed", "step_crashed")
    assert task.error_message == "步骤 crash 的进程被信号 11 终止"
    assert "about to crash" in engine.log_table(task)


@pytest.mark.parametrize(
    ("language", "sentence"), [("zh", "步骤超时，已终止"), ("en", "The step ran out of time and was ended.")]
)
def test_run__a_step_out_of_time_is_ended(engine: Engine, language: str, sentence: str) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "wait", "timeout_minutes": 0.01}), language=language))
    assert (task.status, task.error_code, task.error_message) == ("failed", "step_timeout", sentence)
    assert {row["status"] for row in engine.rows(task)} == {"timeout"}


def test_run__a_switched_off_step_is_skipped(engine: Engine) -> None:
    flag = {"enabled_by": "enable_second"}
    task = engine.task(engine.workflow(ONE, {"id": "second", **flag}), enable_second=False)
    assert engine.run(task).step_status == {"good": "completed", "second": "skipped"}
    assert engine.ended(task).status == "completed"
    assert engine.log_table(task).count("[second] 已跳过") == 1


def test_run__clean_previous_removes_only_the_steps_files(engine: Engine) -> None:
    task = engine.task(engine.workflow(ONE, {"id": "second"}))
    for name in ("old.ddl", "tables.txt"):
        (engine.directory(task) / name).write_text("x")
    engine.run(task, "good", clean=False)
    assert (engine.directory(task) / "old.ddl").exists()
    engine.run(task, "good", clean=True)
    assert not (engine.directory(task) / "old.ddl").exists()
    assert (engine.directory(task) / "tables.txt").exists()
    assert [row["files_cleaned"] for row in engine.rows(task)] == [False, True]


def test_run__a_rerun_clears_the_old_error(engine: Engine) -> None:
    task = engine.task(engine.workflow({"id": "flaky"}))
    assert engine.run(task).status == "failed"
    assert engine.run(task).status == "failed"
    done = engine.run(task)
    assert (done.status, done.error_message, done.error_code) == ("completed", None, None)


def test_run__odd_bytes_do_no_harm(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "nul"})))
    assert task.status == "completed"
    assert "a b\tc\\d" in engine.log_table(task)
    assert max(map(len, engine.log_table(task))) <= 16_384


def test_run__odd_events_do_no_harm(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "odd_events"})))
    assert (task.status, task.result) == ("completed", {"odd_events": {"nan": None, "nul": "a b", "secret": None}})
    assert "still here" in engine.log_table(task)


def test_run__odd_error_is_recorded(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "odd_error"})))
    assert (task.error_code, task.error_message) == ("odd", "with NUL   in it")


def test_run__a_result_too_large_fails_the_step(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "too_much"})))
    assert (task.status, task.error_code) == ("failed", "event_too_large")


def test_run__outputs_follow_the_directory(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow(ONE, {"id": "changes"})))
    ddl = next(output for output in outputs.of_task(engine.connection, task.task_id) if output.file_name == "a.ddl")
    assert ddl.sha256 == hashlib.sha256(b"changed").hexdigest()
    (engine.directory(task) / "a.ddl").unlink()
    engine.run(task, "changes", clean=False)
    (engine.directory(task) / "a.ddl").unlink()
    engine.run(task, "good", clean=False)
    names = {output.file_name for output in outputs.of_task(engine.connection, task.task_id)}
    assert names == {"a.ddl", "good_result.json", "changes_result.json"}


def test_run__a_torn_last_line_stays_alone(engine: Engine) -> None:
    task = engine.task(engine.workflow(ONE))
    (engine.directory(task) / "data_pipeline.log").write_text("2024-01-01 00:00:00 [INFO] engine: torn")
    engine.run(task)
    assert engine.log_table(task)[:2] == ["torn", "开始执行: complete"]


def test_run__what_the_engine_cannot_do_is_said(engine: Engine) -> None:
    task = engine.task(engine.workflow({"id": "good"}))
    (engine.directory(task) / "good_result.json" / "in the way").mkdir(parents=True)
    done = engine.run(task)
    assert (done.status, done.error_code) == ("failed", "engine_failed")
