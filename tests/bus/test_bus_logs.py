from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from stand import new_task

from bus import logs
from bus.db import Connection, execute, fetch_value
from bus.log_file import LEVELS, LogLine, clean, format_line
from bus.logs import LogFilter, at_least

NOON = datetime(2024, 5, 1, 12, 0, 0)


def lines(*messages: str, level: str = "INFO", logger: str = "engine", start: int = 0) -> list[tuple[str, LogLine]]:
    """Rows of one execution, a second apart."""
    return [
        ("e1", LogLine(start + place, NOON + timedelta(seconds=place), level, logger, message))
        for place, message in enumerate(messages)
    ]


def messages(connection: Connection, task_id: str, wanted: LogFilter | None = None, **order: object) -> list[str]:
    page, _ = logs.page(connection, task_id, wanted or LogFilter(), limit=1000, **order)  # type: ignore[arg-type]
    return [log.message for log in page]


@pytest.fixture
def task_id(bus: Connection) -> str:
    return new_task(bus).task_id


def test_copy__keeps_every_character(bus: Connection, task_id: str) -> None:
    odd = ["\\", "\\N", "\\.", "a\tb", "c\\td", "订单 '引号' \"x\"", "", "%s %(x)s", "\x01\x7f", "𝄞"]
    logs.copy(bus, task_id, lines(*odd))
    assert messages(bus, task_id) == odd


def test_copy__names_of_steps_too(bus: Connection, task_id: str) -> None:
    for place, logger in enumerate(["a\tb.c", "\\N", "x\\y.z", ".hidden", ""]):
        logs.copy(bus, task_id, lines("m", logger=logger, start=place))
    page, _ = logs.page(bus, task_id, LogFilter(), limit=10)
    assert [log.step for log in page] == ["a\tb", "\\N", "x\\y", None, None]
    assert [log.logger for log in page] == ["a\tb.c", "\\N", "x\\y.z", ".hidden", ""]


def test_copy__nothing(bus: Connection, task_id: str) -> None:
    logs.copy(bus, task_id, [])
    assert messages(bus, task_id) == []


@bounded(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(LEVELS), st.text(), st.text()), min_size=1, max_size=8))
def test_fill_in__file_and_table_say_the_same(
    bus: Connection, task_id: str, tmp_path: Path, written: list[tuple[str, str, str]]
) -> None:
    path = tmp_path / "run.log"
    kept = [(level, clean(name).replace(":", "."), clean(message)) for level, name, message in written]
    path.write_bytes("".join(format_line(NOON, *line) for line in kept).encode())
    execute(bus, "DELETE FROM logs", {})
    assert logs.fill_in(bus, task_id, "e1", path) == len(kept)
    page, total = logs.page(bus, task_id, LogFilter(), limit=100)
    assert [(log.level, log.logger, log.message) for log in page] == kept
    assert total == len(kept)


def log_file(path: Path, count: int) -> None:
    path.write_text("".join(format_line(NOON, "INFO", "engine", f"line {n}") for n in range(count)), encoding="utf-8")


def test_fill_in__only_the_lost_tail(bus: Connection, task_id: str, tmp_path: Path) -> None:
    path = tmp_path / "run.log"
    log_file(path, 2500)
    assert logs.fill_in(bus, task_id, "e1", path) == 2500
    execute(bus, "DELETE FROM logs WHERE position > %(p)s", {"p": 20_000})
    left = int(fetch_value(bus, "SELECT count(*) FROM logs", {}))
    assert 0 < left < 2500
    assert logs.fill_in(bus, task_id, "e2", path) == 2500 - left
    assert logs.fill_in(bus, task_id, "e2", path) == 0
    page, total = logs.page(bus, task_id, LogFilter(), limit=5000)
    assert [log.message for log in page] == [f"line {n}" for n in range(2500)]
    assert (page[0].execution_id, page[-1].execution_id, total) == ("e1", "e2", 2500)


def test_fill_in__a_file_begun_anew(bus: Connection, task_id: str, tmp_path: Path) -> None:
    """Somebody removed the log: the new lines take the places of the old ones."""
    path = tmp_path / "run.log"
    log_file(path, 20)
    logs.fill_in(bus, task_id, "e1", path)
    log_file(path, 3)
    assert logs.fill_in(bus, task_id, "e2", path) == 3
    assert messages(bus, task_id) == ["line 0", "line 1", "line 2"]


def test_fill_in__no_file_keeps_what_is_recorded(bus: Connection, task_id: str, tmp_path: Path) -> None:
    logs.copy(bus, task_id, lines("a"))
    assert logs.fill_in(bus, task_id, "e1", tmp_path / "none.log") == 0
    assert messages(bus, task_id) == ["a"]


def test_at_least__that_level_and_graver() -> None:
    assert at_least("WARNING") == ["WARNING", "ERROR", "CRITICAL"]
    assert at_least("DEBUG") == list(LEVELS)


def test_page__filters_and_counts_before_the_limit(bus: Connection, task_id: str) -> None:
    logs.copy(bus, task_id, lines(*(f"i{n}" for n in range(50)), logger="ddl_generation.read"))
    logs.copy(bus, task_id, lines("e0", "e1", level="ERROR", start=100))
    page, total = logs.page(bus, task_id, LogFilter(levels=at_least("WARNING")), limit=1)
    assert ([log.message for log in page], total) == (["e0"], 2)
    assert logs.page(bus, task_id, LogFilter(step="ddl_generation"), limit=5)[1] == 50
    assert logs.page(bus, task_id, LogFilter(execution_id="none"), limit=5) == ([], 0)
    between = LogFilter(
        logged_from=NOON.astimezone() + timedelta(seconds=10), logged_to=NOON.astimezone() + timedelta(seconds=12)
    )
    assert messages(bus, task_id, between) == ["i10", "i11", "i12"]


def test_page__another_task_is_not_seen(bus: Connection, task_id: str) -> None:
    logs.copy(bus, new_task(bus).task_id, lines("theirs"))
    assert logs.page(bus, task_id, LogFilter(), limit=10) == ([], 0)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("%", ["100 %", "a%b"]),
        ("_", ["under_score"]),
        ("'", ["it's"]),
        ("'; DROP TABLE logs; --", []),
        ("\\", ["back\\slash"]),
        ("FEHLER", ["ein Fehler"]),
        ("订单", ["读取订单表"]),
    ],
)
def test_page__search_takes_the_text_as_it_is(bus: Connection, task_id: str, search: str, found: list[str]) -> None:
    logs.copy(bus, task_id, lines("100 %", "a%b", "under_score", "it's", "back\\slash", "ein Fehler", "读取订单表"))
    assert messages(bus, task_id, LogFilter(search=search)) == found


def test_page__newest_first_and_onwards(bus: Connection, task_id: str) -> None:
    logs.copy(bus, task_id, lines(*"abcdef"))
    last, total = logs.page(bus, task_id, LogFilter(), limit=2, newest=True)
    assert ([log.message for log in last], total) == (["f", "e"], 6)
    assert messages(bus, task_id, after_id=last[-1].id) == ["f"]
    assert messages(bus, task_id, offset=4) == ["e", "f"]


def test_page__after_id_reads_on_without_gap_or_repeat(bus: Connection, task_id: str) -> None:
    logs.copy(bus, task_id, lines(*(str(n) for n in range(25))))
    seen: list[str] = []
    after = 0
    while page := logs.page(bus, task_id, LogFilter(), limit=7, after_id=after)[0]:
        seen += [log.message for log in page]
        after = page[-1].id
    assert seen == [str(n) for n in range(25)]


def test_page__ten_thousand_lines_are_reached_by_key(bus: Connection, task_id: str) -> None:
    """What polls for news reads the news only, however long the log is."""
    logs.copy(bus, task_id, lines(*(str(n) for n in range(10_000))))
    execute(bus, "ANALYZE logs", {})
    from bus.queries import load

    unfiltered = dict.fromkeys(["levels", "step", "execution_id", "search", "logged_from", "logged_to"])
    last = int(fetch_value(bus, "SELECT max(id) FROM logs", {}))
    values = unfiltered | {"task_id": task_id, "after_id": last - 5, "newest": False, "limit": 100, "offset": 0}
    plan = fetch_value(bus, "EXPLAIN (ANALYZE, FORMAT JSON) " + load("logs").page_of_logs, values)
    text = str(plan)
    assert "Index" in text and "'Node Type': 'Seq Scan'" not in text
