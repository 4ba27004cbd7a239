"""The catalog that a task is about, read from its business database."""

from __future__ import annotations

from data_pipeline.catalog.connect import reading
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.glossary.use import with_glossary
from data_pipeline.llm.described import with_descriptions
from data_pipeline.names import shown
from data_pipeline.sensitive.guard import guarded, masked_columns
from data_pipeline.sensitive.mode import chosen_mode
from data_pipeline.sentence import Sentence, listed
from data_pipeline.step import Step
from data_pipeline.table_list import requested_tables

_MOST_COLUMNS = 30  # named in one line


def requested_catalog(step: Step) -> Catalog:
    """The same as ``undescribed_catalog``; where that is silent, with the LLM's descriptions of the first step."""
    return with_descriptions(step, undescribed_catalog(step))


def undescribed_catalog(step: Step) -> Catalog:
    """The tables that the task names, or all that may be read; those left out, and their columns, are told in the log.

    Sensitive values are out of it (``sensitive_data``), so that no step can write or send one; the user's glossary is
    in it. Raises PipelineError: ``sensitive_data_unknown``, and what reading the table list, the glossary and the
    catalog raises.
    """
    mode = chosen_mode(step.parameters.get("sensitive_data"))
    tables = requested_tables(step.parameters, step.directory)
    with reading(step.connections["business"]) as connection:
        catalog = guarded(read_catalog(connection, tables), mode)
    language = step.parameters.get("language")
    if catalog.unreadable:
        step.logger.warning(_left_out(catalog).in_language(language))
    if catalog.unreadable_columns:
        step.logger.warning(_columns_left_out(catalog).in_language(language))
    if catalog.busy:
        step.logger.warning(_busy(catalog).in_language(language))
    if masked_columns(catalog):
        step.logger.info(_masked(catalog).in_language(language))
    return with_glossary(step, catalog)


def _left_out(catalog: Catalog) -> Sentence:
    names = ", ".join(shown(*key) for key in catalog.unreadable)
    return Sentence(f"Left out, because this user may not read them: {names}", f"以下表因该用户无权读取而跳过: {names}")


def _columns_left_out(catalog: Catalog) -> Sentence:
    columns = [f"{shown(schema, table)}.{column}" for schema, table, column in catalog.unreadable_columns]
    names = listed(columns, _MOST_COLUMNS)
    return Sentence(
        f"Columns left out, because this user may not read them: {names.en}",
        f"以下列因该用户无权读取而跳过: {names.zh}",
    )


def _busy(catalog: Catalog) -> Sentence:
    names = ", ".join(shown(*key) for key in catalog.busy)
    return Sentence(
        f"Left out, because other work holds them locked: {names}", f"以下表因被其他操作锁定而跳过: {names}"
    )


def _masked(catalog: Catalog) -> Sentence:
    columns = [f"{shown(*key)}.{column} ({kind})" for key, column, kind in masked_columns(catalog)]
    names = ", ".join(columns)
    return Sentence(
        f"Columns with sensitive values masked ({len(columns)}): {names}", f"已屏蔽 {len(columns)} 个敏感列: {names}"
    )
