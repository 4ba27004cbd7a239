"""The files of the diagram."""

from __future__ import annotations

from data_pipeline.catalog.model import Catalog
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.diagram.content import content
from data_pipeline.documents.diagram.mermaid import mermaid
from data_pipeline.documents.diagram.svg import svg
from data_pipeline.documents.wording import wordings


def diagrams(catalog: Catalog, descriptions: Descriptions, language: str) -> dict[str, str]:
    """{file name: text} of the picture of tables and keys, drawn and as Mermaid."""
    wording = wordings(language)[0]
    titles = {table.key: descriptions.title(table, wording.tongue) for table in catalog.tables}
    shown = content(catalog, titles)
    return {"er.svg": svg(shown, wording), "er.mmd": mermaid(shown)}
