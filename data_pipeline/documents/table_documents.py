"""The documents of one table on demand, without a task."""

from __future__ import annotations

from data_pipeline.catalog.connect import reading
from data_pipeline.catalog.read import read_catalog
from data_pipeline.documents.ddl import declared_keys, table_ddl
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.markdown import detail_markdown
from data_pipeline.sensitive.guard import guarded
from data_pipeline.sensitive.mode import chosen_mode


def table_documents(url: str, schema: str, table: str, language: str = "zh") -> tuple[str, str]:
    """(DDL, Markdown) of one table; the DDL of a view is empty.

    Raises PipelineError ``table_not_found`` or ``table_not_readable``, and what ``reading`` raises.
    """
    with reading(url) as connection:
        catalog = guarded(read_catalog(connection, [(schema, table)]), chosen_mode())
    found = catalog.tables[0]
    descriptions = Descriptions(catalog)
    ddl = "" if found.is_view else table_ddl(found, catalog, declared_keys(catalog), descriptions, language)
    return ddl, detail_markdown(found, descriptions, language)
