"""What a step function gets from whoever runs it, and what it may raise."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol


class Step(Protocol):
    """The context of one run of a step."""

    directory: Path  # the task's directory; every file is written below it
    parameters: Mapping[str, Any]  # of the task
    logger: logging.Logger

    def progress(self, fraction: float, message: str = "") -> None:
        """Say how far the step is (0..1) and what it does now."""


class TopupError(Exception):
    """A failure that a person can act on: ``sentence`` in English, ``zh`` in Chinese, a stable ``code``."""

    retryable = False

    def __init__(self, code: str, en: str, zh: str) -> None:
        super().__init__(en)
        self.code, self.sentence, self.zh = code, en, zh
