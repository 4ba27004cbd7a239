"""The tables of the documentation that are made from the code: ``python tests/house/tables.py`` writes them anew."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# The project must be found first, when this is run as a script.
from bus.actions import ACTIONS, ALLOWED  # noqa: E402
from bus.settings import Settings  # noqa: E402

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


if __name__ == "__main__":
    (ROOT / "docs" / "settings.md").write_text(settings_page(), encoding="utf-8")
    TASKS.write_text(tasks_page(), encoding="utf-8")
