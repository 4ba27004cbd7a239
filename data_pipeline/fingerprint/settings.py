"""What else decides what a step writes: its parameters, its LLM, and the program itself."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data_pipeline.fingerprint.exact import digest
from data_pipeline.fingerprint.record import Record
from data_pipeline.llm.figures import USAGE_NAME
from data_pipeline.llm.settings import LlmSettingError, read_llm_settings
from data_pipeline.report.lenient import count, mapping, read_json
from data_pipeline.sentence import Sentence
from data_pipeline.step import Step

_SOURCES = (".py", ".sql")
_SAID = {"llm": Sentence("the LLM", "LLM"), "program": Sentence("the program itself", "程序版本")}


def settings_of(step: Step, *names: str) -> dict[str, str]:
    """A digest of each: the task's parameters of these names, the LLM that it may ask, and this program.

    What the database is about is a setting only where there is an LLM to be told.
    """
    llm = _llm(step)
    told = ("business_context",) if llm else ()
    given = {name: digest(step.parameters.get(name)) for name in ("language", *names, *told)}
    return {**given, "llm": digest(llm), "program": program_digest()}


def tell_renewal(step: Step, earlier: Record, given: Mapping[str, str]) -> None:
    """Say in the log which settings have changed, so that nothing of the last run stays."""
    before = mapping(earlier.more.get("given"))
    if names := [name for name in {**before, **given} if before and before.get(name) != given.get(name)]:
        language = step.parameters.get("language")
        changed = ", ".join(_SAID[name].in_language(language) if name in _SAID else name for name in names)
        step.logger.info(
            Sentence(
                f"Everything is made anew, because this has changed since the last run: {changed}",
                f"以下设置与上次运行不同，全部重新生成：{changed}",
            ).in_language(language)
        )


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
