"""Downloads in parts (RFC 9110, section 14)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from house import V0, House, refusal

CONTENT = b"0123456789"


@pytest.fixture
def address(house: House, task_id: str) -> str:
    (house.directory(task_id) / "ten.txt").write_bytes(CONTENT)
    return f"{V0}/tasks/{task_id}/files/download/ten.txt"


@pytest.mark.parametrize(("given", "part"), [("bytes=0-2", b"012"), ("bytes=7-", b"789"), ("bytes=-1", b"9")])
def test_download__one_range(client: FlaskClient, address: str, given: str, part: bytes) -> None:
    response = client.get(address, headers={"Range": given})
    assert (response.status_code, response.data) == (206, part)


@pytest.mark.parametrize("given", ["lines=1-2", "bytes=5-2", "bytes=", "bytes=0-1,5-6", "nonsense"])
def test_download__what_is_no_single_range_gives_the_whole(client: FlaskClient, address: str, given: str) -> None:
    response = client.get(address, headers={"Range": given})
    assert (response.status_code, response.data) == (200, CONTENT)


def test_download__behind_the_end(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers={"Range": "bytes=10-"})
    assert refusal(response) == (416, "range_not_satisfiable")
    assert response.headers["Content-Range"] == "bytes */10"
