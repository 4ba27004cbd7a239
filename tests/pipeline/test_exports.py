"""The validated pairs of a run in the forms of others."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlglot

from data_pipeline.exports.export import Exported, Format, exported
from data_pipeline.exports.split import split
from data_pipeline.step import PipelineError
from tests.pipeline.finished import PAIR_FILE, PAIRS, REFUSED, write_run
from tests.postgres import run_sql


def content(found: Exported, kind: Format, name: str) -> bytes:
    (file,) = (file for file in found.files(kind) if file.name == name)
    return b"".join(file.pieces())


def conversations(found: Exported, name: str = "train.jsonl") -> list[list[dict[str, str]]]:
    return [json.loads(line)["messages"] for line in content(found, "jsonl", name).decode().splitlines()]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_run(tmp_path / "task_1")


def test_chat__question_and_sql_of_what_passed(run: Path) -> None:
    told = conversations(exported(run))
    assert [(messages[1]["content"], messages[2]["content"]) for messages in told] == PAIRS
    assert [[one["role"] for one in messages] for messages in told] == [["system", "user", "assistant"]] * 4


def test_chat__context_has_the_tables_used_and_three_others(run: Path) -> None:
    for messages in conversations(exported(run)):
        tables = re.findall(r"create table (\S+) \(", messages[0]["content"])
        wanted = [name for name in ("orders", "sales.customer") if re.search(rf"\b{name}\b", messages[2]["content"])]
        assert set(wanted) <= set(tables)
        assert len(tables) == len(wanted) + 3
    assert "你负责" in conversations(exported(run))[1][0]["content"]
    assert "You turn" in conversations(exported(run))[0][0]["content"]


def test_chat__ddl_reads_well_and_runs(run: Path, make_database: Callable[..., str]) -> None:
    (orders,) = (table.ddl() for table in exported(run).schema.tables if table.name == "orders")
    assert orders.splitlines()[:3] == [
        "create table orders (  -- 订单表，每单一行",
        "  id integer,  -- 主键",
        "  state varchar(8),  -- 状态 1-open",
    ]
    tables = reversed(exported(run).schema.tables)  # what is pointed at comes after what points at it
    run_sql(make_database(), "CREATE SCHEMA sales;" + "\n".join(table.ddl() for table in tables))


def test_chat__long_comments_end_at_a_word(run: Path) -> None:
    path = run / "schema_profile.json"
    told = "from 2011-04-21 to 2025-04-18; one of Consultation, Diet food, Antibiotics, X-ray, Dental cleaning, Rabies"
    profile = path.read_text(encoding="utf-8").replace("full name", f"{told} vaccine and others; refers to vets")
    path.write_text(profile, encoding="utf-8")
    (customer,) = (table for table in exported(run).schema.tables if table.name == "customer")
    assert customer.columns[1][2] == told.removesuffix(" Rabies") + " …"


def test_chat__same_run_same_bytes(run: Path) -> None:
    assert content(exported(run), "jsonl", "train.jsonl") == content(exported(run), "jsonl", "train.jsonl")


def test_spider__tables(run: Path) -> None:
    (entry,) = json.loads(content(exported(run), "spider", "tables.json"))
    assert entry["db_id"] == "shop"
    assert entry["table_names_original"][:3] == ["orders", "recent", "sales.customer"]
    assert entry["table_names"][:3] == ["orders", "recent", "customer"]
    assert entry["column_names_original"][:4] == [[-1, "*"], [0, "id"], [0, "state"], [0, "customer_id"]]
    assert entry["column_names"][3] == [0, "customer id"]
    assert entry["column_types"][:8] == ["text", "number", "text", "number", "time", "number", "boolean", "others"]
    names = entry["column_names_original"]
    assert [names[place] for place in entry["primary_keys"]] == [[0, "id"], [2, "id"]]
    assert [[names[a], names[b]] for a, b in entry["foreign_keys"]] == [[[0, "customer_id"], [2, "id"]]]
    assert entry["foreign_keys_inferred"] == entry["foreign_keys"]
    lengths = {len(entry[key]) for key in ("column_names", "column_names_original", "column_types")}
    assert len(lengths) == 1


def test_spider__examples(run: Path) -> None:
    examples = json.loads(content(exported(run), "spider", "train.json"))
    assert [one["question"] for one in examples] == [question for question, _ in PAIRS]
    assert examples[0] == {
        "db_id": "shop",
        "question": "How many orders are open?",
        "question_toks": ["How", "many", "orders", "are", "open", "?"],
        "query": "SELECT count(*) FROM orders WHERE state = 'open'",
        "query_toks": ["SELECT", "count", "(", "*", ")", "FROM", "orders", "WHERE", "state", "=", "'open'"],
        "sql": {},
    }
    assert examples[3]["question_toks"] == ["订", "单", "和", "客", "户", "？"]
    for one in examples:
        assert sqlglot.parse_one(" ".join(one["query_toks"]).replace(" . ", "."), dialect="postgres")


def test_spider__no_pairs_is_an_empty_list(tmp_path: Path) -> None:
    found = exported(write_run(tmp_path / "empty", []))
    assert json.loads(content(found, "spider", "train.json")) == []
    assert content(found, "jsonl", "train.jsonl") == b""


def test_zip__everything_but_logs_and_what_did_not_pass(run: Path) -> None:
    (run / "metadata.txt").symlink_to("/etc/passwd")
    names = [file.name for file in exported(run, validation=0.5).files("zip")]
    assert names == [
        "pairs.json", "finetune/train.jsonl", "finetune/validation.jsonl", "spider/tables.json", "spider/train.json",
        "spider/dev.json", "documents/orders.ddl", "documents/orders_detail.md", "documents/schema_profile.json",
    ]  # fmt: skip
    pairs: list[dict[str, Any]] = json.loads(content(exported(run), "zip", "pairs.json"))
    assert [(pair["question"], pair["sql"]) for pair in pairs] == PAIRS
    for file in exported(run).files("zip"):
        assert REFUSED[1].encode() not in b"".join(file.pieces())


def test_split__near_duplicates_stay_together() -> None:
    pairs = [{"question": f"q{n}", "sql": f"SELECT {'abcdefghij'[n % 10]} FROM t WHERE x = {n}"} for n in range(200)]
    train, validation = split(pairs, 0.1)
    assert (len(train), len(validation)) == (180, 20)
    assert not {pair["sql"][7] for pair in train} & {pair["sql"][7] for pair in validation}
    assert split(pairs, 0.1) == (train, validation)
    assert [pair for pair in pairs if pair in train] == train


@pytest.mark.parametrize(("count", "aside"), [(0, 0), (1, 0), (2, 1), (3, 1)])
def test_split__few_pairs(count: int, aside: int) -> None:
    pairs = [{"question": "q", "sql": f"SELECT {'abc'[n]}"} for n in range(count)]
    assert len(split(pairs, 0.1).validation) == aside


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("task_config.json", "run_not_found"),
        ("schema_profile.json", "documents_missing"),
        (PAIR_FILE, "pair_file_missing"),
        ("sql_validation_20260101_120001_report.json", "validation_missing"),
    ],
)
def test_exported__what_is_missing_is_named(run: Path, name: str, code: str) -> None:
    (run / name).unlink()
    with pytest.raises(PipelineError) as caught:
        exported(run)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["[]", "{}", '{"tables": [{"name": 1}]}', '{"tables": 7}', "no json", "\udcff"])
def test_exported__profile_that_cannot_be_read(run: Path, text: str) -> None:
    (run / "schema_profile.json").write_text(text, errors="surrogateescape")
    with pytest.raises(PipelineError) as caught:
        exported(run)
    assert caught.value.code == "profile_invalid"


def test_exported__many_pairs_in_little_memory(tmp_path: Path) -> None:
    many = [(f"question {n}", f"SELECT count(*) FROM orders WHERE id = {n}") for n in range(3_000)]
    found = exported(write_run(tmp_path / "large", many))
    tracemalloc.start()
    total = sum(len(piece) for file in found.files("jsonl") for piece in file.pieces())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total > 1_500_000
    assert peak < 1_000_000
