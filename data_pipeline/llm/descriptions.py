"""Names and descriptions that the LLM wrote, as a file of the run, and how they come into a catalog."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from data_pipeline.catalog.model import Catalog, Column, Table
from data_pipeline.files import write_json
from data_pipeline.names import shown

DESCRIPTIONS_NAME = "llm_descriptions.json"

_Described = TypeVar("_Described", Table, Column)


@dataclass(frozen=True, slots=True)
class Text:
    """What one table or column is called and what it holds; empty where nothing usable was said."""

    titles: Mapping[str, str] = field(default_factory=dict)
    description: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """By what stands in table lists: ``table`` or ``schema.table``, with the column or None."""

    of: Mapping[tuple[str, str | None], Text] = field(default_factory=dict)

    def write(self, directory: Path) -> None:
        """Into ``llm_descriptions.json``, for the later steps."""
        entries = [
            {"table": table, "column": column, "titles": dict(text.titles), "description": text.description}
            for (table, column), text in self.of.items()
        ]
        write_json(directory / DESCRIPTIONS_NAME, {"source": "llm", "texts": entries})


def read_texts(directory: Path) -> Texts:
    """What the first step left; nothing where it left nothing that can be read."""
    try:
        entries = json.loads((directory / DESCRIPTIONS_NAME).read_text(encoding="utf-8"))["texts"]
        return Texts({(entry["table"], entry["column"]): _text(entry) for entry in entries})
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Texts()


def _text(entry: Mapping[str, Any]) -> Text:
    titles = {str(language): str(title) for language, title in entry["titles"].items()}
    return Text(titles, str(entry["description"]))


def applied(catalog: Catalog, texts: Texts) -> Catalog:
    """The catalog with these titles and comments, only where it has none of its own."""
    if not texts.of:
        return catalog
    return replace(catalog, tables=tuple(_table(table, texts) for table in catalog.tables))


def _table(table: Table, texts: Texts) -> Table:
    name = shown(*table.key)
    columns = tuple(_with(column, texts.of.get((name, column.name))) for column in table.columns)
    return replace(_with(table, texts.of.get((name, None))), columns=columns)


def _with(described: _Described, text: Text | None) -> _Described:
    if text is None:
        return described
    titles = {language: title for language, title in text.titles.items() if lacks_name(described, language)}
    changes: dict[str, Any] = {"titles": {**titles, **described.titles}}
    if text.description and not says_something(described):
        changes |= {"comment": text.description, "comment_source": "llm"}
    return replace(described, **changes)


def lacks_name(described: Table | Column, language: str) -> bool:
    """Whether neither a title nor a comment in that language tells what people call it."""
    from data_pipeline.llm.incoming import is_chinese  # without an LLM nothing of it is loaded

    commented = "zh" if is_chinese(described.comment or "") else "en"
    return language not in described.titles and not (says_something(described) and language == commented)


def says_something(described: Table | Column) -> bool:
    """Whether its comment tells more than its name."""
    letters = "".join(filter(str.isalnum, described.comment or "")).casefold()
    return letters != "" and letters != "".join(filter(str.isalnum, described.name)).casefold()
