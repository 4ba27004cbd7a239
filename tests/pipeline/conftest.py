"""Databases that the tests of the pipeline read; made once, since nothing in them may change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.postgres import run_sql


@pytest.fixture(scope="session")
def make_schema(make_database: Callable[..., str]) -> Callable[[str], str]:
    """Make a database with the given script run in it, and give its URL."""

    def make(script: str) -> str:
        url = make_database()
        run_sql(url, script)
        return url

    return make


@pytest.fixture(scope="session")
def odd_url(make_schema: Callable[[str], str]) -> str:
    """URL of a database with the awkward schema in ``data/odd_schema.sql``."""
    return make_schema(Path(__file__).with_name("data").joinpath("odd_schema.sql").read_text(encoding="utf-8"))
