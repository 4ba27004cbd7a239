"""What people also call tables and columns, by the glossary's synonyms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from data_pipeline.catalog.model import Catalog
from data_pipeline.han import has_han
from data_pipeline.pairs.known_values import speakable
from data_pipeline.pairs.words import Place, Words

_MOST = 3  # sets of other names


def other_names(catalog: Catalog, language: Literal["zh", "en"], words: Words) -> list[Mapping[Place, str]]:
    """A few sets of names that say nothing else in this catalog; [] where everything has one name only.

    ``words``: what everything is called as a rule.
    """
    nouns = {words.table(table).strip() for table in catalog.tables}
    named: dict[Place, list[str]] = {}
    for table in catalog.tables:
        columns = words.columns(table)
        spoken = _spoken(table.synonyms, language)
        named[table.key] = [name for name in spoken if name not in nouns and name not in columns]
        for column in table.columns:
            spoken = _spoken(column.synonyms, language)
            named[*table.key, column.name] = [name for name in spoken if name not in columns]
    named = {place: names for place, names in named.items() if names}
    sets = min(_MOST, max(map(len, named.values()), default=0))
    return [{place: names[turn % len(names)] for place, names in named.items()} for turn in range(sets)]


def _spoken(synonyms: Iterable[str], language: Literal["zh", "en"]) -> list[str]:
    """Those of a language; what is neither Chinese nor plain English, or no name but a text, is not spoken of."""
    names = [name for name in synonyms if name and speakable(name)]
    return [name for name in names if (has_han(name) if language == "zh" else name.isascii())]
