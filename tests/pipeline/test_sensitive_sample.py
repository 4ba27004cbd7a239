"""The project's own sample database: its personal data stay in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from data_pipeline.local_run import Listener, run
from data_pipeline.samples import highway
from data_pipeline.sensitive.guard import masked_columns
from data_pipeline.steps.requested import requested_catalog
from tests.pipeline.plain_step import PlainStep
from tests.postgres import run_sql

SENSITIVE = {
    "MemberCard": {"Phone": "phone", "Email": "email"},
    "bss_complaint": {"complainant_phone": "phone"},
    "bss_employee": {"phone": "phone", "id_card": "id_card", "email": "email", "bank_card": "bank_card"},
    "bss_supplier": {"contact_phone": "phone"},
}
NAMED = {"MemberCard": "HolderName", "bss_employee": "employee_name", "bss_supplier": "contact_name"}
TOKEN = re.compile(r"[\w.+-]+@[\w.-]+\w|\d{11,}[Xx]?")


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sample_url(make_database: Callable[..., str]) -> str:
    url = make_database()
    highway.load(url)
    return url


def columns_of(url: str, mode: str, directory: Path) -> dict[str, dict[str, str]]:
    step = PlainStep(directory, {"sensitive_data": mode}, {"business": url})
    found: dict[str, dict[str, str]] = {}
    for (_, table), column, kind in masked_columns(requested_catalog(step)):
        found.setdefault(table, {})[column] = kind
    return found


def test_requested_catalog__exactly_the_personal_columns_of_the_sample(sample_url: str, tmp_path: Path) -> None:
    assert columns_of(sample_url, "mask", tmp_path) == SENSITIVE
    strict = {table: {**SENSITIVE.get(table, {}), NAMED[table]: "person_name"} for table in NAMED}
    assert columns_of(sample_url, "strict", tmp_path) == {**SENSITIVE, **strict}
    assert columns_of(sample_url, "off", tmp_path) == {}


def test_run__no_personal_value_of_the_sample_gets_out(sample_url: str, database_url: str, tmp_path: Path) -> None:
    parameters = {"embedder": "hash", "language": "both", "max_pairs": 500}
    listener = Listener(lambda line: None, lambda percent, message: None)
    run(tmp_path, parameters, {"business": sample_url, "store": database_url}, listener)
    secret = {
        value.strip()
        for table, columns in SENSITIVE.items()
        for column in columns
        for (value,) in run_sql(sample_url, f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
    }
    assert len(secret) > 4000
    files = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()]
    rows = run_sql(database_url, "SELECT document || cmetadata::text FROM langchain_pg_embedding")
    shown = {token for text in (*files, *(row[0] for row in rows)) for token in TOKEN.findall(text)}
    assert len(files) > 40
    assert shown & secret == set()
