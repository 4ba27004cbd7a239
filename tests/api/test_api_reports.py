"""The quality report by the API: JSON for programs, the page for browsers."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from house import V0, House, data_of, refusal


@pytest.fixture
def files(house: House, task_id: str) -> Path:
    directory = house.directory(task_id)
    (directory / "quality_report.json").write_text('{"version": 1, "database": "商店"}', encoding="utf-8")
    (directory / "quality_report.html").write_text("<!DOCTYPE html><p>商店</p>", encoding="utf-8")
    return directory


def test_report__json(client: FlaskClient, files: Path, task_id: str) -> None:
    assert data_of(client.get(f"{V0}/tasks/{task_id}/report")) == {"version": 1, "database": "商店"}


def test_report__page(client: FlaskClient, files: Path, task_id: str) -> None:
    """What is served could have been uploaded: no script of it may run here."""
    response = client.get(f"{V0}/tasks/{task_id}/report.html")
    assert response.content_type == "text/html; charset=utf-8"
    assert response.data == (files / "quality_report.html").read_bytes()
    policy = response.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy and "script" not in policy


def test_report__not_there_yet(client: FlaskClient, task_id: str) -> None:
    for ending in ("", ".html"):
        assert refusal(client.get(f"{V0}/tasks/{task_id}/report{ending}")) == (404, "file_not_found")


def test_report__that_is_none(client: FlaskClient, files: Path, task_id: str) -> None:
    (files / "quality_report.json").write_text("half a re")
    assert refusal(client.get(f"{V0}/tasks/{task_id}/report")) == (404, "file_not_found")


def test_report__unknown_task(client: FlaskClient, house: House) -> None:
    for ending in ("", ".html"):
        answer = client.get(f"{V0}/tasks/task_20200101_000000/report{ending}")
        assert refusal(answer) == (404, "task_not_found")
