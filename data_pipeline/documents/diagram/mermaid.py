"""The diagram as Mermaid text (``er.mmd``): inferred keys are dashed, as non-identifying relationships are there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data_pipeline.documents.diagram.content import Box, Content, Line, Row
from data_pipeline.documents.text import one_line

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_\u00c0-\ufffe]")
_KEY_WORDS = ("pk", "fk", "uk")


def mermaid(content: Content) -> str:
    """An ``erDiagram``; tables are called t0, t1 ... and show their names as labels, whatever is in those."""
    return "\n".join(["erDiagram", *_boxes(content), *map(_line, content.lines)]) + "\n"


def _boxes(content: Content) -> Iterator[str]:
    for number, box in enumerate(content.boxes):
        yield f"  t{number}[{_text(_label(box))}] {{"
        yield from (f"    {_row(row)}" for row in box.rows)
        yield "  }"


def _label(box: Box) -> str:
    return f"{box.name} ({box.title})" if box.title else box.name


def _row(row: Row) -> str:
    name = _name(row.name)
    true_name = _text(row.name) if name != row.name else ""
    parts = (_name(row.type.replace("[]", "_array")), name, ", ".join(row.marks), true_name)
    return " ".join(part for part in parts if part)


def _line(line: Line) -> str:
    parent = "|o" if line.optional else "||"
    child = "o{" if line.many else "o|"
    label = f"{line.label} ({line.confidence:.2f})" if line.inferred else line.label
    return f"  t{line.parent} {parent}{'..' if line.inferred else '--'}{child} t{line.child} : {_text(label)}"


def _name(text: str) -> str:
    """What Mermaid takes for a column or a type: it begins with a letter and is none of its own words."""
    name = _NOT_IN_NAMES.sub("_", text)
    return name if name[:1].isalpha() and name.lower() not in _KEY_WORDS else f"_{name}"


def _text(text: str) -> str:
    """In quotes; signs with a meaning there as Mermaid's entities."""
    line = one_line(text).replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
    return f'"{line}"'
