"""The processes below this one: what they use, and ending those that escaped their step's process group.

The executor is a child subreaper (prctl(2)): whatever a step leaves behind becomes its child, whoever forked it. A
variable in the environment of each attempt, which its descendants inherit, tells whose they are.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from typing import NamedTuple

import psutil

from bus.leftovers import MARK

PR_SET_CHILD_SUBREAPER = 36
END_SECONDS = 10.0  # a killed process with gigabytes to give back takes its time
RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, see getrusage(2)


class Ended(NamedTuple):
    """A child that has ended: exit code (negative for a signal), processor seconds, largest resident memory (bytes)."""

    exit_code: int
    cpu_seconds: float
    peak_memory_bytes: int


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


def memory_of(pid: int) -> int:
    """Resident memory (bytes) of that process and all below it; 0 when it is gone."""
    try:
        root = psutil.Process(pid)
        return sum(process.memory_info().rss for process in (root, *root.children(recursive=True)))
    except psutil.Error:
        return 0


def end_group(pgid: int, sig: int) -> bool:
    """Signal a process group; False when it is empty."""
    try:
        os.killpg(pgid, sig)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS answers so for a group of zombies
        return False
    return True


class Children:
    """Those that have ended, until somebody asks for them: one reaper for all steps, so no exit code gets lost."""

    def __init__(self) -> None:
        self._ended: dict[int, Ended] = {}
        self._expected: set[int] = set()  # of adopted ones nobody asks, and their pids may be given anew

    def expect(self, pid: int) -> None:
        """Somebody will ask how that child ended."""
        self._expected.add(pid)

    def take(self, pid: int) -> Ended | None:
        """How that child ended; None while it runs."""
        self.reap()
        ended = self._ended.pop(pid, None)
        if ended is not None:
            self._expected.discard(pid)
        return ended

    def reap(self) -> None:
        """Collect every child that has ended."""
        while True:
            try:
                pid, status, used = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self._expected:
                seconds = used.ru_utime + used.ru_stime
                self._ended[pid] = Ended(os.waitstatus_to_exitcode(status), seconds, used.ru_maxrss * RSS_UNIT)

    def end_escaped(self, mark: str, others: set[int]) -> None:
        """KILL what an attempt has left, generation by generation, and reap it.

        ``others`` are the leaders of the attempts that go on; while there are any, only what bears the mark is ended.
        """
        deadline = time.monotonic() + END_SECONDS
        while time.monotonic() < deadline:
            left = [child for child in psutil.Process().children(recursive=True) if _is_left(child, mark, others)]
            killed = [child for child in left if _kill(child)]
            self.reap()
            if not killed:
                return
            time.sleep(0.01)


def _is_left(process: psutil.Process, mark: str, others: set[int]) -> bool:
    """Whether that process belongs to the attempt that ended."""
    if not others:
        return True
    if process.pid in others:
        return False
    try:
        return bool(process.environ().get(MARK) == mark)
    except psutil.Error:
        return False


def _kill(process: psutil.Process) -> bool:
    """Whether it still had to be killed."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        process.kill()
    except psutil.NoSuchProcess:
        return False
    return True
