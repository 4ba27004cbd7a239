"""A bus of its own, a workflow of test steps, and real executors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine import Engine

from bus import db, migrate, settings


@pytest.fixture
def engine(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("TRAINYARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TRAINING_DATA_DIR", str(tmp_path / "training_data"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    connection = db.connect(database_url)
    migrate.migrate(connection)
    yield Engine(connection, settings.read_settings())
    connection.close()
