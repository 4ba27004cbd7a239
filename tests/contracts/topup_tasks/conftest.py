"""The API over a bus of its own, with the topup workflow and executors that are really started."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from topup import Topup, definition

from bus import migrate, workflows
from bus.db import connect, transaction
from bus.definitions import normalised
from bus.settings import read_settings
from server import launcher
from server.app import create_app
from tests.api.house import CheckingClient


@pytest.fixture
def topup(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Topup]:
    for name, value in {
        "DATABASE_URL": database_url,
        "TRAINYARD_HOME": str(tmp_path / "home"),
        "TRAINING_DATA_DIR": str(tmp_path / "training_data"),
        "JWT_SECRET": "",
    }.items():
        monkeypatch.setenv(name, value)
    connection = connect(database_url)
    migrate.migrate(connection)
    with transaction(connection):
        workflows.create(connection, normalised(definition("topup_standard_workflow")))
    connection.close()
    settings = read_settings()
    app = create_app(settings, database_url, partial(launcher.launch, settings))
    app.test_client_class = CheckingClient
    yield Topup(app.test_client())
    app.extensions["trainyard"].pool.close()
