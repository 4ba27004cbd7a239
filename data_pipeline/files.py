"""Files that are written whole or not at all: to a sibling first, then renamed over the standard name."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with LF line ends; a reader sees the old file or the whole new one, never a part."""
    sibling = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        sibling.write_text(text, encoding="utf-8", newline="\n")
        sibling.replace(path)
    except BaseException:
        sibling.unlink(missing_ok=True)
        raise


def write_json(path: Path, value: Any) -> None:
    """Write a JSON value: indent 2, Chinese kept as it is, a line end after it."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
