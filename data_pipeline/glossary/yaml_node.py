"""A piece of a YAML file with its place, and the error about such a place."""

from __future__ import annotations

from dataclasses import dataclass, field

from data_pipeline.step import PipelineError


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


def invalid(name: str, line: int, column: int, en: str, zh: str) -> PipelineError:
    """The error about one place of a glossary."""
    return PipelineError(
        "glossary_invalid",
        f"{name}, line {line}, column {column}: {en}. Correct it, then run the step again.",
        f"{name} 第 {line} 行第 {column} 列：{zh}，请修改后重新执行此步骤",
    )
