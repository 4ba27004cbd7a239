"""What else decides what a step writes: its parameters, its LLM, and the program itself."""

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path
from typing import Any

from data_pipeline.fingerprint.exact import digest
from data_pipeline.llm.figures import USAGE_NAME
from data_pipeline.llm.settings import LlmSettingError, read_llm_settings
from data_pipeline.report.lenient import count, mapping, read_json
from data_pipeline.step import Step

_SOURCES = (".py", ".sql")


def settings_digest(step: Step, *names: str) -> str:
    """Of the task's parameters of these names, of the LLM that it may ask, and of this program."""
    given = {name: step.parameters.get(name) for name in ("language", "business_context", *names)}
    return digest([given, _llm(step), program_digest()])


def asked_in_vain(directory: Path, step: str) -> bool:
    """Whether the LLM left a question of that step's last run unanswered, so that another run may do better."""
    steps = mapping(mapping(read_json(directory / USAGE_NAME)).get("steps"))
    return any(count(mapping(usage).get("failures")) for usage in mapping(steps.get(step)).values())


@functools.cache
def program_digest() -> str:
    """Of the source of the pipeline: another version may write something else."""
    root = str(Path(__file__).parents[1])
    files = [f"{folder}/{name}" for folder, _, names in os.walk(root) for name in names if name.endswith(_SOURCES)]
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(file.removeprefix(root).encode() + b"\0" + Path(file).read_bytes())
    return total.hexdigest()


def _llm(step: Step) -> list[Any]:
    if not step.parameters.get("enable_llm", True):
        return []
    try:
        found = read_llm_settings()
    except LlmSettingError:
        return []
    return [found.base_url, found.model] if found else []
