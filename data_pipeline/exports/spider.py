"""The schema and the pairs as the Spider benchmark has them: ``tables.json`` and ``train.json``.

The field ``sql``, Spider's own parsed form, stays empty: it knows only a part of SQL, and training needs none of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from data_pipeline.exports.schema import Schema
from data_pipeline.validation.pair_file import Pair
from data_pipeline.word_split import split_words

_QUESTION_WORD = re.compile(r"[\u4e00-\u9fff]|[^\W_\u4e00-\u9fff]+(?:['.-][^\W_\u4e00-\u9fff]+)*|\S")
_SQL_WORD = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\d+(?:\.\d+)?|\w+|<=|>=|<>|!=|\|\||::|\S")
_NUMBER = re.compile(r"(?:big|small)?int|integer|numeric|decimal|real|double|float|money|serial|oid")
_TIME = re.compile(r"date|time|interval|year")


def spider_tables(schema: Schema, db_id: str) -> list[dict[str, Any]]:
    """The one entry of ``tables.json``. Keys that are inferred stand among the others, and alone as well."""
    columns = [(n, table, column) for n, table in enumerate(schema.tables) for column in table.columns]
    place = {(table.key, column[0]): number for number, (_, table, column) in enumerate(columns, 1)}
    return [
        {
            "db_id": db_id,
            "table_names_original": [table.shown for table in schema.tables],
            "table_names": [_said(table.name) for table in schema.tables],
            "column_names_original": [[-1, "*"], *([n, column[0]] for n, _, column in columns)],
            "column_names": [[-1, "*"], *([n, _said(column[0])] for n, _, column in columns)],
            "column_types": ["text", *(_type(column[1]) for _, _, column in columns)],
            "primary_keys": [place[table.key, name] for table in schema.tables for name in table.primary_key],
            "foreign_keys": [*_keys(schema, place, "declared"), *_keys(schema, place, "inferred")],
            "foreign_keys_inferred": _keys(schema, place, "inferred"),
        }
    ]


def spider_examples(pairs: Iterable[Pair], db_id: str) -> Iterator[bytes]:
    """The bytes of ``train.json``, one entry a line."""
    yield b"["
    for number, pair in enumerate(pairs):
        query = pair["sql"].strip().removesuffix(";").rstrip()
        entry = {
            "db_id": db_id,
            "question": pair["question"],
            "question_toks": _QUESTION_WORD.findall(pair["question"]),
            "query": query,
            "query_toks": _SQL_WORD.findall(query),
            "sql": {},
        }
        yield (",\n" if number else "\n").encode() + json.dumps(entry, ensure_ascii=False).encode()
    yield b"\n]\n"


def _keys(schema: Schema, place: Mapping[tuple[tuple[str, str], str], int], source: str) -> list[list[int]]:
    """[column, referenced column] of every column of the foreign keys between these tables."""
    found = []
    for table in schema.tables:
        for key in table.foreign_keys:
            parent = (key["ref_schema"], key["ref_table"])
            for name, other in zip(key["columns"], key["ref_columns"], strict=True):
                if key.get("source", "declared") == source and (parent, other) in place:
                    found.append([place[table.key, name], place[parent, other]])
    return found


def _said(name: str) -> str:
    """The words of the name; Spider has no descriptions."""
    return " ".join(split_words(name)).lower()


def _type(kind: str) -> str:
    """One of Spider's five types."""
    kind = kind.lower()
    if kind.endswith("[]"):
        return "others"
    if kind.startswith("bool"):
        return "boolean"
    if _NUMBER.match(kind):
        return "number"
    if _TIME.match(kind):
        return "time"
    return "others" if kind.startswith(("json", "bytea", "xml", "point", "vector")) else "text"
