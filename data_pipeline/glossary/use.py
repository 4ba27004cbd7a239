"""The glossary of a task at work on its catalog."""

from __future__ import annotations

from data_pipeline.catalog.model import Catalog
from data_pipeline.glossary.apply import told, without_ignored
from data_pipeline.glossary.find import task_glossary
from data_pipeline.glossary.match import Matches, match
from data_pipeline.glossary.model import Glossary
from data_pipeline.sentence import Sentence
from data_pipeline.step import Step

_MOST_WARNINGS = 50


def with_glossary(step: Step, catalog: Catalog) -> Catalog:
    """The catalog as the task's glossary has it; what is in the glossary but not in the catalog is told in the log.

    In a run over a part of the tables the glossary may well speak of others, so these are passed over. Raises
    PipelineError ``glossary_missing`` or ``glossary_invalid``.
    """
    glossary = task_glossary(step.parameters, step.directory)
    if not glossary.source:
        return catalog
    found = match(catalog, glossary)
    language = step.parameters.get("language")
    in_part = step.parameters.get("table_list") or step.parameters.get("table_list_file")
    warnings = [*found.warnings, *(() if in_part else found.strangers.values())]
    for warning in warnings[:_MOST_WARNINGS]:
        step.logger.warning(warning.in_language(language))
    step.logger.info(_used(glossary, found).in_language(language))
    return without_ignored(told(catalog, found), found)


def _used(glossary: Glossary, found: Matches) -> Sentence:
    tables = sum(not entry.says_nothing for entry in found.tables.values())
    columns = len(found.columns)
    ignored = len(found.ignored_tables) + len(found.ignored_columns)
    return Sentence(
        f"{glossary.source} tells of tables: {tables}, columns: {columns}, terms: {len(glossary.terms)}; "
        f"tables and columns ignored: {ignored}",
        f"{glossary.source}：采用了 {tables} 个表、{columns} 个字段和 {len(glossary.terms)} 条术语的说明，"
        f"忽略 {ignored} 个表或字段",
    )
