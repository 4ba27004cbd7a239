"""The second step: question-SQL pairs and the themes of the database, made from its catalog without any LLM."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.files import write_json, write_text
from data_pipeline.names import shown
from data_pipeline.pairs.generate import Pair, generate_pairs
from data_pipeline.pairs.metadata import metadata_sql, themes
from data_pipeline.pairs.wording import Language
from data_pipeline.step import PipelineError, Step
from data_pipeline.steps.requested import requested_catalog

METADATA_NAME = "metadata.txt"
_PAIR_FILE = re.compile(r"qs_.+_\d{8}_\d{6}_pair\.json(\.backup)?")
_MESSAGES = {
    "zh": {
        "reading": "正在读取数据库结构",
        "empty": "表 {} 没有数据，不生成问答对",
        "table": "表 {}：拟定 {} 个查询",
        "done": "问答对生成完成：{} 个，涉及 {} 个表；主题 {} 个",
    },
    "en": {
        "reading": "Reading the schema",
        "empty": "Table {} is empty: no pairs about it",
        "table": "Table {}: {} queries drawn",
        "done": "Pairs done: {} about {} tables; {} themes",
    },
}


def run(step: Step) -> dict[str, Any]:
    """Write ``qs_<db>_<time>_pair.json`` and ``metadata.txt``; give the numbers of pairs, tables and themes.

    Pair files of earlier runs are removed, so that only one is validated and loaded. Raises PipelineError
    ``language_unknown``, and what reading the table list and the catalog raise. Tables without rows are told in the
    log: nothing can be asked about them, but their documents are worth loading.
    """
    languages = _languages(str(step.parameters.get("language") or "zh"))
    messages = _MESSAGES[languages[0]]
    step.progress(0.0, messages["reading"])
    catalog = requested_catalog(step)
    pairs = _pairs(step, catalog, languages, messages)
    found = themes(catalog, languages[0])
    pair_file = _write(step.directory, _pair_file_name(step, catalog), pairs)
    write_text(step.directory / METADATA_NAME, metadata_sql(found))
    tables = len({table for pair in pairs for table in pair.tables})
    step.logger.info(messages["done"].format(len(pairs), tables, len(found)))
    return {
        "pairs": len(pairs),
        "tables": tables,
        "themes": len(found),
        "languages": list(languages),
        "pair_file": pair_file,
    }


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
    usable = [table for table in catalog.tables if table.row_count]
    for table in catalog.tables:
        if not table.row_count:
            step.logger.warning(messages["empty"].format(shown(*table.key)))
    position = {table.key: number for number, table in enumerate(usable, 1)}

    def on_table(table: Table, drawn: int) -> None:
        message = messages["table"].format(shown(*table.key), drawn)
        step.logger.info(message)
        step.progress(position[table.key] / len(usable), message)

    return generate_pairs(catalog, languages, count=step.parameters.get("max_pairs"), on_table=on_table)


def _pair_file_name(step: Step, catalog: Catalog) -> str:
    database = re.sub(r"[^\w-]+", "_", str(step.parameters.get("db_name") or catalog.database))[:60]
    return f"qs_{database}_{datetime.now():%Y%m%d_%H%M%S}_pair.json"


def _write(directory: Path, name: str, pairs: list[Pair]) -> str:
    """Write the new file, then remove those of earlier runs; gives its name."""
    write_json(directory / name, [{"question": pair.question, "sql": pair.sql} for pair in pairs])
    for earlier in directory.glob("qs_*"):
        if earlier.name != name and _PAIR_FILE.fullmatch(earlier.name):
            earlier.unlink()
    return name
