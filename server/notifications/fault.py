"""Why a notification could not be delivered."""

from __future__ import annotations


class NotDelivered(Exception):
    """A sentence in English and Chinese; ``again``: another attempt may succeed."""

    def __init__(self, en: str, zh: str, *, again: bool) -> None:
        super().__init__(en)
        self.en, self.zh, self.again = en, zh, again

    def sentence(self, language: str) -> str:
        return self.en if language == "en" else self.zh
