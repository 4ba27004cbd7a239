"""What a step function of the pipeline gets from whoever runs it, and what it may raise."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol


class Step(Protocol):
    """The context of one run of a step. The executor makes one; so does the command line without any tracking."""

    directory: Path  # the task's directory; every file is written below it
    parameters: Mapping[str, Any]  # of the task, as the user gave them
    connections: Mapping[str, str]  # URLs with passwords: "business" (the database to read), "store" (pgvector)
    logger: logging.Logger

    def progress(self, fraction: float, message: str = "") -> None:
        """Say how far the step is (0..1) and what it does now."""


class PipelineError(Exception):
    """A failure that a person can act on.

    ``sentence`` is English, ``zh`` the same in Chinese; both are shown as they are. ``code`` is stable; ``retryable``
    asks for another try.
    """

    def __init__(self, code: str, en: str, zh: str | None = None, *, retryable: bool = False) -> None:
        super().__init__(en)
        self.code = code
        self.sentence = en
        self.zh = zh or en
        self.retryable = retryable

    def in_language(self, language: str | None) -> str:
        """The English sentence for ``en``, the Chinese one for all else."""
        return self.sentence if language == "en" else self.zh
