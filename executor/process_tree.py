"""The processes below this one: what they use, and ending those that escaped their step's process group.

The executor is a child subreaper (prctl(2)): whatever a step leaves behind becomes its child, whoever forked it.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time

import psutil

PR_SET_CHILD_SUBREAPER = 36
END_SECONDS = 10.0  # a killed process with gigabytes to give back takes its time


def become_subreaper() -> None:
    """Adopt orphaned descendants (Linux; elsewhere they go to init, and only the step's group can be ended)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def usage() -> tuple[int, float]:
    """Resident memory (bytes) and processor time (seconds) of this process and all below it."""
    memory, seconds = 0, 0.0
    me = psutil.Process()
    for process in (me, *me.children(recursive=True)):
        try:
            with process.oneshot():
                memory += process.memory_info().rss
                times = process.cpu_times()
                seconds += times.user + times.system
        except psutil.Error:
            continue  # it ended meanwhile
    return memory, seconds


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
    deadline = time.monotonic() + END_SECONDS
    while time.monotonic() < deadline:
        left = [child for child in psutil.Process().children(recursive=True) if _kill(child)]
        reap()
        if not left:
            return
        time.sleep(0.01)


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


def _kill(process: psutil.Process) -> bool:
    """Whether it still had to be killed."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        process.kill()
    except psutil.NoSuchProcess:
        return False
    return True
