"""The tables of the documentation that are made from the code: ``python tests/house/tables.py`` writes them anew."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bus.settings import Settings  # noqa: E402 (the project must be found first, when this is run as a script)

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


if __name__ == "__main__":
    (ROOT / "docs" / "settings.md").write_text(settings_page(), encoding="utf-8")
