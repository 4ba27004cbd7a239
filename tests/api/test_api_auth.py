"""Tokens and roles."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from flask.testing import FlaskClient
from house import V0, House, data_of, refusal
from werkzeug.security import generate_password_hash

from bus import connections
from bus import users as bus_users
from bus.db import Connection, connect
from bus.settings import Settings
from server.services import users

SECRET = "a secret of at least 32 bytes, for HS256"
PASSWORD = "correct horse"
ROLES = ("viewer", "operator", "admin")


@pytest.fixture(scope="module")
def password_hash() -> str:
    return generate_password_hash(PASSWORD)


@pytest.fixture
def locked(settings: Settings, make_house: Callable[[Settings], House], password_hash: str) -> House:
    """A server with a secret, a connection, and users named after their roles; ``rival`` is a second operator."""
    house = make_house(replace(settings, jwt_secret=SECRET))
    bus = connect(house.url)
    connections.put(bus, house.settings, "highway_db", "postgresql://h/db")
    for name in (*ROLES, "rival"):
        bus_users.put(bus, name, password_hash, "operator" if name == "rival" else name)
    bus.close()
    return house


def test_add__user_who_can_log_in(locked: House, bus: Connection) -> None:
    users.add(bus, "ann@home", "another horse", "viewer")
    assert users.log_in(bus, locked.settings, "ann@home", "another horse")


def as_user(house: House, name: str) -> FlaskClient:
    """A client with that user's token."""
    token = users.issue(house.settings, name, "operator" if name == "rival" else name)[0]
    return with_token(house, token)


def with_token(house: House, token: str) -> FlaskClient:
    client = house.app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def claims(**changed: object) -> dict[str, object]:
    soon = datetime.now(UTC) + timedelta(hours=1)
    return {"sub": "admin", "role": "admin", "exp": soon} | changed


def test_login__token_opens(locked: House) -> None:
    body = {"username": "operator", "password": PASSWORD}
    answer = locked.app.test_client().post("/api/auth/login", json=body).get_json()
    assert list(answer) == ["success", "token", "expires_at"]
    found = jwt.decode(answer["token"], SECRET, algorithms=["HS256"])
    assert (found["sub"], found["role"]) == ("operator", "operator")
    assert datetime.fromisoformat(answer["expires_at"]).timestamp() == found["exp"]
    assert with_token(locked, answer["token"]).get(f"{V0}/tasks").status_code == 200


@pytest.mark.parametrize("name", ["operator", "nobody"])
def test_login__wrong(locked: House, name: str) -> None:
    response = locked.app.test_client().post("/api/auth/login", json={"username": name, "password": "wrong"})
    assert refusal(response) == (401, "unauthenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_login__same_sentence_and_time_whether_the_name_exists_or_not(locked: House) -> None:
    client, seconds, sentences = locked.app.test_client(), [], set()
    for name in ("operator", "nobody", "operator", "nobody"):
        begun = time.perf_counter()
        sentences.add(client.post("/api/auth/login", json={"username": name, "password": "x"}).get_json()["error"])
        seconds.append(time.perf_counter() - begun)
    assert len(sentences) == 1
    assert seconds[3] > seconds[2] / 3


def test_login__guessing_is_slowed(locked: House) -> None:
    client = locked.app.test_client()
    codes = [
        client.post("/api/auth/login", json={"username": "admin", "password": str(number)}).status_code
        for number in range(12)
    ]
    assert codes[:10] == [401] * 10
    assert codes[10:] == [429] * 2
    other = client.post("/api/auth/login", json={"username": "viewer", "password": PASSWORD})
    assert other.status_code == 200
    body = {"username": "admin", "password": PASSWORD}
    elsewhere = client.post("/api/auth/login", json=body, environ_base={"REMOTE_ADDR": "10.0.0.2"})
    assert elsewhere.status_code == 200


def test_login__open_server(client: FlaskClient) -> None:
    response = client.post("/api/auth/login", json={"username": "a", "password": "b"})
    assert refusal(response) == (400, "bad_request")


@pytest.mark.parametrize(
    "body", [{}, {"username": "a"}, {"username": 1, "password": "x"}, {"username": "a", "password": None}]
)
def test_login__wrong_types(locked: House, body: dict[str, object]) -> None:
    assert refusal(locked.app.test_client().post("/api/auth/login", json=body)) == (422, "invalid_input")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer nonsense",
        "Basic YTpi",
        f"Bearer {jwt.encode(claims(), 'another secret of at least 32 bytes', 'HS256')}",
        f"Bearer {jwt.encode(claims(exp=1), SECRET, 'HS256')}",
        f"Bearer {jwt.encode({'sub': 'admin', 'role': 'admin'}, SECRET, 'HS256')}",
        f"Bearer {jwt.encode(claims(role='emperor'), SECRET, 'HS256')}",
        f"Bearer {jwt.encode(claims(role=['admin']), SECRET, 'HS256')}",
        f"Bearer {jwt.encode(claims(), None, 'none')}",
        f"Bearer {jwt.encode(claims(), SECRET + ' and more of it for the longer hash', 'HS512')}",
    ],
)
def test_token__refused(locked: House, header: str) -> None:
    response = locked.app.test_client().get(f"{V0}/tasks", headers={"Authorization": header})
    assert refusal(response) == (401, "unauthenticated")


@pytest.mark.parametrize("path", ["/api/v1/health", "/openapi.json", "/docs", "/redoc", "/docs/assets/swagger-ui.css"])
def test_open__without_token(locked: House, path: str) -> None:
    assert locked.app.test_client().get(path).status_code == 200


def test_every_operation__needs_a_token_but_login_and_health(locked: House) -> None:
    document = locked.app.test_client().get("/openapi.json").get_json()
    for path, methods in document["paths"].items():
        for method in methods:
            address = (
                path.replace("{task_id}", "task_20250627_143052").replace("{filename}", "f").replace("{name}", "n")
            )
            response = locked.app.test_client().open(address, method=method.upper())
            opened = path in ("/api/auth/login", "/api/v1/health")
            assert (response.status_code == 401) is not opened, (method, path)


@pytest.mark.parametrize(
    ("method", "path", "lowest"),
    [
        ("GET", "/tasks", "viewer"),
        ("POST", "/tasks/query", "viewer"),
        ("GET", "/tasks/{id}", "viewer"),
        ("GET", "/tasks/{id}/files/zip", "viewer"),
        ("POST", "/tasks", "operator"),
        ("POST", "/tasks/execute-complete", "operator"),
        ("POST", "/tasks/{id}/execute", "operator"),
        ("POST", "/tasks/{id}/cancel", "operator"),
        ("POST", "/tasks/{id}/files", "operator"),
        ("POST", "/tasks/{id}/table-list", "operator"),
        ("DELETE", "/tasks/{id}", "operator"),
    ],
)
def test_role__lowest_that_may(locked: House, method: str, path: str, lowest: str) -> None:
    task_id = data_of(as_user(locked, "operator").post(f"{V0}/tasks", json={}))["task_id"]
    for role in ROLES:
        response = as_user(locked, role).open(V0 + path.format(id=task_id), method=method)
        assert (response.status_code == 403) is (ROLES.index(role) < ROLES.index(lowest)), role


@pytest.mark.parametrize(("method", "path"), [("POST", ""), ("DELETE", "/highway_db")])
def test_role__only_admins_change_connections(locked: House, method: str, path: str) -> None:
    for role in ROLES:
        response = as_user(locked, role).open(f"/api/v0/connections{path}", method=method)
        assert (response.status_code == 403) is (role != "admin")


def test_role__viewers_name_databases_but_no_addresses(locked: House) -> None:
    body = {"db_connection": "postgresql://127.0.0.1:1/db"}
    assert as_user(locked, "viewer").post("/api/v0/database/tables", json=body).status_code == 403
    assert as_user(locked, "operator").post("/api/v0/database/tables", json=body).status_code == 422


def test_delete__own_tasks_or_as_admin(locked: House) -> None:
    mine = [data_of(as_user(locked, "operator").post(f"{V0}/tasks", json={}))["task_id"] for _ in range(2)]
    assert refusal(as_user(locked, "rival").delete(f"{V0}/tasks/{mine[0]}")) == (403, "forbidden")
    assert locked.directory(mine[0]).is_dir()
    data_of(as_user(locked, "operator").delete(f"{V0}/tasks/{mine[0]}"))
    data_of(as_user(locked, "admin").delete(f"{V0}/tasks/{mine[1]}"))


def test_create__created_by_is_the_token_s(locked: House) -> None:
    client = as_user(locked, "operator")
    task_id = data_of(client.post(f"{V0}/tasks", json={"created_by": "somebody else"}))["task_id"]
    assert data_of(client.get(f"{V0}/tasks/{task_id}"))["created_by"] == "operator"


def test_create__created_by_of_the_body_on_an_open_server(client: FlaskClient) -> None:
    task_id = data_of(client.post(f"{V0}/tasks", json={"created_by": "ann"}))["task_id"]
    assert data_of(client.get(f"{V0}/tasks/{task_id}"))["created_by"] == "ann"


@pytest.mark.parametrize(
    ("name", "password", "role"), [("a b", PASSWORD, "viewer"), ("ann", "short", "viewer"), ("ann", PASSWORD, "king")]
)
def test_add__wrong(bus: Connection, name: str, password: str, role: str) -> None:
    with pytest.raises(users.InvalidInput):
        users.add(bus, name, password, role)
