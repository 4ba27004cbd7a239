"""The first step: what the database holds, as DDL files, descriptions and a profile."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.documents.ddl import declared_keys, table_ddl
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.diagram.files import diagrams
from data_pipeline.documents.markdown import detail_markdown
from data_pipeline.documents.nouns import Tongue
from data_pipeline.documents.profile import schema_profile
from data_pipeline.documents.terms import TERMS_NAME, terms_markdown
from data_pipeline.files import write_json, write_text
from data_pipeline.glossary.draft import draft
from data_pipeline.glossary.find import DRAFT_NAME, LARGEST_BYTES, task_glossary
from data_pipeline.llm.described import described, forget_descriptions
from data_pipeline.names import file_stem, shown
from data_pipeline.report.refresh import write_quality_report
from data_pipeline.step import PipelineError, Step
from data_pipeline.steps.requested import requested_catalog

PROFILE_NAME = "schema_profile.json"

_MESSAGES = {
    "zh": {
        "reading": "正在读取数据库结构",
        "read": "已读取数据库 {}：{} 个表，{} 个视图",
        "table": "开始处理表: {}",
        "no_draft": "表太多，未生成术语表草稿；可自行编写 glossary.yaml",
        "done": "DDL与文档生成完成：{} 个DDL文件，{} 个文档，用时 {:.1f} 秒",
    },
    "en": {
        "reading": "Reading the schema",
        "read": "Read database {}: {} tables, {} views",
        "table": "Table: {}",
        "no_draft": "Too many tables to draft a glossary; a glossary.yaml of your own is read all the same",
        "done": "DDL and documents done: {} DDL files, {} documents, {:.1f} seconds",
    },
}


def run(step: Step) -> dict[str, Any]:
    """Write a DDL file per table, a description per table and view, and the profile; give how many there are.

    All requested tables are looked up before anything is written. Files of an earlier run for tables that are not in
    this one are removed.
    """
    started = time.monotonic()
    language = str(step.parameters.get("language") or "zh")
    messages = _MESSAGES["en" if language == "en" else "zh"]
    catalog = _catalog(step, messages)
    ddl_files = _write_tables(step, catalog, language, messages)
    seconds = round(time.monotonic() - started, 2)
    step.logger.info(messages["done"].format(ddl_files, len(catalog.tables), seconds))
    views = len(catalog.tables) - ddl_files
    figures = {
        "tables": ddl_files,
        "views": views,
        "ddl_files": ddl_files,
        "documents": len(catalog.tables),
        "seconds": seconds,
    }
    write_quality_report(step, "ddl_generation", figures)
    return figures


def _catalog(step: Step, messages: dict[str, str]) -> Catalog:
    step.progress(0.0, messages["reading"])
    forget_descriptions(step)
    catalog = requested_catalog(step)
    if not catalog.tables:
        raise PipelineError(
            "no_tables",
            f"Database '{catalog.database}' has no table that this user may read.",
            f"数据库 '{catalog.database}' 中没有该用户可以读取的表",
        )
    views = sum(table.is_view for table in catalog.tables)
    step.logger.info(messages["read"].format(catalog.database, len(catalog.tables) - views, views))
    return described(step, catalog)


def _write_tables(step: Step, catalog: Catalog, language: str, messages: dict[str, str]) -> int:
    """Write the files of every table and of the whole database; how many DDL files there are."""
    earlier = _files_of_profile(step.directory / PROFILE_NAME)
    descriptions, keys = Descriptions(catalog), declared_keys(catalog)
    written: set[str] = set()
    for n, table in enumerate(catalog.tables, 1):
        step.logger.info(messages["table"].format(shown(*table.key)))
        texts = {detail_name(table): detail_markdown(table, descriptions, language)}
        if not table.is_view:
            texts[ddl_name(table)] = table_ddl(table, catalog, keys, descriptions, language)
        for name, text in texts.items():
            write_text(step.directory / name, text)
        written.update(texts)
        step.progress(n / len(catalog.tables), messages["table"].format(shown(*table.key)))
    _write_database(step, catalog, descriptions, language)
    for name in earlier - written:
        (step.directory / name).unlink(missing_ok=True)
    return sum(name.endswith(".ddl") for name in written)


def _write_database(step: Step, catalog: Catalog, descriptions: Descriptions, language: str) -> None:
    """Write the profile, the diagram, the business terms and the draft of a glossary."""
    tongue: Tongue = "en" if language == "en" else "zh"
    write_json(step.directory / PROFILE_NAME, schema_profile(catalog, descriptions, tongue))
    for name, text in diagrams(catalog, descriptions, language).items():
        write_text(step.directory / name, text)
    glossary = task_glossary(step.parameters, step.directory)
    if terms := terms_markdown(glossary.terms, language):
        write_text(step.directory / TERMS_NAME, terms)
    else:
        (step.directory / TERMS_NAME).unlink(missing_ok=True)
    _write_draft(step, draft(catalog, descriptions, glossary, language), language)


def _write_draft(step: Step, text: str, language: str) -> None:
    """Write the draft, unless it is larger than what the next run may read."""
    if len(text.encode()) <= LARGEST_BYTES:
        write_text(step.directory / DRAFT_NAME, text)
    else:
        step.logger.warning(_MESSAGES["en" if language == "en" else "zh"]["no_draft"])


def ddl_name(table: Table) -> str:
    """The name of a table's DDL file."""
    return f"{file_stem(*table.key)}.ddl"


def detail_name(table: Table) -> str:
    """The name of a table's description."""
    return f"{file_stem(*table.key)}_detail.md"


def _files_of_profile(path: Path) -> set[str]:
    """The files that an earlier run wrote, by its profile; none where there is no profile that can be read."""
    try:
        tables = json.loads(path.read_text(encoding="utf-8"))["tables"]
        stems = [file_stem(table["schema"], table["name"]) for table in tables]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {f"{stem}{ending}" for stem in stems for ending in (".ddl", "_detail.md")}
