"""Databases that the tests of the pipeline read; made once, since nothing in them may change."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from psycopg2.extensions import make_dsn, parse_dsn

from data_pipeline.catalog.model import Catalog
from data_pipeline.samples.highway import load
from tests.pipeline.business import catalog_of
from tests.pipeline.rerun import SHOP, Place
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


@pytest.fixture
def narrow_url(database_url: str) -> Iterator[str]:
    """URL of a database with a role that may read only a part of it."""
    role = f"narrow_{uuid.uuid4().hex[:12]}"
    run_sql(
        database_url,
        f"""
        CREATE ROLE {role} LOGIN PASSWORD 'narrow';
        CREATE SCHEMA hidden;
        CREATE TABLE hidden.t (id int);
        CREATE TABLE open (id int);
        CREATE TABLE closed (id int);
        CREATE TABLE half (id int PRIMARY KEY, name text, salary int);
        GRANT SELECT ON open TO {role};
        GRANT SELECT (name) ON half TO {role};
        GRANT SELECT ON hidden.t TO {role};
        """,
    )
    yield make_dsn(database_url, user=role, password="narrow")
    run_sql(database_url, f"DROP OWNED BY {role}; DROP ROLE {role}")


@pytest.fixture(scope="session")
def rerun_template(make_database: Callable[..., str]) -> str:
    """The name of a template database: nobody may stay connected to it."""
    url = make_database()
    run_sql(url, SHOP)
    run_sql(url, "ANALYZE")
    return str(parse_dsn(url)["dbname"])


@pytest.fixture
def place(make_database: Callable[..., str], rerun_template: str, tmp_path: Path) -> Place:
    """A database and a store, and a directory with a run over them."""
    place = Place(make_database(template=rerun_template), make_database(), tmp_path)
    place.run()
    return place


@pytest.fixture(scope="session")
def highway_url(make_database: Callable[..., str]) -> str:
    """URL of the sample database."""
    url = make_database()
    load(url)
    return url


@pytest.fixture(scope="session")
def highway(highway_url: str) -> Catalog:
    """What is read of the sample database."""
    return catalog_of(highway_url)
