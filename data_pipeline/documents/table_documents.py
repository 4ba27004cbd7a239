"""The documents of one table on demand, without a task."""

from __future__ import annotations

from contextlib import closing

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.read import read_catalog
from data_pipeline.documents.ddl import declared_keys, table_ddl
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.markdown import detail_markdown
from data_pipeline.names import shown
from data_pipeline.step import PipelineError


def table_documents(url: str, schema: str, table: str, language: str = "zh") -> tuple[str, str]:
    """(DDL, Markdown) of one table; the DDL of a view is empty.

    Raises PipelineError ``table_not_found``, or ``no_tables`` for one that this user may not read.
    """
    with closing(connect_read_only(url)) as connection:
        catalog = read_catalog(connection, [(schema, table)])
    if not catalog.tables:
        name = shown(schema, table)
        raise PipelineError("no_tables", f"This user may not read table '{name}'.", f"该用户无权读取表 '{name}'")
    found = catalog.tables[0]
    ddl = "" if found.is_view else table_ddl(found, catalog.enum_types, declared_keys(catalog), language)
    return ddl, detail_markdown(found, Descriptions(catalog), language)
