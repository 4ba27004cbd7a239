"""Which files of tables stand in the directory of a run, by its profile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from data_pipeline.fingerprint.record import Key

PROFILE_NAME = "schema_profile.json"


def profiled(directory: Path) -> dict[Key, Any]:
    """The tables that the last run wrote files of, by its profile; none where there is none that can be read."""
    try:
        tables = json.loads((directory / PROFILE_NAME).read_text(encoding="utf-8"))["tables"]
        return {(table["schema"], table["name"]): table for table in tables}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def ddl_name(stem: str) -> str:
    """The name of a table's DDL file."""
    return f"{stem}.ddl"


def detail_name(stem: str) -> str:
    """The name of a table's description."""
    return f"{stem}_detail.md"
