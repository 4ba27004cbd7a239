"""The files of a small run, as the steps leave them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.pipeline.plain_step import PAIR_FILE

Pair = tuple[str, str]

COUNT = ("How many open orders are there?", "SELECT count(*) FROM orders WHERE state = 'open';")
COUNT_PAID = ("How many paid orders are there?", "SELECT count(*) FROM orders AS o WHERE o.state = 'paid';")
JOIN = (
    "Which shops have sold something?",
    "SELECT DISTINCT s.id, s.name FROM shop s JOIN orders o ON o.shop_id = s.id;",
)
SHOPS = ("What are the shops called?", "SELECT name FROM shop;")
JUST_NULLS = ("Which mail addresses are there?", "SELECT email FROM orders;")
MISSING = ("What is x?", "SELECT x FROM orders;")
PAIRS = [COUNT, COUNT_PAID, JOIN, SHOPS, JUST_NULLS, MISSING]
_REFUSED = {
    JUST_NULLS: ("trivial", "Every value it returns is NULL."),
    MISSING: ("invalid", 'column "x" does not exist'),
}


def write_profile(directory: Path, first_table: str = "nothing") -> None:
    """Four tables (one empty, one in another schema) and a view."""
    value = {
        "database": "shop_db",
        "tables": [
            _table("log", ["id", "order_id"], schema="ops", keys=[_key("order_id", "orders", "inferred", 0.7)]),
            _table(first_table, ["id", "name"], row_count=0),
            _table("orders", ["id", "state", "email", "shop_id"], keys=[_key("shop_id", "shop", "declared", 1.0)]),
            _table("shop", ["id", "name"]),
            _table("totals", ["id"], kind="view"),
        ],
    }
    columns = value["tables"][2]["columns"]
    columns[1] |= {"enum_values": ["open", "paid"], "value_labels": {"open": "not paid"}, "comment_source": "database"}
    columns[2] |= {"sensitive": "email", "comment_source": "glossary"}
    columns[3]["comment"] = ""
    (directory / "schema_profile.json").write_text(json.dumps(value), encoding="utf-8")


def write_validation(directory: Path, refused: Mapping[Pair, tuple[str, str]] | None = None) -> None:
    """The report on the pair file: every pair with its verdict."""
    wrong = _REFUSED if refused is None else refused
    pairs = PAIRS if refused is None else list(refused)
    value = {
        "metadata": {"input_file": PAIR_FILE},
        "summary": {"repairs_attempted": 0, "repairs_successful": 0, "removed_from_file": len(wrong)},
        "detailed_results": [_result(pair, *wrong.get(pair, ("valid", None))) for pair in pairs],
    }
    (directory / "sql_validation_20260101_120001_report.json").write_text(json.dumps(value), encoding="utf-8")


def repaired_result(before: str, after: Pair) -> dict[str, Any]:
    """The entry of a pair that was mended."""
    repair = {
        "rules": ["misspelt"],
        "error_before": "no such column",
        "before": before,
        "after": after[1],
        "applied": True,
    }
    return {**_result(after, "valid", None), "repair": repair}


def codes(advice: Iterable[Mapping[str, Any]]) -> list[str]:
    return [one["code"] for one in advice]


def _table(name: str, columns: list[str], *, schema: str = "public", kind: str = "table", row_count: int = 5,
           keys: list[dict[str, Any]] | None = None) -> dict[str, Any]:  # fmt: skip
    described = [{"name": column, "comment": column, "comment_source": "inferred"} for column in columns]
    return {"schema": schema, "name": name, "kind": kind, "comment": name, "comment_source": "inferred",
            "row_count": row_count, "columns": described, "foreign_keys": keys or []}  # fmt: skip


def _key(column: str, table: str, source: str, confidence: float) -> dict[str, Any]:
    return {"columns": [column], "ref_schema": "public", "ref_table": table, "ref_columns": ["id"], "source": source,
            "confidence": confidence}  # fmt: skip


def _result(pair: Pair, status: str, reason: str | None) -> dict[str, Any]:
    return {"question": pair[0], "sql": pair[1], "valid": status == "valid", "status": status, "error_message": reason}
