"""The tables of the documentation that are made from the code: ``python tests/house/tables.py`` writes them anew."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import fields
from pathlib import Path

from pydantic import BaseModel

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# The project must be found first, when this is run as a script.
from bus.actions import ACTIONS, ALLOWED  # noqa: E402
from bus.settings import Settings  # noqa: E402
from server.definitions import conditions, models, steps  # noqa: E402

SETTINGS_HEAD = """# Settings

Environment variables, or lines of a `.env` in the working directory. None of them must be set; an empty one counts as
unset. This page is made from `bus/settings.py` by `python tests/house/tables.py`.

| variable | default | what it is |
|---|---|---|
"""


def settings_page() -> str:
    """docs/settings.md."""
    rows = []
    for one in fields(Settings):
        default = str(one.default).replace(f"{ROOT}/", "")
        shown = f"`{default}`" if default else ""
        rows.append(f"| `{one.metadata['env']}` | {shown} | {one.metadata['text']} |\n")
    return SETTINGS_HEAD + "".join(rows)


TASKS = ROOT / "docs" / "tasks.md"
ACTIONS_HEAD, ACTIONS_END = "python tests/house/tables.py -->\n", "<!-- /actions -->"


def actions_table() -> str:
    """What may be done in which state, for docs/tasks.md."""
    rows = [f"| `state` | {' | '.join(ACTIONS)} |\n", f"|---|{'---|' * len(ACTIONS)}\n"]
    for state, allowed in ALLOWED.items():
        marks = ["yes" if action in allowed else "" for action in ACTIONS]
        rows.append(f"| `{state}` | {' | '.join(marks)} |\n")
    return "".join(rows)


def tasks_page() -> str:
    """docs/tasks.md with its table made anew."""
    before, head, rest = TASKS.read_text(encoding="utf-8").partition(ACTIONS_HEAD)
    return before + head + actions_table() + ACTIONS_END + rest.partition(ACTIONS_END)[2]


WORKFLOWS = ROOT / "docs" / "workflows.md"
FIELDS = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
FIELDS_HEAD = "\n| field | default | what it is |\n|---|---|---|\n"


def workflows_page(text: str) -> str:
    """docs/workflows.md with the table of each model that it names between ``<!-- Model -->`` and ``<!-- end -->``."""
    return FIELDS.sub(lambda found: f"{found[1]}{FIELDS_HEAD}{_rows(_model(found[2]))}\n{found[3]}", text)


def _model(name: str) -> type[BaseModel]:
    return next(getattr(module, name) for module in (models, steps, conditions) if hasattr(module, name))


def _rows(model: type[BaseModel]) -> str:
    """The model's own fields; those of every step are in a table of their own."""
    shared = set() if model is steps.Step else set(steps.Step.model_fields)
    shared = shared if issubclass(model, steps.Step) else set()
    rows = []
    for name, one in model.model_fields.items():
        if name not in shared:
            default = "must be given" if one.is_required() else _shown(one.default)
            rows.append(f"| `{name}` | {default} | {one.description} |\n")
    return "".join(rows)


def _shown(default: object) -> str:
    """A default as JSON; nothing where nothing is the default."""
    return "" if default in (None, "") else f"`{json.dumps(default)}`"


if __name__ == "__main__":
    WORKFLOWS.write_text(workflows_page(WORKFLOWS.read_text(encoding="utf-8")), encoding="utf-8")
    (ROOT / "docs" / "settings.md").write_text(settings_page(), encoding="utf-8")
    TASKS.write_text(tasks_page(), encoding="utf-8")
