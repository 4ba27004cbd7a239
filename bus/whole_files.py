"""Files that are written whole or not at all: to a sibling first, then renamed over the name that is meant."""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path
from typing import IO

PIECE_BYTES = 1024 * 1024


def write_whole(target: Path, source: IO[bytes]) -> None:
    """Copy ``source`` there: a reader finds the old file or the new one, never a part; a failure leaves no draft."""
    draft = target.with_name(f".{os.urandom(8).hex()}.draft")
    try:
        with draft.open("xb") as file:
            shutil.copyfileobj(source, file, PIECE_BYTES)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_json(path: Path, value: object) -> None:
    """A JSON value, whole or not at all: UTF-8, indent 2, Chinese kept as it is, a line end after it."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    write_whole(path, io.BytesIO(text.encode()))
