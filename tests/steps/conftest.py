"""Contexts for step functions, as the process of a step makes them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from contexts import MakeContext

from executor.python_step import Context


@pytest.fixture
def events() -> list[dict[str, Any]]:
    """What the step sent."""
    return []


@pytest.fixture
def context(tmp_path: Path, events: list[dict[str, Any]]) -> MakeContext:
    """Make a context of a definition, its directory empty."""
    directory = tmp_path / "task"
    directory.mkdir()

    def make(**definition: Any) -> Context:
        return Context(directory, {}, {}, logging.getLogger("step"), events.append, definition, "en")

    return make
