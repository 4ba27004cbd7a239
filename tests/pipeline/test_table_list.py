"""Which tables a task asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_pipeline.step import PipelineError
from data_pipeline.table_list import requested_tables


def test_requested_tables__none_named_means_all(tmp_path: Path) -> None:
    assert requested_tables({}, tmp_path) is None
    assert requested_tables({"table_list": None, "table_list_file": None}, tmp_path) is None


def test_requested_tables__list_in_order_without_duplicates(tmp_path: Path) -> None:
    assert requested_tables({"table_list": ["b", "s.a", "public.b"]}, tmp_path) == [("public", "b"), ("s", "a")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_requested_tables__file_as_utf8_or_gbk(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "tables.txt").write_bytes("服务区\n# 注释\n订单\n".encode(encoding))
    assert requested_tables({"table_list_file": "tables.txt"}, tmp_path) == [("public", "服务区"), ("public", "订单")]


def test_requested_tables__file_below_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "t.txt").write_text("a")
    monkeypatch.chdir(tmp_path)
    assert requested_tables({"table_list_file": "lists/t.txt"}, tmp_path / "elsewhere") == [("public", "a")]


@pytest.mark.parametrize("name", ["missing.txt", "../outside.txt", "/etc/hostname", "link.txt"])
def test_requested_tables__nothing_outside_is_read(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = tmp_path / "task"
    directory.mkdir()
    (tmp_path / "outside.txt").write_text("a")
    (directory / "link.txt").symlink_to(tmp_path / "outside.txt")
    monkeypatch.chdir(directory)
    with pytest.raises(PipelineError) as caught:
        requested_tables({"table_list_file": name}, directory)
    assert caught.value.code == "table_list_missing"
    assert name in caught.value.sentence


@pytest.mark.parametrize("given", [[], "", " , ", "-- none"])
def test_requested_tables__empty_list_is_not_every_table(tmp_path: Path, given: object) -> None:
    for more in ({}, {"table_list_file": ""}):
        with pytest.raises(PipelineError) as caught:
            requested_tables({"table_list": given, **more}, tmp_path)
        assert caught.value.code == "table_list_empty"


def test_requested_tables__file_where_the_list_is_empty(tmp_path: Path) -> None:
    (tmp_path / "tables.txt").write_text("a")
    assert requested_tables({"table_list": [], "table_list_file": "tables.txt"}, tmp_path) == [("public", "a")]


def test_requested_tables__empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "tables.txt").write_text("# nothing\n")
    with pytest.raises(PipelineError) as caught:
        requested_tables({"table_list_file": "tables.txt"}, tmp_path)
    assert caught.value.code == "table_list_empty"


def test_requested_tables__of_the_working_directory_only_plain_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    task = tmp_path / "task"
    task.mkdir()
    for name in (".env", "secret.key", ".hidden/tables.txt", "lists/tables.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("JWT_SECRET")
    assert requested_tables({"table_list_file": "lists/tables.txt"}, task) == [("public", "JWT_SECRET")]
    for name in (".env", "secret.key", ".hidden/tables.txt"):
        with pytest.raises(PipelineError) as caught:
            requested_tables({"table_list_file": name}, task)
        assert caught.value.code == "table_list_missing"
