"""An open server and the web pages of others."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from house import V0, refusal

BODY = {"task_type": "data_workflow"}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8084", "192.0.2.1", "127.0.0.1.evil.example"])
def test_host__of_another_machine_is_refused(client: FlaskClient, host: str) -> None:
    assert refusal(client.get(f"{V0}/tasks", headers={"Host": host})) == (403, "forbidden")


@pytest.mark.parametrize("host", ["127.0.0.1:8084", "localhost", "[::1]:8084", "127.9.9.9"])
def test_host__of_this_machine_is_served(client: FlaskClient, host: str) -> None:
    assert client.get(f"{V0}/tasks", headers={"Host": host}).status_code == 200


def test_origin__of_others_may_not_change(client: FlaskClient) -> None:
    refused = client.post(f"{V0}/tasks", json=BODY, headers={"Origin": "https://evil.example"})
    assert refusal(refused) == (403, "forbidden")
    assert client.get(f"{V0}/tasks").get_json()["data"]["total"] == 0


def test_origin__ours_may(client: FlaskClient) -> None:
    headers = {"Origin": "http://127.0.0.1:8084", "Host": "127.0.0.1:8084"}
    assert client.post(f"{V0}/tasks", json=BODY, headers=headers).status_code == 201
