"""Files written whole or not at all."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bus.whole_files import write_json, write_whole


class Breaking(io.BytesIO):
    """Gives a piece, then fails as an upload does whose client goes away."""

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        if not piece:
            raise ConnectionResetError
        return piece


def test_write_whole__replaces(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old and longer")
    write_whole(tmp_path / "a", io.BytesIO(b"new"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"new"}


def test_write_whole__failure_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(ConnectionResetError):
        write_whole(tmp_path / "a", Breaking(b"half of the new"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old"}


def test_write_whole__target_that_cannot_be_replaced_leaves_no_draft(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "a", io.BytesIO(b"new"))
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_write_json__readable(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"问": ["答"]})
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert json.loads(text) == {"问": ["答"]}
    assert text.startswith('{\n  "问"') and text.endswith("}\n")


def test_write_json__value_that_is_none_keeps_the_old_file(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", [1])
    with pytest.raises(TypeError):
        write_json(tmp_path / "a.json", object())
    assert [path.read_text() for path in tmp_path.iterdir()] == ["[\n  1\n]\n"]
