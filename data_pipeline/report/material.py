"""What a run has left in its directory so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_pipeline.report.lenient import mapping, read_json, rows, texts
from data_pipeline.shape.schema import Schema

STEPS = ("ddl_generation", "qa_generation", "sql_validation", "training_load")  # in their order
PROFILE_NAME = "schema_profile.json"
USAGE_NAME = "llm_usage.json"
REPORT_NAME = "quality_report.json"
_PAIR_FILE = re.compile(r"qs_.*?_?(\d{8}_\d{6})_pair\.json")
_VALIDATION = re.compile(r"sql_validation_\d{8}_\d{6}_report\.json")

Pair = tuple[str, str]  # question, SQL


@dataclass(frozen=True, slots=True)
class Material:
    """None and empty stand for what is not there (yet)."""

    profile: dict[str, Any]
    pair_file: str | None  # its name
    pairs: tuple[Pair, ...]  # those that ship: what validation refused is left out
    validation: dict[str, Any]  # the newest report on that pair file
    usage: dict[str, Any]
    earlier: dict[str, Any]  # the report as it was

    @property
    def tables(self) -> list[dict[str, Any]]:
        """The tables and views of the profile that have a name."""
        return [one for one in rows(self.profile.get("tables")) if isinstance(one.get("name"), str)]

    @property
    def schema(self) -> Schema:
        """The names of the profile."""
        return Schema({key_of(table): frozenset(column_names(table)) for table in self.tables})

    def basis(self) -> list[Any]:
        """All that the figures of the pairs are made from, as JSON has it."""
        tables = [
            (key_of(one), column_names(one), one.get("foreign_keys"), one.get("row_count")) for one in self.tables
        ]
        return [tables, self.pair_file, self.pairs]


def read_material(directory: Path) -> Material:
    """Read what is there; what cannot be read counts as absent."""
    pair_file = _newest_pairs(directory)
    validation = _validation_of(directory, pair_file.name) if pair_file else {}
    return Material(
        profile=mapping(read_json(directory / PROFILE_NAME)),
        pair_file=pair_file.name if pair_file else None,
        pairs=_shipped(read_json(pair_file), validation) if pair_file else (),
        validation=validation,
        usage=mapping(read_json(directory / USAGE_NAME)),
        earlier=mapping(read_json(directory / REPORT_NAME)),
    )


def step_results(directory: Path) -> dict[str, dict[str, Any]]:
    """What the engine wrote down of each step that has ended."""
    results = {step: mapping(mapping(read_json(directory / f"{step}_result.json")).get("result")) for step in STEPS}
    return {step: result for step, result in results.items() if result}


def key_of(table: Mapping[str, Any]) -> tuple[str, str]:
    """Schema and name."""
    return str(table.get("schema") or "public"), str(table["name"])


def columns_of(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The columns that have a name."""
    return [one for one in rows(table.get("columns")) if isinstance(one.get("name"), str)]


def column_names(table: Mapping[str, Any]) -> list[str]:
    """In their order."""
    return texts([column["name"] for column in columns_of(table)])


def _newest_pairs(directory: Path) -> Path | None:
    named = [(_PAIR_FILE.fullmatch(path.name), path) for path in directory.glob("qs_*_pair.json")]
    return max(((match[1], path) for match, path in named if match), default=("", None))[1]


def _validation_of(directory: Path, pair_file: str) -> dict[str, Any]:
    names = sorted((path for path in directory.iterdir() if _VALIDATION.fullmatch(path.name)), reverse=True)
    for path in names:
        report = mapping(read_json(path))
        if mapping(report.get("metadata")).get("input_file") == pair_file:
            return report
    return {}


def _shipped(pairs: Any, validation: dict[str, Any]) -> tuple[Pair, ...]:
    judged = rows(validation.get("detailed_results"))
    refused = set(_whole([one for one in judged if one.get("valid") is False]))
    return tuple(pair for pair in _whole(rows(pairs)) if pair not in refused)


def _whole(pairs: list[dict[str, Any]]) -> Iterator[Pair]:
    for pair in pairs:
        question, sql = pair.get("question"), pair.get("sql")
        if isinstance(question, str) and isinstance(sql, str):
            yield question, sql
