"""Runs where stock Vanna is installed: reads a loaded store with Vanna's own class, and adds to it.

Usage: python check_store.py EMBEDDER EXPECTED.json, the checkout on PYTHONPATH (for the embedder's class alone) and the
store's address in PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE. Ends with 0 when everything is as expected.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

try:
    from vanna.legacy.pgvector import PG_VectorStore  # 2.0
except ImportError:
    from vanna.pgvector import PG_VectorStore  # 0.7

from data_pipeline.store.embed import open_embedder


class StockVanna(PG_VectorStore):  # type: ignore[misc]
    """The store as it is; what talks to a model is abstract in Vanna and not needed here."""

    def system_message(self, message: str) -> Any: ...
    def user_message(self, message: str) -> Any: ...
    def assistant_message(self, message: str) -> Any: ...
    def submit_prompt(self, prompt: Any, **kwargs: Any) -> str: ...


def check(vanna: StockVanna, expected: dict[str, Any]) -> None:
    """Raise AssertionError at the first thing that is not as loaded."""
    kinds = vanna.get_training_data()["training_data_type"].value_counts().to_dict()
    assert kinds == expected["kinds"], kinds
    for pair in expected["pairs"]:
        found = vanna.get_similar_question_sql(pair["question"])
        assert found[0] == pair, (pair, found[0])
    for question, sql in expected["paraphrases"]:
        found = vanna.get_similar_question_sql(question)
        assert found[0]["sql"] == sql, (question, found[0])
    for word, kind in (("orders", "ddl"), ("orders", "documentation")):
        find = vanna.get_related_ddl if kind == "ddl" else vanna.get_related_documentation
        assert word in find("订单表 orders")[0], kind
    check_writing(vanna)


def check_writing(vanna: StockVanna) -> None:
    """Vanna's own rows live beside ours and can be taken away again."""
    before = len(vanna.get_training_data())
    row_id = vanna.add_question_sql("Which shop is the newest?", "SELECT name FROM shops ORDER BY opened DESC LIMIT 1")
    assert vanna.get_similar_question_sql("Which shop is the newest?")[0]["sql"].startswith("SELECT name FROM shops")
    assert vanna.remove_training_data(row_id)
    assert len(vanna.get_training_data()) == before


if __name__ == "__main__":
    embedder, expected_file = sys.argv[1:]
    store = StockVanna({"connection_string": "postgresql+psycopg://", "embedding_function": open_embedder(embedder)})
    check(store, json.loads(Path(expected_file).read_text(encoding="utf-8")))
