"""A piece of a YAML file with its place, and the error about such a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from data_pipeline.step import PipelineError

MOST_TOLD = 20  # faults; nobody reads more


@dataclass(slots=True)
class Node:
    """A text, a list or a mapping; ``line`` and ``column`` count from 1."""

    line: int
    column: int
    text: str | None = None
    items: list[Node] | None = None
    entries: dict[str, Node] | None = None
    lines: dict[str, int] = field(default_factory=dict)  # of the keys of ``entries``

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written there, as after ``synonyms:``."""
        return self.text is not None and not self.text.strip()


class Fault(NamedTuple):
    """What is wrong at one place of a glossary."""

    line: int
    column: int
    en: str
    zh: str


def invalid(name: str, line: int, column: int, en: str, zh: str) -> PipelineError:
    """The error about one place of a glossary."""
    return invalid_at(name, [Fault(line, column, en, zh)])


def invalid_at(name: str, faults: Sequence[Fault]) -> PipelineError:
    """The error about several places: the first ones, and how many there are besides."""
    told, more = faults[:MOST_TOLD], len(faults) - MOST_TOLD
    en = [f"line {line}, column {column}: {en}" for line, column, en, _ in told]
    zh = [f"第 {line} 行第 {column} 列：{zh}" for line, column, _, zh in told]
    if more > 0:
        en, zh = [*en, f"places besides these: {more}"], [*zh, f"另有 {more} 处"]
    return PipelineError(
        "glossary_invalid",
        f"{name}, {'; '.join(en)}. Correct it, then run the step again.",
        f"{name} {'；'.join(zh)}，请修改后重新执行此步骤",
    )
