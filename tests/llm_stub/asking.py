"""An Llm of a stub with little patience, for tests that ask it themselves."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from data_pipeline.llm.cache import CACHE_NAME, AnswerCache
from data_pipeline.llm.client import Llm
from data_pipeline.llm.figures import LlmFigures
from data_pipeline.llm.forms import Statement
from data_pipeline.llm.outgoing import data_block
from data_pipeline.llm.patience import Patience
from data_pipeline.llm.prompts import instruction
from data_pipeline.llm.request import Request
from data_pipeline.llm.settings import read_llm_settings
from tests.llm_stub.server import Stub

HURRY = Patience(attempts=3, first_pause=0.01, longest_pause=0.1, step_seconds=20)
LOG = logging.getLogger("llm_test")


@contextmanager
def asking(stub: Stub, directory: Path, patience: Patience = HURRY, **environment: str) -> Iterator[Llm]:
    """An Llm with its cache in the directory."""
    settings = read_llm_settings(stub.environment(**environment))
    assert settings is not None
    with closing(AnswerCache(directory / CACHE_NAME)) as cache:
        with closing(Llm(settings, cache, LlmFigures(), LOG, "en", patience)) as llm:
            yield llm


def request(n: int = 1) -> Request[Statement]:
    """One that the stub answers with the statement itself."""
    value = {"question": f"What is {n}?", "sql": f"SELECT {n}", "error": "odd", "tables": []}
    return Request("repair", instruction("repair", "en"), data_block(value), Statement)
