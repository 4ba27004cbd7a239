"""The languages that a query tree can be worded in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.chinese.composed import to_chinese
from data_pipeline.pairs.chinese.slots import CHINESE_SLOTS
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.english.composed import to_english
from data_pipeline.pairs.english.slots import ENGLISH_SLOTS
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.other_names import other_names
from data_pipeline.pairs.slots import Slot, SlotWords, slots_of, unmentioned
from data_pipeline.pairs.tree import Question
from data_pipeline.pairs.words import Place, Words

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Wording:
    """How to ask in one language, and how to tell whether a question leaves something out."""

    language: Language
    words: Words
    slot_words: SlotWords
    _ask: Callable[[Question, Random], str]

    def ask(self, question: Question, seed: int = 0) -> str:
        """The question in words; another ``seed`` may word it otherwise."""
        return self._ask(question, Random(seed))  # noqa: S311 - repeatable on purpose

    def missing(self, question: Question, text: str) -> list[Slot]:
        """The parts of the query that the text does not mention; empty when it is complete."""
        denied = bool(self.slot_words.denies.search(text))
        return unmentioned(slots_of(question, self.words, self.slot_words, denied=denied), text)


def wordings(catalog: Catalog, language: Language) -> list[Wording]:
    """The usual one first, then those with other names for the same things, if there are any."""
    usual = wording(catalog, language)
    return [usual, *(wording(catalog, language, called) for called in other_names(catalog, language, usual.words))]


def wording(catalog: Catalog, language: Language, called: Mapping[Place, str] | None = None) -> Wording:
    """The vocabulary and grammar of one language for one catalog; ``called``: other names for some of it."""
    if language == "zh":
        chinese = ChineseWords(catalog, called)
        return Wording("zh", chinese, CHINESE_SLOTS, lambda question, rng: to_chinese(question, chinese, rng))
    english = EnglishWords(catalog, called)
    return Wording("en", english, ENGLISH_SLOTS, lambda question, rng: to_english(question, english, rng))
