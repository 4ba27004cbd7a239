from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from made import OPEN, definition, faults

from bus.settings import Settings
from bus.workflow_errors import ForbiddenModule
from server.definitions.checked import checked
from server.definitions.modules import import_faults

ALLOWED = Settings(python_step_modules_text="steps_here, other.steps")
MODULE = """
from pathlib import Path
Path(__file__).with_name("imported").touch()
def run(step): return {}
def two(step, more): return {}
value = 3
"""


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory on PYTHONPATH with a module that leaves a mark when it is imported."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "steps_here.py").write_text(MODULE)
    return tmp_path


def calls(*names: str) -> dict[str, Any]:
    split = [name.partition(":") for name in names]
    return definition(*({"module": module, "function": function} for module, _, function in split))


def test_modules__a_function_that_is_there(modules: Path) -> None:
    checked(calls("steps_here:run"), ALLOWED)
    assert (modules / "imported").exists()


@pytest.mark.parametrize(
    ("function", "words"),
    [
        ("steps_here:walk", "AttributeError"),
        ("steps_here:value", "no function"),
        ("steps_here:two", "one argument"),
        ("other.steps:run", "No module named 'other'"),
    ],
)
def test_modules__a_function_that_is_not(modules: Path, function: str, words: str) -> None:
    found = faults(calls("steps_here:run", function), ALLOWED)
    assert list(found) == ["steps.1.function"]
    assert words in found["steps.1.function"]


@pytest.mark.parametrize(
    "module", ["os", "subprocess", "steps_here", "data_pipeline.steps_too", "examplesx", "data_pipeline"]
)
def test_modules__only_those_that_may_be_used(modules: Path, module: str) -> None:
    with pytest.raises(ForbiddenModule) as caught:
        checked(calls(f"{module}:run"), OPEN)
    assert (caught.value.status, caught.value.code) == (403, "forbidden_module")
    assert module in caught.value.en
    assert "PYTHON_STEP_MODULES" in caught.value.en
    assert not (modules / "imported").exists()


def test_modules__a_function_is_not_reached_through_what_its_module_imports() -> None:
    assert "steps.0.function" in faults(calls("examples.topup.jobs:hashlib.sha256"))


def test_modules__what_is_wrong_in_form_is_told_first() -> None:
    given = calls("os:system")
    given["steps"][0]["depend_on"] = []
    assert "steps.0.depend_on" in faults(given)


def test_modules__shipped_ones_need_no_setting() -> None:
    checked(calls("data_pipeline.steps.sql_validation:run"), OPEN)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import os; os._exit(3)", "ended the process"),
        ("raise SystemExit(0)", "SystemExit"),
        ("def run(step): return (", "SyntaxError"),
        ("print('{' * 100000); import sys; print('x', file=sys.stderr); raise KeyError('k')", "KeyError"),
    ],
)
def test_modules__whatever_a_module_does_is_a_fault(modules: Path, source: str, words: str) -> None:
    (modules / "steps_here.py").write_text(source)
    assert words in faults(calls("steps_here:run"), ALLOWED)["steps.0.function"]


def test_modules__one_that_hangs_is_ended_with_what_it_started(modules: Path) -> None:
    (modules / "steps_here.py").write_text(
        f"import subprocess, time\nsubprocess.Popen(['sh', '-c', 'sleep 4; touch {modules}/alive'])\ntime.sleep(100)\n"
    )
    steps = [{"id": "a", "kind": "python", "module": "steps_here", "function": "run"}]
    begun = time.monotonic()
    (fault,) = import_faults(steps, {"a": 0}, seconds=2.0)
    assert time.monotonic() - begun < 4
    assert "too long" in fault.en
    time.sleep(3.5)
    assert not (modules / "alive").exists()


def test_modules__secrets_are_not_in_their_environment(modules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", "s3cret")
    (modules / "steps_here.py").write_text("import os\ndef run(step): ...\nassert 'JWT_SECRET' not in os.environ")
    checked(calls("steps_here:run"), ALLOWED)
