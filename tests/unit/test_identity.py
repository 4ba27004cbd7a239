from __future__ import annotations

import os
import subprocess
import sys
import time

from bus import identity


def test_this_process__is_here_and_alive() -> None:
    me = identity.this_process()
    assert identity.is_here(me.host, me.boot_id)
    assert identity.is_alive(me.pid, me.pid_started)
    assert me.pid == os.getpid()


def test_is_here__not_elsewhere_and_not_before() -> None:
    me = identity.this_process()
    assert not identity.is_here("elsewhere", me.boot_id)
    assert not identity.is_here(me.host, "another boot")
    assert not identity.is_here(None, None)


def test_is_alive__none_and_another_start() -> None:
    assert not identity.is_alive(None, None)
    assert not identity.is_alive(os.getpid(), "1")


def test_started__differs_from_process_to_process() -> None:
    first = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    time.sleep(0.05)  # the clock of process starts ticks a hundred times a second
    second = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert identity.started(first.pid) != identity.started(second.pid)
        assert identity.started(first.pid) == identity.started(first.pid)
    finally:
        for process in (first, second):
            process.communicate(b"\n")
    assert identity.started(first.pid) is None


def test_started__a_name_with_brackets_and_spaces() -> None:
    """The name of a process stands in the middle of what is read, and may hold anything."""
    script = "import ctypes; ctypes.CDLL(None).prctl(15, b') Z (x y', 0, 0, 0); print(1, flush=True); input()"
    process = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    begun = identity.started(process.pid)
    process.communicate(b"\n")
    assert begun is not None and begun.isdigit()
