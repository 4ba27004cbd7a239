"""What is said to people, in the two languages that a task may ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same in English and in Chinese."""

    en: str
    zh: str

    def in_language(self, language: str | None) -> str:
        """The English text for ``en``, the Chinese one for all else."""
        return self.en if language == "en" else self.zh
