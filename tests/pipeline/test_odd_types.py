"""Columns of types that are no numbers, texts or dates: described as what they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data_pipeline.documents.table_documents import table_documents

SHOPS = """
    CREATE DOMAIN picture AS bytea;
    CREATE TABLE shop (id int PRIMARY KEY, title text, opens time, closes time(0) with time zone, slot timestamp,
        raw bytea, logo picture);
    INSERT INTO shop SELECT i, 'Shop ' || i, time '08:00' + i % 5 * interval '30 min', '18:00+02', '2025-01-01 10:00',
        decode('13800130001', 'escape'), decode('13900130001', 'escape') FROM generate_series(1, 60) i;
    ANALYZE;
"""


@pytest.fixture(scope="module")
def documents(make_schema: Callable[[str], str]) -> str:
    return "\n".join(table_documents(make_schema(SHOPS), "public", "shop", "en"))


def test_documents__time_of_day_is_no_date(documents: str) -> None:
    assert "- opens (time without time zone) - Time of the opens of the shop; from 08:00:00 to 10:00:00 " in documents
    assert "- closes (time(0) with time zone) - Time of the closes of the shop" in documents
    assert "- slot (timestamp without time zone) - Date and time " in documents


def test_documents__show_no_bytes(documents: str) -> None:
    assert "- raw (bytea) - Binary content: raw of the shop [inferred]\n" in documents
    assert b"13800130001".hex() not in documents
    assert b"13900130001".hex() not in documents
