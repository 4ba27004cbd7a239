"""``trainyard workflows validate``, where there is no database at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bus.settings import ROOT
from server.cli import cli

NO_DATABASE = {"DATABASE_URL": "postgresql://127.0.0.1:1/none", "LC_ALL": "C.UTF-8", "PYTHON_STEP_MODULES": ""}


def validate(file: Path | str, exit_code: int, input: bytes = b"", **environment: str) -> Result:
    made = CliRunner().invoke(
        cli, ["workflows", "validate", str(file)], input=input, env={**NO_DATABASE, **environment}
    )
    assert made.exit_code == exit_code, made.output
    return made


@pytest.mark.parametrize("file", sorted((ROOT / "workflows").glob("*.json")), ids=lambda file: file.stem)
def test_validate__shipped(file: Path) -> None:
    assert validate(file, 0).stdout == "valid\n"
    assert validate(file, 0, LC_ALL="zh_CN.UTF-8").stdout == "有效\n"


def test_validate__each_fault_with_its_path(tmp_path: Path) -> None:
    file = tmp_path / "wrong.json"
    steps = [{"id": "a", "command": ["ls"], "depends_on": ["b"]}, {"id": "b", "url": "http://10.0.0.1"}]
    file.write_text(json.dumps({"name": "x", "steps": steps}))
    made = validate(file, 1)
    assert made.stdout == ""
    lines = made.stderr.splitlines()
    assert lines[0] == "steps.0.depends_on: the steps wait for each other: a -> b -> a"
    assert lines[1].startswith("steps.1.url: ")
    assert lines[2] == f"{file} is not valid."
    assert "steps.0.depends_on: 步骤相互依赖: a -> b -> a" in validate(file, 1, LC_ALL="zh_CN.UTF-8").stderr


def test_validate__a_forbidden_module_is_a_sentence() -> None:
    given = json.dumps({"name": "x", "steps": [{"id": "a", "module": "os", "function": "system"}]})
    assert "PYTHON_STEP_MODULES" in validate("-", 1, given.encode()).stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" + b"1," * 500_000 + b"1]", "larger"),
        (b"3", "JSON object"),
    ],
)
def test_validate__what_is_no_definition(content: bytes, words: str) -> None:
    assert words in validate("-", 1, content).stderr


def test_validate__a_file_that_is_not_there() -> None:
    assert "does not exist" in validate("nowhere.json", 2).stderr
