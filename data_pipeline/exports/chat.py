"""Pairs as conversations for fine-tuning (OpenAI's chat format): the schema, the question, the SQL."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from data_pipeline.exports.schema import Schema, SchemaTable
from data_pipeline.exports.tables_used import tables_used
from data_pipeline.han import has_han
from data_pipeline.validation.pair_file import Pair

_DISTRACTORS = 3  # further tables, so that a model learns to choose
_LONGEST_CONTEXT = 12_000  # characters up to which distractors are added
_TASK = {
    "en": "You turn questions into PostgreSQL. Answer with exactly one SELECT over these tables, and nothing else.",
    "zh": "你负责把问题转换为 PostgreSQL 查询。请只用一条针对下列表的 SELECT 语句作答，不要输出其他内容。",
}


def chat_lines(pairs: Iterable[Pair], schema: Schema) -> Iterator[bytes]:
    """One line of JSON for each pair; the same pair always gives the same line."""
    ddl = {table.key: table.ddl() for table in schema.tables}
    for pair in pairs:
        tables = context_tables(pair["sql"], schema, ddl)
        task = _TASK["zh" if has_han(pair["question"]) else "en"]
        messages = [
            {"role": "system", "content": "\n\n".join([task, *(ddl[table.key] for table in tables)])},
            {"role": "user", "content": pair["question"]},
            {"role": "assistant", "content": pair["sql"]},
        ]
        yield (json.dumps({"messages": messages}, ensure_ascii=False) + "\n").encode()


def context_tables(sql: str, schema: Schema, ddl: dict[tuple[str, str], str]) -> list[SchemaTable]:
    """The tables that the statement reads and a few others, in the order of the schema, which gives nothing away."""
    used = tables_used(sql, schema)
    length = sum(len(ddl[key]) for key in used)
    others = sorted(
        (table.key for table in schema.tables if table.key not in used),
        key=lambda key: hashlib.sha256(f"{sql}\n{key}".encode()).digest(),
    )
    chosen = set(used)
    for key in others[:_DISTRACTORS]:
        if length + len(ddl[key]) <= _LONGEST_CONTEXT:
            chosen.add(key)
            length += len(ddl[key])
    return [table for table in schema.tables if table.key in chosen]
