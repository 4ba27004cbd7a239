"""The root: help, errors as sentences, exit codes, the language of the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from server.cli import cli
from server.commands.lazy import LazyGroup
from server.commands.terminal import language
from tests.cli.command import Run


def test_help__names_every_command_and_imports_none(run: Run) -> None:
    code = "import sys; from click.testing import CliRunner; from server.cli import cli; "
    code += "print(CliRunner().invoke(cli, ['--help']).output); "
    code += "print([m for m in ('flask', 'psycopg2', 'gunicorn', 'rich', 'pydantic') if m in sys.modules])"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert all(name in output for name in cli.table)
    assert output.strip().endswith("[]")


@pytest.mark.parametrize("group", [cli, cli.get_command(click.Context(cli), "tasks")])
def test_table__says_what_the_commands_say_of_themselves(group: LazyGroup) -> None:
    for name, (_, text) in group.table.items():
        command = group.get_command(click.Context(group), name)
        assert command is not None and (command.help or "").split("\n")[0].startswith(text.rstrip("."))


def test_error__is_one_sentence_on_stderr(run: Run) -> None:
    result = run("tasks", "show", "task_20200101_000000", exit_code=1)
    assert result.stderr == "There is no task 'task_20200101_000000'.\n"
    assert result.stdout == ""


def test_error__speaks_chinese_in_a_chinese_locale(run: Run) -> None:
    result = run("tasks", "show", "task_20200101_000000", exit_code=1, LC_ALL="zh_CN.UTF-8")
    assert result.stderr == "任务不存在: task_20200101_000000\n"


def test_usage__unknown_option_is_exit_code_2(run: Run) -> None:
    assert "No such option" in run("tasks", "list", "--nope", exit_code=2).stderr


def test_setting__that_cannot_be_used_is_named(run: Run) -> None:
    assert run("serve", exit_code=2, PORT="x").stderr == "PORT must be a whole number, not 'x'\n"


def test_bus__that_does_not_answer_is_a_sentence(run: Run) -> None:
    url = "postgresql://somebody:hidden@127.0.0.1:1/nothing"
    result = run("tasks", "list", exit_code=1, DATABASE_URL=url)
    assert "does not answer" in result.stderr and "hidden" not in result.stderr


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "zh_TW"}, "zh"),
    ],
)
def test_language__follows_the_locale(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


def test_main__reads_dotenv_where_the_environment_is_silent(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=from_file\nHOST=from_file\n")
    environment = {**os.environ, "PORT": "from_environment", "LC_ALL": "C", "PYTHONPATH": str(Path.cwd())}
    environment.pop("HOST", None)
    command = [sys.executable, "-m", "server.cli", "serve"]
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (2, "PORT must be a whole number, not 'from_environment'\n")
    environment["PORT"] = "8084"
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 2 and "'from_file'" in result.stderr


@pytest.mark.parametrize(("locale", "said"), [("C.UTF-8", "not UTF-8"), ("zh_CN.UTF-8", "不是 UTF-8 编码")])
def test_arguments__that_are_no_utf8(run: Run, locale: str, said: str) -> None:
    result = run("tasks", "show", "\udcff", exit_code=2, LC_ALL=locale)
    assert said in result.stderr
