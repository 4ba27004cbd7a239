"""The processes of PostgreSQL in a data directory. A number in a file proves nothing; a working directory does."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

NAMES = {"postgres", "pg_ctl"}


def server_processes(data: Path) -> list[psutil.Process]:
    """The living processes of a server in ``data``, no zombies: postmaster, its children, a starting pg_ctl."""
    import psutil

    found = []
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error):  # gone meanwhile, a zombie, or not ours to look at
            if process.info["name"] in NAMES and process.cwd() == str(data):
                found.append(process)
    return found


def postmaster_of(data: Path) -> psutil.Process | None:
    """The living postmaster of ``data``: the one of its processes that ``postmaster.pid`` names."""
    return next((process for process in server_processes(data) if process.pid == recorded_pid(data)), None)


def recorded_pid(data: Path) -> int | None:
    """The number in ``postmaster.pid``, whosoever's it may be by now."""
    with suppress(OSError, ValueError):
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    return None


def kill(processes: list[psutil.Process]) -> None:
    """End processes at once: what a dead postmaster left may block a new one, and its work is lost already."""
    import psutil

    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
