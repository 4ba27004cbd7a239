"""What is said to people, in the two languages that a task may ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same in English and in Chinese.

    What has no step to ask for the language logs the sentence itself, ``logger.warning(Sentence(...))``: whoever
    writes the log of a task chooses. Elsewhere it is English.
    """

    en: str
    zh: str

    def __str__(self) -> str:
        return self.en

    def in_language(self, language: str | None) -> str:
        """The English text for ``en``, the Chinese one for all else."""
        return self.en if language == "en" else self.zh


def listed(names: Sequence[str], most: int) -> Sentence:
    """The first names, and how many there are beside them."""
    first, more = ", ".join(names[:most]), len(names) - most
    if more <= 0:
        return Sentence(first, first)
    return Sentence(f"{first} and {more} more", f"{first} 等 {len(names)} 个")
