"""The first questions about each table, shown in its document: by the pairs as they are, also after validation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from data_pipeline.documents.questions import with_examples
from data_pipeline.fingerprint.made import MadePair, from_json, still_there
from data_pipeline.fingerprint.record import Key, read_record
from data_pipeline.names import file_stems
from data_pipeline.steps.table_files import detail_name, profiled

RECORD_NAME = "qa_generation_fingerprints.json"


def show_examples(directory: Path, tables: Iterable[Key], pairs: Iterable[MadePair]) -> None:
    """Write them into the documents of the tables; of a table that no pair is about, earlier ones go."""
    questions = defaultdict[Key, list[str]](list)
    for pair in pairs:
        if pair.source in ("generated", "spare"):
            questions[pair.tables[0]].append(pair.question)
    keys = list(tables)
    stems = file_stems([*keys, *profiled(directory)])
    for key in keys:
        with_examples(directory / detail_name(stems[key]), questions[key])


def show_valid_examples(directory: Path, pairs: Iterable[Mapping[str, Any]]) -> None:
    """The same by the pairs that validation leaves in a file; nothing where no run made them."""
    made = from_json(read_record(directory / RECORD_NAME).more.get("pairs"))
    tables = {pair.tables[0] for pair in made if pair.tables}
    show_examples(directory, sorted(tables), still_there(made, pairs))
