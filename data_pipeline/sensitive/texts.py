"""Masking a text by both rules: the forms of sensitive values, and the values that are known."""

from __future__ import annotations

from data_pipeline.sensitive.known import KnownValues
from data_pipeline.sensitive.mode import Kind
from data_pipeline.sensitive.redact import redacted


class Masked:
    """Masks texts of one catalog. Where nothing but secrets is masked, forms are not looked for."""

    def __init__(self, kinds: frozenset[Kind], known: KnownValues) -> None:
        self.kinds = kinds
        self._known = known

    def text(self, text: str) -> str:
        """The text with masks for what is sensitive in it."""
        return redacted(self._known.masked(text), self.kinds)

    def optional(self, text: str | None) -> str | None:
        """The same where there may be no text."""
        return None if text is None else self.text(text)

    def is_clean(self, text: str) -> bool:
        """Whether nothing in it is sensitive."""
        return self.text(text) == text
