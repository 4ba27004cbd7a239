"""The first step: what the database holds, as DDL files, descriptions and a profile."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
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
from data_pipeline.fingerprint.exact import digest
from data_pipeline.fingerprint.record import Changes, Key, compare, read_record, recorded, write_record
from data_pipeline.fingerprint.settings import asked_in_vain, settings_of, tell_renewal
from data_pipeline.glossary.draft import draft
from data_pipeline.glossary.find import DRAFT_NAME, LARGEST_BYTES, draft_edits, task_glossary
from data_pipeline.llm.described import described
from data_pipeline.names import file_stems, shown
from data_pipeline.report.refresh import write_quality_report
from data_pipeline.step import PipelineError, Step
from data_pipeline.steps.requested import undescribed_catalog
from data_pipeline.steps.table_files import PROFILE_NAME, ddl_name, detail_name, profiled
from data_pipeline.steps.unchanged import figures_unchanged

RECORD_NAME = "ddl_generation_fingerprints.json"

_MESSAGES = {
    "zh": {
        "reading": "正在读取数据库结构",
        "read": "已读取数据库 {}：{} 个表，{} 个视图",
        "changed": "与上次相比：{} 个表有变化，{} 个表已不存在，重写 {} 个表的文档，其余保持不变",
        "unchanged": "数据库没有变化：{} 个表的文档保持原样",
        "table": "开始处理表: {}",
        "no_draft": "表太多，未生成术语表草稿；可自行编写 glossary.yaml",
        "done": "DDL与文档生成完成：{} 个DDL文件，{} 个文档，用时 {:.1f} 秒",
    },
    "en": {
        "reading": "Reading the schema",
        "read": "Read database {}; tables: {}, views: {}",
        "changed": "Tables changed since the last run: {}, gone: {}; the files of {} are written anew, all others stay",
        "unchanged": "Nothing has changed: the documents stay as they are (tables: {})",
        "table": "Table: {}",
        "no_draft": "Too many tables to draft a glossary; a glossary.yaml of your own is read all the same",
        "done": "DDL and documents done; DDL files: {}, documents: {}, seconds: {:.1f}",
    },
}


def run(step: Step) -> dict[str, Any]:
    """Write a DDL file per table, a description per table and view, and the profile; give how many there are.

    All requested tables are looked up before anything is written. Only what has changed since the last run is written
    anew, with the tables around it; files of tables that are not in this run are removed.
    """
    started = time.monotonic()
    language = str(step.parameters.get("language") or "zh")
    messages = _MESSAGES["en" if language == "en" else "zh"]
    catalog = _catalog(step, messages)
    earlier, given = read_record(step.directory / RECORD_NAME), settings_of(step)
    settings = digest(given)
    stems = file_stems([*(profiled(step.directory).keys() & catalog.busy), *(table.key for table in catalog.tables)])
    changes = compare(catalog, earlier, settings, lambda table: _stands(step.directory, table, stems[table.key]))
    whole = digest([catalog.database, [asdict(term) for term in task_glossary(step.parameters, step.directory).terms]])
    figures = _figures(catalog, started, redone=len(changes.touched))
    if changes.none and earlier.more.get("whole") == whole and (step.directory / PROFILE_NAME).is_file():
        return figures_unchanged(step, "ddl_generation", figures, messages["unchanged"].format(len(catalog.tables)))
    tell_renewal(step, earlier, given)
    if changes.unchanged:
        told = len(changes.changed), len(changes.gone), len(changes.touched)
        step.logger.info(messages["changed"].format(*told))
    write_record(step.directory / RECORD_NAME, earlier.without(changes.touched, whole=""))
    _write(step, described(step, catalog, changes.changed), changes, stems, language)
    if not asked_in_vain(step.directory, "ddl_generation"):
        record = recorded(catalog, earlier, changes, settings, whole=whole, given=given)
        write_record(step.directory / RECORD_NAME, record)
    figures = _figures(catalog, started, redone=len(changes.touched))
    step.logger.info(messages["done"].format(figures["ddl_files"], figures["documents"], figures["seconds"]))
    write_quality_report(step, "ddl_generation", figures)
    return figures


def _catalog(step: Step, messages: dict[str, str]) -> Catalog:
    step.progress(0.0, messages["reading"])
    catalog = undescribed_catalog(step)
    if not catalog.tables and task_glossary(step.parameters, step.directory).ignored:
        raise PipelineError(
            "no_tables",
            f"The glossary leaves out every table of database '{catalog.database}': ignore less.",
            f"术语表忽略了数据库 '{catalog.database}' 的所有表，请减少 ignore 中的内容",
        )
    if not catalog.tables:
        raise PipelineError(
            "no_tables",
            f"Database '{catalog.database}' has no table that this user may read.",
            f"数据库 '{catalog.database}' 中没有该用户可以读取的表",
        )
    views = sum(table.is_view for table in catalog.tables)
    step.logger.info(messages["read"].format(catalog.database, len(catalog.tables) - views, views))
    return catalog


def _figures(catalog: Catalog, started: float, *, redone: int) -> dict[str, Any]:
    views = sum(table.is_view for table in catalog.tables)
    tables = len(catalog.tables) - views
    seconds = round(time.monotonic() - started, 2)
    documents = len(catalog.tables)
    return {"tables": tables, "views": views, "ddl_files": tables, "documents": documents, "redone": redone,
            "seconds": seconds}  # fmt: skip


def _write(step: Step, catalog: Catalog, changes: Changes, stems: Mapping[Key, str], language: str) -> None:
    """Write the files of the tables that are touched and of the whole database; remove those of tables gone."""
    messages = _MESSAGES["en" if language == "en" else "zh"]
    descriptions, keys = Descriptions(catalog), declared_keys(catalog)
    touched = [table for table in catalog.tables if table.key in changes.touched]
    for n, table in enumerate(touched, 1):
        step.logger.info(messages["table"].format(shown(*table.key)))
        write_text(step.directory / detail_name(stems[table.key]), detail_markdown(table, descriptions, language))
        if not table.is_view:
            text = table_ddl(table, catalog, keys, descriptions, language)
            write_text(step.directory / ddl_name(stems[table.key]), text)
        step.progress(n / len(touched), messages["table"].format(shown(*table.key)))
    profile = profiled(step.directory)
    busy = {key: entry for key, entry in profile.items() if key in catalog.busy}
    stay = {name for table in catalog.tables for name in _names(table, stems[table.key])}
    stay.update(name for key in busy for name in _files_of(stems[key]))
    for name in {name for stem in file_stems(profile).values() for name in _files_of(stem)} - stay:
        (step.directory / name).unlink(missing_ok=True)
    _write_database(step, catalog, [*busy.values()], descriptions, language)


def _write_database(
    step: Step, catalog: Catalog, busy: Sequence[Any], descriptions: Descriptions, language: str
) -> None:
    """Write the profile, with earlier entries of busy tables, the diagram, the terms and the draft of a glossary."""
    tongue: Tongue = "en" if language == "en" else "zh"
    profile = schema_profile(catalog, descriptions, tongue)
    profile["tables"] += busy
    write_json(step.directory / PROFILE_NAME, profile)
    for name, text in diagrams(catalog, descriptions, language).items():
        write_text(step.directory / name, text)
    glossary = task_glossary(step.parameters, step.directory)
    if terms := terms_markdown(glossary.terms, language):
        write_text(step.directory / TERMS_NAME, terms)
    else:
        (step.directory / TERMS_NAME).unlink(missing_ok=True)
    edits = draft_edits(glossary, step.directory)
    _write_draft(step, draft(catalog, descriptions, glossary, language, edits), language)


def _write_draft(step: Step, text: str, language: str) -> None:
    """Write the draft, unless it is larger than what the next run may read."""
    if len(text.encode()) <= LARGEST_BYTES:
        write_text(step.directory / DRAFT_NAME, text)
    else:
        step.logger.warning(_MESSAGES["en" if language == "en" else "zh"]["no_draft"])


def _names(table: Table, stem: str) -> list[str]:
    return [detail_name(stem)] if table.is_view else [detail_name(stem), ddl_name(stem)]


def _stands(directory: Path, table: Table, stem: str) -> bool:
    return all((directory / name).is_file() for name in _names(table, stem))


def _files_of(stem: str) -> set[str]:
    return {ddl_name(stem), detail_name(stem)}
