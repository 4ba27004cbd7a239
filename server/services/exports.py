"""The export of a run's directory as bytes to send or to write; the pipeline is used as the library that it is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bus.errors import Conflict
from server.services.archive import streamed

Kind = Literal["jsonl", "spider", "zip"]
Part = Literal["train", "validation"]
TYPES = {"jsonl": "application/x-ndjson", "spider": "application/zip", "zip": "application/zip"}


File = tuple[str, Callable[[], Iterator[bytes]]]  # its name, and what makes its bytes


@dataclass(frozen=True, slots=True)
class Export:
    """What a run exports, and how many pairs are to train and to validate with."""

    train: int
    validation: int
    files: Callable[[Kind], list[File]]


@dataclass(frozen=True, slots=True)
class Download:
    """What is sent under which name; ``pieces`` are made while they are read."""

    file_name: str
    media_type: str
    pieces: Iterator[bytes]


def exported(directory: Path, validation: float) -> Export:
    """The export of the run in a directory; Conflict, with the pipeline's code, while there is nothing to export."""
    from data_pipeline.exports.export import exported as read
    from data_pipeline.step import PipelineError

    try:
        found = read(directory, validation=validation)
    except PipelineError as error:
        refused = Conflict(error.sentence, error.zh)
        refused.code = error.code
        raise refused from None
    return Export(
        len(found.pairs.train),
        len(found.pairs.validation),
        lambda kind: [(file.name, file.pieces) for file in found.files(kind)],
    )


def conversations(found: Export, part: Part, name: str) -> Download:
    """The pairs of one part as conversations; none where no pair was put aside."""
    pieces = dict(found.files("jsonl")).get(f"{part}.jsonl")
    return Download(f"{name}_{part}.jsonl", TYPES["jsonl"], pieces() if pieces else iter(()))


def archive(found: Export, kind: Literal["spider", "zip"], name: str) -> Download:
    """The files of a format as one zip, the same bytes for the same run."""
    said = "export" if kind == "zip" else kind  # a zip of all files of the task has its name alone
    return Download(f"{name}_{said}.zip", TYPES[kind], streamed(_entries(found.files(kind))))


def _entries(files: Iterable[File]) -> Iterator[tuple[zipfile.ZipInfo, Iterator[bytes]]]:
    for name, pieces in files:
        yield zipfile.ZipInfo(name), pieces()
