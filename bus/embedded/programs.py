"""Programs that the account of the server may execute."""

from __future__ import annotations

import shutil
from pathlib import Path

from bus.embedded.account import Account
from bus.embedded.layout import Layout
from bus.embedded.wheel import BIN, LIBRARIES, site_packages, wheel_version


def programs_for(layout: Layout, account: Account | None) -> Path:
    """Directory of programs that ``account`` can execute: the wheel's own, else a copy of it, made once per version.

    The copy is beside the data; where the account cannot walk to these (as working directory they are given to it, but
    programs must be found by their path), it is in ``layout.outside``.
    """
    site = site_packages()
    if account is None or account.reaches(site / BIN / "postgres"):
        return site / BIN
    target = _place_for_copy(layout, account) / f"programs-{wheel_version()}"
    if not target.is_dir():
        _copy(site, target)
    return target / BIN


def _place_for_copy(layout: Layout, account: Account) -> Path:
    if account.reaches(layout.root):
        return layout.root
    outside = layout.make_outside()
    outside.chmod(0o711)
    return outside


def _copy(site: Path, target: Path) -> None:
    """Copy the programs and their libraries, readable for all; whole or not at all."""
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(site / BIN.parent, partial / BIN.parent, symlinks=True, ignore=shutil.ignore_patterns("include"))
    if (site / LIBRARIES).is_dir():
        shutil.copytree(site / LIBRARIES, partial / LIBRARIES, symlinks=True)
    for path in (partial, *partial.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    partial.rename(target)
