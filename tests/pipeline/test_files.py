"""Files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_pipeline.files import write_json, write_text


def test_write_text__utf8_and_line_feeds(tmp_path: Path) -> None:
    write_text(tmp_path / "a.ddl", "-- 中文\n;\n")
    assert (tmp_path / "a.ddl").read_bytes() == "-- 中文\n;\n".encode()


def test_write_json__readable(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"问": ["答"]})
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == '{\n  "问": [\n    "答"\n  ]\n}\n'


def test_write_text__failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(tmp_path / "a.txt", "new \ud800")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"
