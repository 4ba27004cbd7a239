"""The directory of a run that has ended: two tables with a view, and pairs of which some are validated."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PAIRS = [
    ("How many orders are open?", "SELECT count(*) FROM orders WHERE state = 'open';"),
    ("有多少已付款的订单？", "SELECT count(*) FROM orders WHERE state = 'paid';"),
    ("List all customers.", 'SELECT c."Name" FROM sales.customer AS c;'),
    ("订单和客户？", 'SELECT o.id, c."Name" FROM orders o JOIN sales.customer c ON c.id = o.customer_id;'),
]
REFUSED = ("Drop it", "DROP TABLE orders;")
PAIR_FILE = "qs_shop_20260101_120000_pair.json"


def column(name: str, kind: str, comment: str = "") -> dict[str, Any]:
    return {"name": name, "type": kind, "comment": comment}


PROFILE = {
    "database": "shop",
    "tables": [
        {"schema": "public", "name": "orders", "kind": "table", "comment": "订单表，每单一行", "primary_key": ["id"],
         "columns": [column("id", "integer", "主键"), column("state", "varchar(8)", "状态\n1-open"),
                     column("customer_id", "integer"), column("paid_at", "timestamp"), column("total", "numeric(10,2)"),
                     column("is_gift", "boolean"), column("tags", "text[]")],
         "foreign_keys": [{"columns": ["customer_id"], "ref_schema": "sales", "ref_table": "customer",
                           "ref_columns": ["id"], "source": "inferred", "confidence": 0.9}]},
        {"schema": "public", "name": "recent", "kind": "view", "comment": "", "primary_key": [],
         "columns": [column("id", "integer")], "foreign_keys": []},
        {"schema": "sales", "name": "customer", "kind": "table", "comment": "Customers", "primary_key": ["id"],
         "columns": [column("id", "integer"), column("Name", "text", "full name")], "foreign_keys": []},
        *({"schema": "public", "name": f"other{n}", "kind": "table", "comment": "", "primary_key": [],
           "columns": [column("x", "integer")], "foreign_keys": []} for n in range(6)),
    ],
}  # fmt: skip


def write_run(
    directory: Path, pairs: Sequence[tuple[str, str]] = PAIRS, refused: Sequence[tuple[str, str]] = (REFUSED,)
) -> Path:
    """Write the files of the run; all ``pairs`` have passed validation, the ``refused`` ones have not."""
    directory.mkdir(parents=True, exist_ok=True)
    rows = [{"question": q, "sql": s} for q, s in (*pairs, *refused)]
    details = [{**row, "valid": (row["question"], row["sql"]) not in refused} for row in rows]
    report = {"metadata": {"input_file": PAIR_FILE}, "summary": {}, "detailed_results": details}
    config = {"task_id": directory.name, "parameters": {"db_name": "shop"}}
    files = {
        PAIR_FILE: rows, "schema_profile.json": PROFILE, "task_config.json": config,
        "sql_validation_20260101_120001_report.json": report,
    }  # fmt: skip
    for name, value in files.items():
        (directory / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    (directory / "orders.ddl").write_text("create table public.orders (id integer);\n")
    (directory / "orders_detail.md").write_text("## orders\n")
    (directory / "data_pipeline.log").write_text("a log\n")
    return directory
