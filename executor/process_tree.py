"""The processes below this one, from /proc: what they use, and ending those that escaped their step's process group.

The executor is a child subreaper (prctl(2)): whatever a step leaves behind becomes its child, whoever forked it.
"""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Iterator
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
ROUNDS = 100  # each round ends at least one generation of descendants


def become_subreaper() -> None:
    """Adopt orphaned descendants (Linux; elsewhere they go to init, and only the step's group can be ended)."""
    if PROC.joinpath("self/stat").exists():
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def usage() -> tuple[int, float]:
    """Resident memory (bytes) and processor time (seconds) of this process and all below it."""
    memory, ticks = 0, 0
    for fields in _below(os.getpid(), with_self=True):
        memory += int(fields[21]) * PAGE
        ticks += int(fields[11]) + int(fields[12])
    return memory, ticks / TICKS


def end_group(pgid: int, sig: int) -> bool:
    """Signal a process group; False when it is empty."""
    try:
        os.killpg(pgid, sig)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS answers so for a group of zombies
        return False
    return True


def end_escaped() -> None:
    """KILL every child that is left, generation by generation, and reap it."""
    for _ in range(ROUNDS):
        pids = [int(fields[-1]) for fields in _below(os.getpid())]
        if not pids:
            return
        for pid in pids:
            _kill(pid)
        reap()


def reap() -> dict[int, int]:
    """Collect every child that has ended: pid -> exit code, negative for a signal."""
    ended: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended[pid] = os.waitstatus_to_exitcode(status)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _below(root: int, *, with_self: bool = False) -> Iterator[list[bytes]]:
    """Fields of stat from the third on (proc(5)), with the pid appended, of every live process below ``root``."""
    stats = {pid: fields for pid, fields in _all_stats() if fields[0] not in (b"Z", b"X")}
    children: dict[int, list[int]] = {}
    for pid, fields in stats.items():
        children.setdefault(int(fields[1]), []).append(pid)
    waiting = [root] if with_self else children.get(root, [])
    while waiting:
        pid = waiting.pop()
        if pid != root or with_self:
            yield [*stats[pid], str(pid).encode()]
        waiting += children.get(pid, [])


def _all_stats() -> Iterator[tuple[int, list[bytes]]]:
    if not PROC.is_dir():
        return
    for entry in os.listdir(PROC):  # noqa: PTH208 (names are all that is needed, and there may be thousands)
        if entry.isdigit():
            try:
                raw = PROC.joinpath(entry, "stat").read_bytes()
            except OSError:
                continue  # it ended meanwhile
            yield int(entry), raw.rpartition(b")")[2].split()
