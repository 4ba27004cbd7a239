from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bus import clock
from bus.db import connect, fetch_value


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """For setting TZ; afterwards the process is back in its own zone."""
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


def test_stamp__to_the_second() -> None:
    assert clock.stamp(datetime(2024, 5, 1, 9, 8, 7, 654321)) == "20240501_090807"
    assert len(clock.stamp()) == 15


# Names mean something only where the system has the zones; the other spellings do everywhere.
NAMES = ["Asia/Shanghai", "America/St_Johns", ":Europe/Berlin"] if Path("/usr/share/zoneinfo/Asia").is_dir() else []


@pytest.mark.parametrize("name", ["UTC", "CST-8", *NAMES])
def test_zone_name__the_database_speaks_the_same_time(server_url: str, zone: pytest.MonkeyPatch, name: str) -> None:
    zone.setenv("TZ", name)
    time.tzset()
    connection = connect(server_url)
    theirs = fetch_value(connection, "SELECT localtimestamp(0)", {})
    connection.close()
    assert abs((theirs - datetime.now()).total_seconds()) <= 2


@pytest.mark.parametrize("posix", ["XXX-8", "XXX+3:30", "XXX-5:45", "XXX0"])
def test_zone_name__an_offset_where_no_name_is_known(
    server_url: str, zone: pytest.MonkeyPatch, tmp_path: Path, posix: str
) -> None:
    zone.setenv("TZ", posix)
    time.tzset()
    zone.delenv("TZ")  # Python keeps the zone; the name is unknown now
    zone.setattr(clock, "LOCALTIME", tmp_path / "localtime")
    assert "TZ" not in os.environ
    connection = connect(server_url)
    theirs = fetch_value(connection, "SELECT localtimestamp(0)", {})
    connection.close()
    assert abs((theirs - datetime.now()).total_seconds()) <= 2
