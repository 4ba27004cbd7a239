"""The command line in this process, over a bus and a store of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import cli
from tests.cli.command import SHOP, Run
from tests.postgres import as_url, run_sql


@pytest.fixture
def environment(tmp_path: Path, make_database: Callable[..., str]) -> dict[str, str]:
    """Settings for commands in this process and for children."""
    database = make_database()
    return {
        "DATABASE_URL": database,
        "VECTOR_DATABASE_URL": database,
        "TRAINYARD_HOME": str(tmp_path / "home"),
        "TRAINING_DATA_DIR": str(tmp_path / "training_data"),
        "EMBEDDER": "hash",
        "JWT_SECRET": "",
        "LC_ALL": "C.UTF-8",
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def command(*arguments: str, input: str = "", exit_code: int = 0, **more: str) -> Result:
        result = CliRunner().invoke(cli, arguments, input=input, env={**environment, **more})
        assert result.exit_code == exit_code, result.output
        return result

    return command


@pytest.fixture(scope="session")
def shop(make_database: Callable[..., str]) -> str:
    """Connection URL of a small business database."""
    dsn = make_database()
    run_sql(dsn, SHOP)
    return as_url(dsn)
