"""What makes the context of a step function in tests."""

from __future__ import annotations

from collections.abc import Callable

from executor.python_step import Context

MakeContext = Callable[..., Context]
