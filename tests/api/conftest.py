"""An application over a migrated database of its own, with ``training_data`` in a temporary directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from house import V0, House, build, data_of

from bus import connections, migrate, workflows
from bus.db import Connection, connect, execute, transaction
from bus.definitions import normalised
from bus.rows import Workflow
from bus.settings import Settings
from bus.workflow_errors import WorkflowNotFound


@pytest.fixture(scope="session")
def shared_bus(make_database: Callable[..., str]) -> str:
    """URL of a migrated database with the workflows published; the tests empty the rest of it."""
    url = make_database()
    connection = connect(url)
    migrate.migrate(connection)
    workflows.publish(connection)
    connection.close()
    return url


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        home_text=str(tmp_path / "home"), training_data_text=str(tmp_path / "training_data"), upload_limit_text="1"
    )


@pytest.fixture
def make_house(shared_bus: str) -> Iterator[Callable[[Settings], House]]:
    """Build an application by settings of the test's own, over an empty bus."""
    built: list[House] = []

    def make(settings: Settings) -> House:
        built.append(build(settings, shared_bus))
        return built[-1]

    yield make
    for house in built:
        house.app.extensions["trainyard"].pool.close()
    connection = connect(shared_bus)
    execute(
        connection, "DELETE FROM tasks; DELETE FROM connections; DELETE FROM users; DELETE FROM user_preferences", None
    )
    connection.close()


@pytest.fixture
def house(settings: Settings, make_house: Callable[[Settings], House]) -> House:
    return make_house(settings)


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


@pytest.fixture
def bus(house: House) -> Iterator[Connection]:
    connection = connect(house.url)
    yield connection
    connection.close()


@pytest.fixture
def highway(house: House, bus: Connection) -> str:
    """The name of a connection that is known; nobody connects to it."""
    connections.put(bus, house.settings, "highway_db", "postgresql://reader:hush-hush@db.example:5432/highway")
    return "highway_db"


@pytest.fixture
def task_id(client: FlaskClient, highway: str) -> str:
    """A task that has just been created."""
    return str(data_of(client.post(f"{V0}/tasks", json={"task_type": "data_workflow", "db_name": highway}))["task_id"])


@pytest.fixture
def topup(bus: Connection) -> Workflow:
    """A workflow ``topup`` of two steps, with declared parameters."""
    definition = {
        "name": "topup",
        "parameters": {
            "required": {"date_param": {"type": "text", "pattern": "[0-9]{6}"}},
            "optional": {"max_wait_minutes": {"type": "integer", "default": 25, "min": 1}},
        },
        "steps": [
            {"id": "submit", "name": {"zh": "提交", "en": "Submit"}, "command": ["true"]},
            {"id": "collect", "command": ["true"]},
        ],
    }
    try:
        return workflows.active(bus, "topup")
    except WorkflowNotFound:
        with transaction(bus):
            return workflows.create(bus, normalised(definition))
