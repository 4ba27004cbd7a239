"""The second step: question-SQL pairs and the themes of the database, made from its catalog."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from data_pipeline.catalog.connect import reading
from data_pipeline.catalog.model import Catalog
from data_pipeline.documents.questions import with_examples
from data_pipeline.files import write_json, write_text
from data_pipeline.imports.imported import imported_pairs, not_brought
from data_pipeline.llm.improved import improved
from data_pipeline.names import file_stem, shown
from data_pipeline.pairs.generate import Pair, generate_pairs
from data_pipeline.pairs.metadata import metadata_sql, themes
from data_pipeline.pairs.people import read_people
from data_pipeline.pairs.wording import Language
from data_pipeline.report.refresh import write_quality_report
from data_pipeline.step import PipelineError, Step
from data_pipeline.steps.requested import requested_catalog

if TYPE_CHECKING:
    from data_pipeline.imports.imported_pair import ImportedPair
    from data_pipeline.llm.propose import Proposed

METADATA_NAME = "metadata.txt"
_PAIR_FILE = re.compile(r"qs_.+_\d{8}_\d{6}_pair\.json(\.backup)?")
_MESSAGES = {
    "zh": {
        "reading": "正在读取数据库结构",
        "empty": "表 {} 没有数据，不生成问答对",
        "pairs": "已拟定 {}/{} 个问答对",
        "done": "问答对生成完成：{} 个，涉及 {} 个表；主题 {} 个",
    },
    "en": {
        "reading": "Reading the schema",
        "empty": "Table {} is empty: no pairs about it",
        "pairs": "{} of {} pairs",
        "done": "Pairs done: {} about {} tables; {} themes",
    },
}


def run(step: Step) -> dict[str, Any]:
    """Write ``qs_<db>_<time>_pair.json`` and ``metadata.txt``; give the numbers of pairs, tables and themes.

    Pair files of earlier runs are removed, so that only one is validated and loaded. Raises PipelineError
    ``language_unknown``, and what reading the table list and the catalog raise. Tables without rows are told in the
    log: nothing can be asked about them, but their documents are worth loading.
    """
    started = time.monotonic()
    languages = _languages(str(step.parameters.get("language") or "zh"))
    messages = _MESSAGES[languages[0]]
    step.progress(0.0, messages["reading"])
    catalog = requested_catalog(step)
    brought = imported_pairs(step, catalog, languages)  # first, so that a bad file ends the step early
    better = improved(step, catalog, _pairs(step, catalog, languages, messages), languages)
    made: list[Pair | Proposed] = [*better.pairs, *better.added]
    pairs: list[Pair | Proposed | ImportedPair] = [*brought, *not_brought(made, brought)]
    found = [*themes(catalog, languages[0]), *better.themes]
    pair_file = _write(step.directory, _pair_file_name(step, catalog), pairs)
    write_text(step.directory / METADATA_NAME, metadata_sql(found))
    _show_examples(step.directory, catalog, better.pairs)
    tables = len({table for pair in better.pairs for table in pair.tables})
    step.logger.info(messages["done"].format(len(pairs), tables, len(found)))
    step.progress(1.0, messages["done"].format(len(pairs), tables, len(found)))
    figures = {
        "pairs": len(pairs),
        "imported": len(brought),
        "tables": tables,
        "themes": len(found),
        "languages": list(languages),
        "pair_file": pair_file,
        "seconds": round(time.monotonic() - started, 2),
    }
    write_quality_report(step, "qa_generation", figures)
    return figures


def _languages(language: str) -> tuple[Language, ...]:
    known = get_args(Language)
    if language == "both":
        return known
    if language not in known:
        raise PipelineError(
            "language_unknown",
            f"Language '{language}' is not known: use zh, en or both.",
            f"不支持的语言 '{language}'，请使用 zh、en 或 both",
        )
    return tuple(one for one in known if one == language)


def _pairs(step: Step, catalog: Catalog, languages: tuple[Language, ...], messages: dict[str, str]) -> list[Pair]:
    for table in catalog.tables:
        if not table.row_count:
            step.logger.warning(messages["empty"].format(shown(*table.key)))

    def on_pairs(done: int, wanted: int) -> None:
        step.progress(0.95 * done / wanted, messages["pairs"].format(done, wanted))

    with reading(step.connections["business"]) as connection:
        people = read_people(connection, catalog)
    wanted = step.parameters.get("max_pairs")
    return generate_pairs(catalog, languages, count=wanted, people=people, on_pairs=on_pairs)


def _show_examples(directory: Path, catalog: Catalog, pairs: Sequence[Pair]) -> None:
    """Each table's document shows the first questions about it."""
    questions: dict[tuple[str, str], list[str]] = {table.key: [] for table in catalog.tables}
    for pair in pairs:
        if pair.tables[0] in questions:
            questions[pair.tables[0]].append(pair.question)
    for key, asked in questions.items():
        with_examples(directory / f"{file_stem(*key)}_detail.md", asked)


def _pair_file_name(step: Step, catalog: Catalog) -> str:
    database = re.sub(r"[^\w-]+", "_", str(step.parameters.get("db_name") or catalog.database))[:60]
    return f"qs_{database}_{datetime.now():%Y%m%d_%H%M%S}_pair.json"


def _write(directory: Path, name: str, pairs: Sequence[Pair | Proposed | ImportedPair]) -> str:
    """Write the new file, then remove those of earlier runs; gives its name."""
    write_json(directory / name, [{"question": pair.question, "sql": pair.sql} for pair in pairs])
    for earlier in directory.glob("qs_*"):
        if earlier.name != name and _PAIR_FILE.fullmatch(earlier.name):
            earlier.unlink()
    return name
