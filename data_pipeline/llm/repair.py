"""SQL that failed, corrected by the LLM; what it gives is checked like any other statement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.llm.client import Llm
from data_pipeline.llm.forms import Statement
from data_pipeline.llm.gate import admitted
from data_pipeline.llm.outgoing import data_block, outgoing
from data_pipeline.llm.prompts import instruction
from data_pipeline.llm.request import Request
from data_pipeline.llm.schema_text import schema_of

TRIES = 2  # of one pair
_MOST_TABLES = 8
_LONGEST_ERROR = 500

Repair = Callable[[str, str, str], str | None]


def sql_repairer(llm: Llm, catalog: Catalog, language: str | None = None) -> Repair:
    """A function of (question, SQL, the database's error) that gives another statement, or None.

    Only the tables that the statement, its question or the error names are told to the LLM. A question is worked on
    twice at most; what comes back is one harmless SELECT over tables of the catalog, and not the one that failed.
    """
    tried: Counter[str] = Counter()

    def repair(question: str, sql: str, error: str) -> str | None:
        tried[question] += 1
        if tried[question] > TRIES:
            return None
        value = {
            "question": question,
            "sql": sql,
            "error": outgoing(error, _LONGEST_ERROR),
            "tables": schema_of(_needed(catalog, f"{sql}\n{question}\n{error}")),
        }
        request = Request("repair", instruction("repair", language), data_block(value), Statement)
        answer = llm.ask(request)
        statement = admitted(answer.sql, catalog) if answer else None
        return statement if statement and statement.rstrip(";") != sql.strip().rstrip("; \n") else None

    return repair


def _needed(catalog: Catalog, text: str) -> list[Table]:
    """The tables that are named, then their neighbours along keys, then those that a name almost fits."""
    words = {word.casefold() for word in re.findall(r"\w+", text)}
    named = [table for table in catalog.tables if table.name.casefold() in words]
    if not named:
        named = [table for table in catalog.tables if any(_alike(word, table.name.casefold()) for word in words)]
    chosen = {table.key: table for table in named}
    for table in named:
        chosen |= {other.key: other for other in _neighbours(catalog, table) if other.key not in chosen}
    return list(chosen.values())[:_MOST_TABLES]


def _neighbours(catalog: Catalog, table: Table) -> Iterator[Table]:
    refers = {(key.ref_schema, key.ref_table) for key in table.foreign_keys}
    return (other for other in catalog.tables if other.key in refers)


def _alike(word: str, name: str) -> bool:
    """Whether one contains the other, as a plural does its singular."""
    return len(word) > 3 and len(name) > 3 and (word in name or name in word)
