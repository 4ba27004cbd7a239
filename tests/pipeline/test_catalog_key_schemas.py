"""Inferred keys of whole schemas: each is read with its declared keys, then without them, and compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.read import read_catalog
from tests.postgres import run_sql

SCHEMAS = sorted(Path(__file__).with_name("data").joinpath("keys").glob("*.sql"))

Key = tuple[tuple[str, str], ...]  # of "schema.table.column" pairs

_DROP_KEYS = """
    DO $$ DECLARE key record; BEGIN
        FOR key IN SELECT conrelid::regclass AS place, conname FROM pg_constraint WHERE contype = 'f' LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', key.place, key.conname);
        END LOOP;
    END $$
"""
# What no name and no comment tells, and small numbers cannot.
_OUT_OF_REACH = {"travel": {(("public.nation.capital", "public.city.id"),)}}


@pytest.fixture(autouse=True)
def _enough_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is inferred is tested here, not what is left out where a busy machine is too slow for a user."""
    for place in ("observe._STATEMENT_SECONDS", "keys._STATEMENT_SECONDS", "rare_values._SECONDS"):
        monkeypatch.setattr(f"data_pipeline.catalog.{place}", 60)
    monkeypatch.setattr("data_pipeline.catalog.read._LOOKING_SECONDS", 600)


@pytest.mark.parametrize("path", SCHEMAS, ids=[path.stem for path in SCHEMAS])
def test_infer_keys__all_that_were_declared_and_no_others(path: Path, make_schema: Callable[[str], str]) -> None:
    script = path.read_text(encoding="utf-8")
    url = make_schema(script)
    truth = _keys(url, "declared") | _told(script)
    run_sql(url, _DROP_KEYS)
    within_reach = truth - _OUT_OF_REACH.get(path.stem, set())
    assert _keys(url, "inferred") == within_reach, "never analysed"
    run_sql(url, "ANALYZE")
    assert _keys(url, "inferred") == within_reach, "analysed"


def _keys(url: str, source: str) -> set[Key]:
    with closing(connect_read_only(url)) as connection:
        tables = read_catalog(connection).tables
    return {
        tuple(
            (f"{table.schema}.{table.name}.{column}", f"{key.ref_schema}.{key.ref_table}.{ref}")
            for column, ref in sorted(zip(key.columns, key.ref_columns, strict=True))
        )
        for table in tables
        for key in table.foreign_keys
        if key.source == source
    }


def _told(script: str) -> set[Key]:
    """Keys that the data keep from being declared, as the script's comments list them."""
    told = re.findall(r"^-- key: (\S+) -> (\S+)$", script, re.MULTILINE)
    return {((f"public.{column}", f"public.{ref}"),) for column, ref in told}
