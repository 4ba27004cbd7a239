"""A tracked run by hand over a database with sensitive values: none stays in files, store, bus or on the screen."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import TRAINYARD
from tests.pipeline.planted import PERSONS, PLANTED, SCRIPT, places_of
from tests.postgres import as_url, run_sql


@pytest.mark.slow
def test_generate__leaves_no_sensitive_value_in_files_store_or_bus(
    make_database: Callable[..., str], tmp_path: Path, environment: dict[str, str]
) -> None:
    business = make_database()
    run_sql(business, SCRIPT)
    command = [*TRAINYARD, "generate", "--db-connection", as_url(business), "--output-dir", str(tmp_path / "out")]
    command += ["--sensitive-data", "strict"]
    result = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    bus = environment["DATABASE_URL"]
    assert places_of("customer", tmp_path, bus), "the search finds what is there"
    for what, value in {**PLANTED, **PERSONS}.items():
        assert value not in result.stdout + result.stderr, what
        assert places_of(value, tmp_path, bus) == [], what
