"""The pipeline as a library of the command line: its errors become ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bus.errors import TrainyardError
from data_pipeline.step import PipelineError


@contextmanager
def as_trainyard_errors() -> Iterator[None]:
    """Let a PipelineError leave the block as a TrainyardError with the same code and sentences."""
    try:
        yield
    except PipelineError as error:
        shown = TrainyardError(error.sentence, error.zh)
        shown.code = error.code
        raise shown from error
