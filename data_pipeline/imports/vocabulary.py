"""The words of one language: its forms of speech, and what the catalog's tables and columns are called in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from data_pipeline.catalog.model import Table
from data_pipeline.imports.lexicon import CHINESE, ENGLISH
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.identifiers import plural

Language = Literal["zh", "en"]


class CannotSayError(ValueError):
    """An expression for which there are no words: its query becomes no question."""


class Vocabulary:
    """The words of one language for one catalog."""

    def __init__(self, words: ChineseWords | EnglishWords, language: Language) -> None:
        self.words = words
        self.language = language
        self._templates = ENGLISH if language == "en" else CHINESE

    def say(self, form: str, *parts: str) -> str:
        """The parts in one of the forms of the lexicon."""
        return self._templates[form].format(*parts)

    def listed(self, parts: Sequence[str], last: str = "last_and") -> str:
        """``a, b and c``."""
        head, tail = self._templates["and"].join(parts[:-1]), parts[-1]
        return f"{head}{self._templates[last]}{tail}" if head else tail

    def noun(self, table: Table) -> str:
        """One row of the table."""
        return self.words.table(table)

    def rows(self, table: Table) -> str:
        """The rows of the table."""
        return plural(self.noun(table)) if self.language == "en" else self.noun(table)
