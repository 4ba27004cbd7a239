"""Which process is meant: a pid alone is reused, so it comes with host, boot and start time."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

LOCK_CLASS = 0x7261  # first key of the advisory locks that executors hold; the second is the execution's number


class Identity(NamedTuple):
    host: str
    boot_id: str
    pid: int
    pid_started: str


def this_process() -> Identity:
    """The calling process."""
    return Identity(os.uname().nodename, boot_id(), os.getpid(), started(os.getpid()) or "")


def is_here(host: str | None, boot: str | None) -> bool:
    """Whether that is this machine (or container) since its present boot: only then do pids mean anything."""
    return host == os.uname().nodename and boot == boot_id()


def has_rebooted(host: str | None, boot: str | None) -> bool:
    """Whether that is this machine before its present boot: whatever ran then is gone."""
    return host == os.uname().nodename and (boot or "").partition(" ")[0] != boot_id().partition(" ")[0]


def is_alive(pid: int | None, pid_started: str | None) -> bool:
    """Whether that very process of this machine still runs (a zombie does not)."""
    return pid is not None and started(pid) == pid_started


@cache
def boot_id() -> str:
    """Changes with every start of the machine; behind it the space that pids count in: each container has its own."""
    path, space = Path("/proc/sys/kernel/random/boot_id"), Path("/proc/self/ns/pid")
    return f"{path.read_text().strip()} {space.readlink()}" if path.exists() else ""


def started(pid: int) -> str | None:
    """Start time of a process in the system's own terms (proc(5): field 22 of stat); None = none such, or a zombie."""
    if not Path("/proc/self/stat").exists():
        return _started_by_ps(pid)
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in (b"Z", b"X") else fields[19].decode()


def _started_by_ps(pid: int) -> str | None:
    """macOS has no /proc."""
    import subprocess  # an executor claims before it needs this

    answer = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, timeout=5)
    state, _, start = answer.stdout.strip().partition(" ")
    return None if not state or state.startswith("Z") else start.strip()
