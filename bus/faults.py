"""What is wrong with a definition: where, and in words of two languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from bus.workflow_errors import InvalidDefinition

MOST_FAULTS = 20  # are told at once; nobody reads more
MOST_COMPARED = 100  # names; to find the nearest of more takes too long


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; ``field`` is its path in what was given, as ``steps.3.depends_on.0``. Neither text ends in a stop."""

    field: str
    en: str
    zh: str


def refuse(faults: Iterable[Fault]) -> None:
    """InvalidDefinition with the first of these faults; nothing happens when there is none."""
    if found := list(islice(faults, MOST_FAULTS)):
        raise InvalidDefinition(*in_words("工作流定义有误", found))


def in_words(head: str, faults: list[Fault]) -> tuple[str, str, list[dict[str, str]], list[dict[str, str]]]:
    """What an InvalidInput is made of: sentence and details in both languages (``head`` begins the Chinese one)."""
    said = "; ".join(f"{one.field}: {one.en}" for one in faults)
    return (
        said if said.endswith("?") else f"{said}.",
        f"{head}: " + "；".join(f"{one.field}: {one.zh}" for one in faults),
        [{"field": one.field, "error": one.en} for one in faults],
        [{"field": one.field, "error": one.zh} for one in faults],
    )


def unknown(field: str, known: Iterable[str], kind: tuple[str, str] = ("field", "字段")) -> Fault:
    """The fault of a name that nobody knows, with the nearest of those known; ``kind`` is what it should be."""
    near = get_close_matches(field.rpartition(".")[2][:100], islice(known, MOST_COMPARED), 1, 0.5)
    en, zh = f"there is no such {kind[0]}", f"没有该{kind[1]}"
    return Fault(field, f"{en}; did you mean {near[0]}?" if near else en, f"{zh}，是否为 {near[0]}" if near else zh)
