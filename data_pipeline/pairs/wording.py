"""The languages that a query tree can be worded in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.slots import chinese_slots, english_slots, unmentioned
from data_pipeline.pairs.to_chinese import to_chinese
from data_pipeline.pairs.to_english import to_english
from data_pipeline.pairs.tree import Query
from data_pipeline.pairs.words import ChineseWords, EnglishWords

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Wording:
    """How to ask in one language, and how to tell whether a question leaves something out."""

    language: Language
    ask: Callable[[Query], str]
    slots: Callable[[Query], list[tuple[str, ...]]]

    def missing(self, query: Query, question: str) -> list[tuple[str, ...]]:
        """The parts of the query that the question does not mention; empty when it is complete."""
        return unmentioned(self.slots(query), question)


def wording(catalog: Catalog, language: Language) -> Wording:
    """The vocabulary and grammar of one language for one catalog."""
    if language == "zh":
        chinese = ChineseWords(catalog)
        return Wording(language, partial(to_chinese, words=chinese), partial(chinese_slots, words=chinese))
    english = EnglishWords(catalog)
    return Wording(language, partial(to_english, words=english), partial(english_slots, words=english))
