from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bus.log_file import LEVELS, LONGEST_MESSAGE, LogLine, clean, format_line, parse_line, read_lines

NOON = datetime(2024, 5, 1, 12, 0, 0)
MOMENTS = st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9999, 1, 1))


@given(MOMENTS, st.sampled_from(LEVELS), st.text(), st.text())
def test_parse_line__reads_what_format_line_wrote(moment: datetime, level: str, logger: str, message: str) -> None:
    name, text = clean(logger).replace(":", "."), clean(message)
    line = format_line(moment, level, name, text)
    assert line.count("\n") == 1 and line.endswith("\n")
    assert line[:-1].splitlines() == [line[:-1]]
    assert parse_line(7, line[:-1]) == LogLine(7, moment.replace(microsecond=0), level, name, text)


@given(st.text())
def test_parse_line__any_text_is_a_line(text: str) -> None:
    line = parse_line(0, text)
    assert line.level in LEVELS
    assert len(line.message) <= LONGEST_MESSAGE
    assert "\x00" not in line.message + line.logger


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Killed",
        "2024-05-01 12:00:00 [LOUD] a: b",
        "2024-05-01 12:00:00 [INFO] without a colon",
        "2024-13-41 12:00:00 [INFO] a: b",
        "2024-05-01 25:61:61 [INFO] a: b",
        "٢٠٢٤-٠٥-٠١ 12:00:00 [INFO] a: b",
        " 2024-05-01 12:00:00 [INFO] a: b",
    ],
)
def test_parse_line__odd_lines_are_warnings(text: str) -> None:
    line = parse_line(3, text)
    assert (line.position, line.level, line.logger, line.step, line.message) == (3, "WARNING", "engine", None, text)


@pytest.mark.parametrize(
    ("logger", "step"), [("engine", None), ("ddl_generation", "ddl_generation"), ("qa.tree.walk", "qa")]
)
def test_step__of_a_logger(logger: str, step: str | None) -> None:
    assert LogLine(0, NOON, "INFO", logger, "x").step == step


def test_clean__cuts_and_keeps_to_one_line() -> None:
    assert clean("a\nb\r\nc\x85d\u2028e\x00f") == "a b  c d e f"
    assert clean("订单\t1") == "订单\t1"
    assert len(clean("x" * (LONGEST_MESSAGE + 1))) == LONGEST_MESSAGE


def write(path: Path, messages: list[str]) -> list[int]:
    """A log of these messages; the offsets of its lines."""
    offsets = []
    with path.open("ab") as file:
        for message in messages:
            offsets.append(file.tell())
            file.write(format_line(NOON, "INFO", "engine", message).encode())
    return offsets


def test_read_lines__positions_are_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    offsets = write(path, ["开始", "one", ""])
    assert [(line.position, line.message) for line in read_lines(path)] == list(
        zip(offsets, ["开始", "one", ""], strict=True)
    )


def test_read_lines__after_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    offsets = write(path, ["一", "二", "三"])
    assert [line.message for line in read_lines(path, offsets[0])] == ["二", "三"]
    assert list(read_lines(path, offsets[2])) == []


def test_read_lines__a_torn_end_waits_until_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    write(path, ["whole"])
    with path.open("ab") as file:
        file.write(b"2024-05-01 12:00:00 [INFO] engine: to")
    assert [line.message for line in read_lines(path)] == ["whole"]
    with path.open("ab") as file:
        file.write(b"rn\n")
    assert [line.message for line in read_lines(path)] == ["whole", "torn"]


def test_read_lines__bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"\xff\xfe\n" + format_line(NOON, "INFO", "engine", "next").encode())
    odd, following = read_lines(path)
    assert (odd.level, odd.message) == ("WARNING", "\ufffd\ufffd")
    assert (following.position, following.message) == (3, "next")


def test_read_lines__no_file(tmp_path: Path) -> None:
    assert list(read_lines(tmp_path / "none.log")) == []
