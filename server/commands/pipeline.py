"""The pipeline as a library of the command line: its errors become ours; and what its options mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bus.errors import TrainyardError
from data_pipeline.step import PipelineError

LANGUAGES = ("zh", "en", "both")
LANGUAGE_HELP = "Of pairs, documents, log and report; both: queries asked and documents in both, the rest Chinese."
MAX_PAIRS_HELP = "At most so many queries; --language both makes two pairs of each."


@contextmanager
def as_trainyard_errors() -> Iterator[None]:
    """Let a PipelineError leave the block as a TrainyardError with the same code and sentences."""
    try:
        yield
    except PipelineError as error:
        shown = TrainyardError(error.sentence, error.zh)
        shown.code = error.code
        raise shown from error
