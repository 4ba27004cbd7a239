"""An LLM in a run that is recorded: its key reaches the processes of the steps, and nothing that they leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.cli import cli
from tests.llm_stub.server import KEY, serving
from tests.pipeline.plain_step import make_shop
from tests.postgres import as_url, run_sql

TABLES = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname !~ '^(pg_|information)'"


def every_row(url: str) -> str:
    """Everything that the database holds, as text."""
    tables = [name for (name,) in run_sql(url, TABLES)]
    assert len(tables) > 5
    return "\n".join(str(run_sql(url, f"SELECT string_agg(t::text, chr(10)) FROM {name} t")) for name in tables)


@pytest.mark.slow
def test_generate__with_an_llm(make_database: Callable[..., str], tmp_path: Path) -> None:
    bus, output = make_database(), tmp_path / "out"
    environment = {
        "DATABASE_URL": bus,
        "VECTOR_DATABASE_URL": bus,
        "TRAINYARD_HOME": str(tmp_path / "home"),
        "TRAINING_DATA_DIR": str(tmp_path / "training_data"),
        "EMBEDDER": "hash",
        "JWT_SECRET": "",
        "LC_ALL": "C.UTF-8",
    }
    with serving() as stub:
        done = CliRunner().invoke(
            cli,
            ["generate", "--db-connection", as_url(make_shop(make_database)), "--output-dir", str(output)],
            env=environment | stub.environment(),
        )
        assert done.exit_code == 0, done.output
        assert stub.keys == {f"Bearer {KEY}"}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"llm_usage.json", "llm_descriptions.json"} <= {path.name for path in output.iterdir()}
    assert [path.name for path in files if KEY.encode() in path.read_bytes()] == []
    rows = every_row(bus)
    assert "llm_usage.json" in rows and KEY not in rows
    assert KEY not in done.output
