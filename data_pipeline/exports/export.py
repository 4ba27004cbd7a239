"""What a finished run exports, as files whose bytes are made while they are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from data_pipeline.exports.chat import chat_lines
from data_pipeline.exports.finished_run import finished_run
from data_pipeline.exports.schema import Schema, read_schema
from data_pipeline.exports.spider import spider_examples, spider_tables
from data_pipeline.exports.split import Split, split
from data_pipeline.store.shippable import shippable
from data_pipeline.validation.pair_file import Pair

Format = Literal["jsonl", "spider", "zip"]
_DOCUMENTS = (
    "*.ddl", "*_detail.md", "schema_profile.json", "metadata.txt", "glossary*.yaml", "er.svg", "er.mmd",
    "quality_report.json", "quality_report.html",
)  # fmt: skip
_PIECE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of an export; ``pieces`` makes its bytes."""

    name: str
    pieces: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Exported:
    """The pairs of a run that may ship, those to check with apart, and the schema that they are about."""

    directory: Path
    db_id: str
    schema: Schema
    pairs: Split

    def files(self, kind: Format) -> list[ExportFile]:
        """The files of one format: the conversations; Spider's files; or everything, each format in its directory."""
        if kind == "jsonl":
            return self._chat("")
        if kind == "spider":
            return self._spider("")
        whole = [*self.pairs.train, *self.pairs.validation]
        pairs = ExportFile("pairs.json", lambda: iter([_json(_bare(whole))]))
        documents = [_document(path) for pattern in _DOCUMENTS for path in sorted(self.directory.glob(pattern))]
        return [pairs, *self._chat("finetune/"), *self._spider("spider/"), *filter(None, documents)]

    def _chat(self, folder: str) -> list[ExportFile]:
        made = [ExportFile(f"{folder}train.jsonl", lambda: chat_lines(self.pairs.train, self.schema))]
        if self.pairs.validation:
            name = f"{folder}validation.jsonl"
            made.append(ExportFile(name, lambda: chat_lines(self.pairs.validation, self.schema)))
        return made

    def _spider(self, folder: str) -> list[ExportFile]:
        tables = _json(spider_tables(self.schema, self.db_id))
        made = [
            ExportFile(f"{folder}tables.json", lambda: iter([tables])),
            ExportFile(f"{folder}train.json", lambda: spider_examples(self.pairs.train, self.db_id)),
        ]
        if self.pairs.validation:
            name = f"{folder}dev.json"
            made.append(ExportFile(name, lambda: spider_examples(self.pairs.validation, self.db_id)))
        return made


def exported(directory: Path, *, validation: float = 0.0) -> Exported:
    """The export of the run in a directory, with a share (0..1) of its pairs put aside to check with.

    Only pairs that passed validation. Raises PipelineError ``run_not_found``, ``documents_missing``,
    ``profile_invalid``, ``pair_file_missing``, ``pair_file_invalid``, ``validation_missing``,
    ``validation_report_invalid``.
    """
    run = finished_run(directory)
    schema = read_schema(directory)
    pairs, _ = shippable(run)
    db_id = str(run.parameters.get("db_name") or schema.database)
    return Exported(directory, db_id, schema, split(pairs, validation) if validation else Split(pairs, []))


def _bare(pairs: Sequence[Pair]) -> list[Pair]:
    return [{"question": pair["question"], "sql": pair["sql"]} for pair in pairs]


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _document(path: Path) -> ExportFile | None:
    if path.is_symlink() or not path.is_file():
        return None
    return ExportFile(f"documents/{path.name}", lambda: _content(path))


def _content(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while piece := source.read(_PIECE_BYTES):
            yield piece
