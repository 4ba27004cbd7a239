"""What asking has taken: requests, tokens and money, for each purpose, of each step of a run."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from data_pipeline.files import write_json
from data_pipeline.llm.settings import LlmSettings

USAGE_NAME = "llm_usage.json"


@dataclass(slots=True)
class Usage:
    """Figures of one purpose, or their sum."""

    calls: int = 0  # HTTP requests sent, repeated ones included
    retries: int = 0  # those of them that repeat a failed one
    cache_hits: int = 0  # questions whose answer was already there
    failures: int = 0  # questions without a usable answer in the end
    input_tokens: int = 0
    output_tokens: int = 0
    estimated_calls: int = 0  # those whose tokens are ours to guess

    def add(self, other: Usage) -> None:
        """Sum up."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


class LlmFigures:
    """The figures of one step; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: defaultdict[str, Usage] = defaultdict(Usage)

    def count(self, purpose: str, **more: int) -> None:
        """Add to figures of a purpose, by their names."""
        with self._lock:
            self._of[purpose].add(Usage(**more))

    @property
    def total(self) -> Usage:
        """Over all purposes."""
        return _sum(self._of.values())

    def of(self, purpose: str) -> Usage:
        """Of one purpose."""
        return self._of[purpose]

    def write(self, directory: Path, step: str, settings: LlmSettings) -> None:
        """Put the figures of this step in the place of its earlier ones in ``llm_usage.json``, and sum up anew."""
        steps = _earlier(directory / USAGE_NAME)
        steps[step] = {purpose: asdict(usage) for purpose, usage in sorted(self._of.items())}
        spent = _sum(Usage(**usage) for purposes in steps.values() for usage in purposes.values())
        total = {**asdict(spent), "cost": _cost(spent, settings)}
        value = {"model": settings.model, "endpoint": settings.host, "total": total, "steps": steps}
        write_json(directory / USAGE_NAME, value)


def _cost(usage: Usage, settings: LlmSettings) -> float | None:
    """In the currency of the prices; None when there are none."""
    if settings.price_input is None and settings.price_output is None:
        return None
    spent = usage.input_tokens * (settings.price_input or 0) + usage.output_tokens * (settings.price_output or 0)
    return round(spent / 1e6, 6)


def _sum(usages: Iterable[Usage]) -> Usage:
    total = Usage()
    for usage in usages:
        total.add(usage)
    return total


def _earlier(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """The steps of an earlier file, as far as they can be read."""
    names = {one.name for one in fields(Usage)}
    try:
        steps = json.loads(path.read_text(encoding="utf-8"))["steps"]
        whole = all(set(usage) == names for purposes in steps.values() for usage in purposes.values())
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}
    return steps if whole else {}
