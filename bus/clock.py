"""Local time: task ids and the v0 face speak it, and the database session must speak the same."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path

LOCALTIME = Path("/etc/localtime")
ZONES = Path("/usr/share/zoneinfo")


def stamp(moment: datetime | None = None) -> str:
    """``YYYYMMDD_HHMMSS`` in local time."""
    return (moment or datetime.now()).strftime("%Y%m%d_%H%M%S")


def zone_name() -> str:
    """A name of the local time zone that PostgreSQL understands: IANA where known, else the present offset."""
    name = os.environ.get("TZ", "").lstrip(":")
    if not name and LOCALTIME.is_symlink():
        _, _, name = str(LOCALTIME.readlink()).partition("zoneinfo/")
    # A zone that the C library has no file for means UTC to it: what it then says is what counts.
    return name if name and (ZONES / name).is_file() else _fixed_offset()


def _fixed_offset() -> str:
    """POSIX notation, whose sign is the other way round: ``<+08>-8``."""
    minutes = -(time.altzone if time.localtime().tm_isdst > 0 else time.timezone) // 60
    sign, hours, rest = ("+" if minutes >= 0 else "-"), abs(minutes) // 60, abs(minutes) % 60
    return f"<{sign}{hours:02d}{rest:02d}>{'-' if minutes >= 0 else '+'}{hours}:{rest:02d}"
