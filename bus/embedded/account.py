"""As whom PostgreSQL runs. It refuses to run as root, so root lends it a user and group that exist for nothing else.

The numbers come from the range that systemd keeps for accounts without an entry in /etc/passwd, so nothing is left on
the system and ``useradd`` is not needed. Such a user cannot walk to a checkout below /root: the server gets its
directory as working directory and knows it as ``/proc/self/cwd``; no parent's permissions are touched.
"""

from __future__ import annotations

import grp
import hashlib
import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bus.embedded.layout import Layout

DYNAMIC_USERS = range(61184, 65520)
RUN_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group other than our own. Everywhere else ``None`` stands for ourselves."""

    uid: int
    gid: int

    def founder(self) -> Account:
        """Who runs ``initdb``, which insists on a name: ourselves if we have one, else ``nobody`` within our group."""
        if _has_name(self.uid):
            return self
        try:
            return Account(pwd.getpwnam("nobody").pw_uid, self.gid)
        except KeyError:
            raise PermissionError("as root it needs the account 'nobody', which this system lacks") from None

    def reaches(self, path: Path) -> bool:
        """Whether this user may walk to ``path`` and execute it, by the permission bits on the way."""
        return all(self._may_enter(part) for part in (path, *path.parents))

    def _may_enter(self, path: Path) -> bool:
        found = path.stat()
        shift = 6 if found.st_uid == self.uid else 3 if found.st_gid == self.gid else 0
        return bool(found.st_mode >> shift & 1)


def account_of(layout: Layout) -> Account | None:
    """The account for this server: None unless we are root; the owner of the data where there are some already."""
    if os.geteuid() != 0:
        return None
    with suppress(FileNotFoundError):
        owner = layout.data.stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    return _unused_account(layout.root)


def own(account: Account | None, *paths: Path) -> None:
    """Give the paths to the account; nothing to do for ourselves."""
    if account is not None:
        for path in paths:
            os.chown(path, account.uid, account.gid, follow_symlinks=False)


def own_tree(account: Account | None, top: Path) -> None:
    """Give a directory and all below it to the account."""
    if account is not None:
        own(account, top, *top.rglob("*"))


def directory_argument(account: Account | None, directory: Path) -> str:
    """What to call ``directory`` for a program that runs in it as ``account``."""
    return "/proc/self/cwd" if account and sys.platform == "linux" else str(directory)


def run(account: Account | None, arguments: Sequence[str], *, directory: Path, output: Path) -> int:
    """Exit status of a program of PostgreSQL, run in ``directory`` as ``account``.

    A daemon it leaves behind keeps nothing of ours: a session of its own, files instead of pipes, no environment (which
    may hold secrets, or PG* variables that would lead it elsewhere). OSError when it cannot be run or does not end.
    """
    environment = {"PATH": os.defpath, "LC_ALL": "C"} | ({"TZ": os.environ["TZ"]} if "TZ" in os.environ else {})
    with output.open("w") as log:
        started = subprocess.Popen(
            arguments,
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    return _wait(started)


def _wait(started: subprocess.Popen[bytes]) -> int:
    try:
        return started.wait(RUN_SECONDS)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()
        raise TimeoutError(f"{started.args!r} has not ended within {RUN_SECONDS} s") from None


def _unused_account(root: Path) -> Account:
    """The same number for the same directory, unless the system knows it by a name."""
    start = int.from_bytes(hashlib.sha256(os.fsencode(root)).digest()[:4], "big") % len(DYNAMIC_USERS)
    numbers = (*DYNAMIC_USERS[start:], *DYNAMIC_USERS[:start])
    number = next(number for number in numbers if not _has_name(number) and not _is_group(number))
    return Account(number, number)


def _has_name(uid: int) -> bool:
    with suppress(KeyError):
        return bool(pwd.getpwuid(uid))
    return False


def _is_group(gid: int) -> bool:
    with suppress(KeyError):
        return bool(grp.getgrgid(gid))
    return False
