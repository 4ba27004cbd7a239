"""Example questions at the end of a table's description, once there are pairs about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from data_pipeline.documents.text import one_line
from data_pipeline.documents.wording import CHINESE, ENGLISH
from data_pipeline.files import write_text
from data_pipeline.han import has_han

_SECTION = re.compile(r"^(?=## )", re.MULTILINE)


def with_examples(path: Path, questions: Sequence[str], most: int = 5) -> None:
    """Write the first ``most`` of a table's questions into its ``_detail.md``, in place of those of an earlier run.

    In a document of both languages each section takes the questions of its own. Nothing happens where the file is not
    there; without questions, earlier ones go.
    """
    if not path.is_file():
        return
    old = path.read_text(encoding="utf-8")
    new = examples_added(old, questions, most)
    if new != old:
        write_text(path, new)


def examples_added(markdown: str, questions: Sequence[str], most: int) -> str:
    """The document with these questions and no others."""
    sections = [section for section in _SECTION.split(markdown) if section.strip()]
    if len(sections) == 1:
        return _section(sections[0], questions[:most]) + "\n"
    fit = {chinese: [one for one in questions if _is_chinese(one) == chinese][:most] for chinese in (True, False)}
    written = [_section(section, fit[_in_chinese(section)]) for section in sections]
    return "\n\n".join(written) + "\n"


def _section(section: str, questions: Sequence[str]) -> str:
    wording = CHINESE if _in_chinese(section) else ENGLISH
    kept = section.split(f"\n{wording.questions}\n")[0].rstrip()
    block = [wording.questions, *(f"- {one_line(question)}" for question in questions)] if questions else []
    return "\n".join([kept, *block])


def _in_chinese(section: str) -> bool:
    return f"\n{CHINESE.columns}\n" in section


def _is_chinese(question: str) -> bool:
    """By what it is made of: an English question may quote Chinese values, a Chinese one English names."""
    return sum(map(has_han, question)) > len(re.findall(r"[A-Za-z]+", question))
