"""A run that has ended, known by its directory alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_pipeline.step import PipelineError

_CONFIG = "task_config.json"


@dataclass(slots=True)
class FinishedRun:
    """A ``data_pipeline.step.Step`` for those who only read what is there; nobody hears of its progress."""

    directory: Path
    parameters: Mapping[str, Any]
    connections: Mapping[str, str] = field(default_factory=dict)
    logger: logging.Logger = field(default_factory=lambda: logging.getLogger(__name__))

    def progress(self, fraction: float, message: str = "") -> None:
        """Say nothing."""


def finished_run(directory: Path) -> FinishedRun:
    """The run whose files are there; PipelineError ``run_not_found`` without its ``task_config.json``."""
    try:
        parameters = json.loads((directory / _CONFIG).read_text(encoding="utf-8"))["parameters"]
    except (OSError, ValueError, LookupError, TypeError):
        raise PipelineError(
            "run_not_found",
            f"{directory.name} is no directory of a run: it has no {_CONFIG} that can be read.",
            f"{directory.name} 不是任务目录：其中没有可读取的 {_CONFIG}",
        ) from None
    return FinishedRun(directory, parameters if isinstance(parameters, dict) else {})
