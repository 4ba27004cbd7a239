"""Uploading files and table lists: modes, names, encodings, sizes, and never under a running step."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from house import V0, House, data_of, refusal
from werkzeug.test import TestResponse

LIST = "# 服务区\nbss_car_day_count, ods.t2\nt3 -- third\npublic.bss_car_day_count\n"


def send(client: FlaskClient, path: str, name: str, content: bytes, **fields: str) -> TestResponse:
    return client.post(f"{V0}/tasks/{path}", data={"file": (io.BytesIO(content), name), **fields})


@pytest.fixture
def path(task_id: str) -> str:
    return f"{task_id}/files"


def test_upload__new_file(client: FlaskClient, house: House, task_id: str, path: str) -> None:
    data = data_of(send(client, path, "说明.txt", b"hello"))
    assert (data["file_name"], data["file_size"], data["written"]) == ("说明.txt", 5, True)
    assert client.get(data["download_url"]).data == b"hello"


@pytest.mark.parametrize(
    ("fields", "now", "kept"),
    [
        ({}, b"new", b"old"),
        ({"overwrite_mode": "backup"}, b"new", b"old"),
        ({"overwrite_mode": "replace"}, b"new", None),
        ({"overwrite_mode": "skip"}, b"old", None),
    ],
)
def test_upload__existing_file(
    client: FlaskClient, house: House, task_id: str, path: str, fields: dict[str, str], now: bytes, kept: bytes | None
) -> None:
    target = house.directory(task_id) / "a.txt"
    target.write_bytes(b"old")
    data = data_of(send(client, path, "a.txt", b"new", **fields))
    assert target.read_bytes() == now
    assert data["written"] is (now == b"new")
    backups = [file.read_bytes() for file in target.parent.glob("a.txt.backup_*")]
    assert backups == ([kept] if kept else [])


def test_upload__every_backup_is_kept(client: FlaskClient, house: House, task_id: str, path: str) -> None:
    for number in range(4):
        data_of(send(client, path, "a.txt", str(number).encode()))
    kept = sorted(file.read_text() for file in house.directory(task_id).glob("a.txt*"))
    assert kept == ["0", "1", "2", "3"]


def test_upload__link_is_replaced_not_followed(
    client: FlaskClient, house: House, task_id: str, path: str, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("theirs")
    (house.directory(task_id) / "a.txt").symlink_to(outside)
    data_of(send(client, path, "a.txt", b"ours", overwrite_mode="replace"))
    assert outside.read_text() == "theirs"
    assert not (house.directory(task_id) / "a.txt").is_symlink()


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/a.txt", "b\\a.txt", "..", ".hidden", "x" * 256])
@pytest.mark.parametrize("where", ["files", "upload-table-list"])
def test_upload__unsafe_name(client: FlaskClient, house: House, task_id: str, name: str, where: str) -> None:
    before = sorted(house.settings.training_data.rglob("*"))
    assert refusal(send(client, f"{task_id}/{where}", name, b"t1"))[0] == 400
    assert sorted(house.settings.training_data.rglob("*")) == before


@pytest.mark.parametrize("name", ["task_config.json", "task_result.json", "data_pipeline.log"])
def test_upload__files_of_the_engine(client: FlaskClient, path: str, name: str) -> None:
    assert refusal(send(client, path, name, b"{}", overwrite_mode="replace")) == (409, "conflict")


def test_upload__busy(client: FlaskClient, task_id: str, path: str) -> None:
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    assert refusal(send(client, path, "a.txt", b"x")) == (409, "task_busy")
    assert refusal(send(client, f"{task_id}/upload-table-list", "t.txt", b"t1")) == (409, "task_busy")


def test_upload__no_file(client: FlaskClient, path: str) -> None:
    response = client.post(f"{V0}/tasks/{path}", data={"overwrite_mode": "skip"})
    assert refusal(response) == (422, "invalid_input")
    assert response.get_json()["details"][0]["field"] == "file"


def test_upload__unknown_mode(client: FlaskClient, path: str) -> None:
    assert refusal(send(client, path, "a.txt", b"x", overwrite_mode="append")) == (422, "invalid_input")


def test_upload__unknown_task(client: FlaskClient, house: House) -> None:
    assert refusal(send(client, "task_20200101_000000/files", "a.txt", b"x")) == (404, "task_not_found")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_table_list__file(client: FlaskClient, house: House, encoding: str) -> None:
    task_id = data_of(client.post(f"{V0}/tasks", json={}))["task_id"]
    data = data_of(send(client, f"{task_id}/upload-table-list", "清单.txt", LIST.encode(encoding)))
    assert data["tables"] == ["bss_car_day_count", "ods.t2", "t3"]
    assert (data["table_count"], data["file_name"], data["used"]) == (3, "table_list.txt", True)
    assert (house.directory(task_id) / "table_list.txt").read_text(encoding="utf-8") == LIST
    assert data_of(client.get(f"{V0}/tasks/{task_id}"))["parameters"]["table_list_file"] == "table_list.txt"
    config = json.loads((house.directory(task_id) / "task_config.json").read_text(encoding="utf-8"))
    assert config["parameters"]["table_list_file"] == "table_list.txt"


@pytest.mark.parametrize("tables", [["t1", "s.t2"], "t1, s.t2"])
@pytest.mark.parametrize("where", ["table-list", "upload-table-list"])
def test_table_list__json(client: FlaskClient, task_id: str, tables: Any, where: str) -> None:
    assert data_of(client.post(f"{V0}/tasks/{task_id}/{where}", json={"tables": tables}))["tables"] == ["t1", "s.t2"]
    shown = data_of(client.get(f"{V0}/tasks/{task_id}/table-list"))
    assert (shown["exists"], shown["tables"], shown["table_count"]) == (True, ["t1", "s.t2"], 2)


def test_table_list__tables_of_the_task_come_first(client: FlaskClient) -> None:
    task_id = data_of(client.post(f"{V0}/tasks", json={"table_list": ["mine"]}))["task_id"]
    assert data_of(client.post(f"{V0}/tasks/{task_id}/table-list", json={"tables": ["t1"]}))["used"] is False
    assert "table_list_file" not in data_of(client.get(f"{V0}/tasks/{task_id}"))["parameters"]


def test_table_list__none(client: FlaskClient, task_id: str) -> None:
    assert data_of(client.get(f"{V0}/tasks/{task_id}/table-list-info"))["exists"] is False
    assert refusal(client.get(f"{V0}/tasks/{task_id}/table-list")) == (404, "file_not_found")


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"a b c.d.e", b"\xff\xff\xff", b"a\x00b"])
def test_table_list__unusable(client: FlaskClient, house: House, task_id: str, content: bytes) -> None:
    assert refusal(send(client, f"{task_id}/upload-table-list", "t.txt", content)) == (422, "invalid_input")
    assert not (house.directory(task_id) / "table_list.txt").exists()
