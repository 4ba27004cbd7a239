"""The files of a task: listing, downloading, the zip; and names and links that lead elsewhere."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from house import V0, House, data_of, refusal

from bus.db import Connection, execute
from tests.postgres import INSERT_OUTPUT

PAIRS = "qs_highway_db_20250627_143052_pair.json"
CHINESE = "服务区_detail.md"


@pytest.fixture
def files(client: FlaskClient, house: House, task_id: str) -> Path:
    """The task's directory with two files, a hidden one, a directory, a pipe and two links to what is not ours."""
    directory = house.directory(task_id)
    (directory / PAIRS).write_text('[{"question": "几个服务区？"}]', encoding="utf-8")
    (directory / CHINESE).write_bytes(b"0123456789" * 1000)
    (directory / ".half-written").write_text("x")
    (directory / "inner").mkdir()
    outside = directory.parent.parent / "outside.txt"
    outside.write_text("secret")
    (directory / "link.txt").symlink_to(outside)
    (directory / "link_inside.txt").symlink_to(PAIRS)
    (directory / "link_out").symlink_to(directory.parent.parent)
    return directory


def test_listing__specification_example(client: FlaskClient, files: Path, task_id: str) -> None:
    data = data_of(client.get(f"{V0}/tasks/{task_id}/files"))
    assert [file["file_name"] for file in data["files"]] == [PAIRS, "task_config.json", CHINESE]
    pairs = data["files"][0]
    assert (pairs["file_type"], pairs["file_size"]) == ("json", (files / PAIRS).stat().st_size)
    assert pairs["download_url"] == f"{V0}/tasks/{task_id}/files/download/{PAIRS}"
    assert client.get(data["files"][2]["download_url"]).data == (files / CHINESE).read_bytes()
    assert data["total"] == 3


def test_listing__record_of_a_file_counts_while_it_is_that_file(
    client: FlaskClient, bus: Connection, files: Path, task_id: str
) -> None:
    path = files / PAIRS
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    record = {"execution_id": None, "step": "qa_generation", "file_name": PAIRS, "file_type": "pairs",
              "size_bytes": path.stat().st_size, "sha256": sha256, "description": "Pairs", "is_primary": True,
              "modified_at": datetime.fromtimestamp(path.stat().st_mtime, UTC)}  # fmt: skip
    execute(bus, INSERT_OUTPUT, record | {"task_id": task_id})
    shown = data_of(client.get(f"{V0}/tasks/{task_id}/files"))["files"][0]
    assert (shown["sha256"], shown["is_primary"], shown["file_type"]) == (sha256, True, "pairs")
    path.write_text("changed by hand")
    shown = data_of(client.get(f"{V0}/tasks/{task_id}/files"))["files"][0]
    assert (shown["sha256"], shown["is_primary"], shown["file_type"]) == (None, False, "json")


def test_download__whole(client: FlaskClient, files: Path, task_id: str) -> None:
    response = client.get(f"{V0}/tasks/{task_id}/files/download/{CHINESE}")
    assert response.status_code == 200
    assert response.data == (files / CHINESE).read_bytes()
    assert "filename*=UTF-8''%E6%9C%8D" in response.headers["Content-Disposition"]
    assert (response.headers["Accept-Ranges"], response.content_length) == ("bytes", 10_000)


def test_download__diagram_is_shown_and_can_do_nothing(client: FlaskClient, files: Path, task_id: str) -> None:
    (files / "er.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    response = client.get(f"{V0}/tasks/{task_id}/files/download/er.svg")
    assert response.headers["Content-Disposition"] == "inline; filename=er.svg"
    assert response.mimetype == "image/svg+xml"
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    for name in ("er.svg", PAIRS):
        shown = client.get(f"{V0}/tasks/{task_id}/files/download/{name}")
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Disposition"].startswith("attachment;")


def test_download__range(client: FlaskClient, files: Path, task_id: str) -> None:
    response = client.get(f"{V0}/tasks/{task_id}/files/download/{CHINESE}", headers={"Range": "bytes=5-14"})
    assert response.status_code == 206
    assert response.data == b"5678901234"
    assert response.headers["Content-Range"] == "bytes 5-14/10000"


def test_download__range_beyond_the_end(client: FlaskClient, files: Path, task_id: str) -> None:
    response = client.get(f"{V0}/tasks/{task_id}/files/download/{CHINESE}", headers={"Range": "bytes=10000-"})
    assert response.status_code == 416


def test_download__unchanged(client: FlaskClient, files: Path, task_id: str) -> None:
    etag = client.get(f"{V0}/tasks/{task_id}/files/download/{PAIRS}").headers["ETag"]
    again = client.get(f"{V0}/tasks/{task_id}/files/download/{PAIRS}", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    (files / PAIRS).write_text("new")
    assert client.get(f"{V0}/tasks/{task_id}/files/download/{PAIRS}", headers={"If-None-Match": etag}).data == b"new"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("nothing.txt", (404, "file_not_found")),
        ("link.txt", (404, "file_not_found")),
        ("link_inside.txt", (404, "file_not_found")),
        ("inner", (404, "file_not_found")),
        (".half-written", (400, "unsafe_name")),
        ("../outside.txt", (400, "unsafe_name")),
        ("..%2F..%2Foutside.txt", (400, "unsafe_name")),
        ("%2e%2e%2f%2e%2e%2foutside.txt", (400, "unsafe_name")),
        ("..%5C..%5Coutside.txt", (400, "unsafe_name")),
        ("/etc/passwd", (404, "not_found")),
        ("%2Fetc%2Fpasswd", (404, "not_found")),
        ("inner/x", (404, "file_not_found")),
        ("link_out/outside.txt", (404, "file_not_found")),
        ("inner//x", (400, "unsafe_name")),
        ("inner/.hidden", (400, "unsafe_name")),
        ("inner/../../outside.txt", (400, "unsafe_name")),
        ("/".join("x" * 21), (400, "unsafe_name")),
        ("..", (400, "unsafe_name")),
        ("a%00b", (400, "unsafe_name")),
        ("a%0Ab", (404, "not_found")),
        ("x" * 256, (400, "unsafe_name")),
    ],
)
def test_download__leads_nowhere_else(
    client: FlaskClient, files: Path, task_id: str, name: str, answer: tuple[int, str]
) -> None:
    assert refusal(client.get(f"{V0}/tasks/{task_id}/files/download/{name}")) == answer


def test_files__of_directories_within(client: FlaskClient, files: Path, task_id: str) -> None:
    deep = files / "inner" / "结果"
    deep.mkdir()
    (deep / "y.txt").write_text("deep")
    (deep / ".half-written").write_text("x")
    (files / ".hidden").mkdir()
    (files / ".hidden" / "z.txt").write_text("x")
    found = {one["file_name"]: one for one in data_of(client.get(f"{V0}/tasks/{task_id}/files"))["files"]}
    assert set(found) == {PAIRS, "task_config.json", CHINESE, "inner/结果/y.txt"}
    for address in (found["inner/结果/y.txt"]["download_url"], f"/api/tasks/{task_id}/outputs/inner/结果/y.txt"):
        response = client.get(address)
        assert (response.status_code, response.data) == (200, b"deep"), address
        assert "inner" not in response.headers["Content-Disposition"]
    zipped = zipfile.ZipFile(io.BytesIO(client.get(f"{V0}/tasks/{task_id}/files/zip").data))
    assert zipped.read("inner/结果/y.txt") == b"deep"


def test_download__pipe_does_not_hang(client: FlaskClient, files: Path, task_id: str) -> None:
    os.mkfifo(files / "pipe")
    assert refusal(client.get(f"{V0}/tasks/{task_id}/files/download/pipe")) == (404, "file_not_found")


def test_download__directory_that_is_a_link(client: FlaskClient, house: House, files: Path, task_id: str) -> None:
    elsewhere = files.rename(files.parent.parent / "elsewhere")
    files.symlink_to(elsewhere)
    assert refusal(client.get(f"{V0}/tasks/{task_id}/files/download/{PAIRS}")) == (404, "file_not_found")
    assert data_of(client.get(f"{V0}/tasks/{task_id}/files"))["files"] == []


def test_download__unknown_task(client: FlaskClient, house: House) -> None:
    orphan = house.directory("task_20200101_000000")
    orphan.mkdir(parents=True)
    (orphan / "a.txt").write_text("of nobody")
    assert refusal(client.get(f"{V0}/tasks/{orphan.name}/files/download/a.txt")) == (404, "task_not_found")


def test_zip__all_regular_files(client: FlaskClient, files: Path, task_id: str) -> None:
    response = client.get(f"{V0}/tasks/{task_id}/files/zip")
    assert response.headers["Content-Disposition"] == f"attachment; filename={task_id}.zip"
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [PAIRS, "task_config.json", CHINESE]
        assert archive.read(CHINESE) == (files / CHINESE).read_bytes()


def test_zip__is_made_piece_by_piece(client: FlaskClient, house: House, files: Path, task_id: str) -> None:
    (files / "large.bin").write_bytes(os.urandom(8 * 1024 * 1024))
    response = client.get(f"{V0}/tasks/{task_id}/files/zip", buffered=False)
    sizes = [len(piece) for piece in response.iter_encoded()]
    assert sum(sizes) > 8 * 1024 * 1024
    assert max(sizes) < 1024 * 1024
