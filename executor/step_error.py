"""A failure of a step that a person can act on."""

from __future__ import annotations


class StepError(Exception):
    """``sentence`` is English, ``zh`` the same in Chinese; ``code`` is stable; ``retryable``: another try may help."""

    def __init__(self, sentence: str, zh: str, *, code: str, retryable: bool = False) -> None:
        super().__init__(sentence)
        self.sentence, self.zh, self.code, self.retryable = sentence, zh, code, retryable
