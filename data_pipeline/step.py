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

    The sentence is shown as it is; ``code`` is stable; ``retryable`` asks for another try.
    """

    def __init__(self, code: str, sentence: str, *, retryable: bool = False) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.retryable = retryable
