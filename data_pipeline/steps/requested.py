"""The catalog that a task is about, read from its business database."""

from __future__ import annotations

from data_pipeline.catalog.connect import reading
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.names import shown
from data_pipeline.sentence import Sentence
from data_pipeline.step import Step
from data_pipeline.table_list import requested_tables


def requested_catalog(step: Step) -> Catalog:
    """The tables that the task names, or all that may be read; those left out are told in the log.

    Raises PipelineError: what reading the table list, connecting and reading the catalog raise.
    """
    tables = requested_tables(step.parameters, step.directory)
    with reading(step.connections["business"]) as connection:
        catalog = read_catalog(connection, tables)
    if catalog.unreadable:
        names = ", ".join(shown(*key) for key in catalog.unreadable)
        left_out = Sentence(
            f"Left out, because this user may not read them: {names}", f"以下表因该用户无权读取而跳过: {names}"
        )
        step.logger.warning(left_out.in_language(step.parameters.get("language")))
    return catalog
