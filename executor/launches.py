from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bus.placeholders import filled
from bus.settings import ROOT


@dataclass(frozen=True, slots=True)
class Launch:
    argv: list[str]
    cwd: Path | None
    env: dict[str, str] = field(default_factory=dict)
    context: dict[str, Any] | None = None


def launch_of(step, parameters, directory, python):
    if step["kind"] == "command":
        return Launch(filled(step["command"], parameters), directory, filled(step.get("env") or {}, parameters))
    function = (
        f"{step['module']}:{step['function']}" if step["kind"] == "python" else f"executor.steps.{step['kind']}:run"
    )
    return Launch(
        [python, str(ROOT / "executor" / "python_step.py")],
        None,
        {},
        {
            "step": step["id"],
            "function": function,
            "directory": str(directory),
            "parameters": parameters,
            "connections": {},
            "definition": step,
        },
    )
