"""Files of pairs that a run by hand brings along."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from server.services.pair_imports import PREFIX, pairs_in


def checked(paths: Iterable[Path]) -> dict[str, Path]:
    """The files by the names that they get in the run's directory; InvalidInput for one that holds none."""
    found: dict[str, Path] = {}
    for path in dict.fromkeys(path.resolve() for path in paths):
        pairs_in(path)
        name, number = PREFIX + path.name.removeprefix(PREFIX), 1
        while name in found:
            number += 1
            name = f"{PREFIX}{number}_{path.name.removeprefix(PREFIX)}"
        found[name] = path
    return found


def place(files: Mapping[str, Path], directory: Path) -> None:
    """Copy them with their times into the run's directory; one that lies there already stays as it is."""
    for name, path in files.items():
        if path != (directory / name).resolve():
            shutil.copy2(path, directory / name)
