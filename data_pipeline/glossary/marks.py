"""How a draft remembers what it said: one short checksum per text, so that the next run sees what a person changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from data_pipeline.glossary.model import Entry

_LENGTH = 6  # hexadecimal digits
_SEAL = "# drafted: "


def marks_of(entry: Entry) -> dict[str, str]:
    """{field: checksum} of every field that has something in it."""
    return {field: _checksum(text) for field, text in _texts(entry)}


def changed(entry: Entry, marks: Mapping[str, str]) -> Entry:
    """The entry without what still stands as it was drafted: what is left is the user's."""
    kept = {field for field, text in _texts(entry) if marks.get(field) != _checksum(text)}
    return replace(
        entry,
        titles={tongue: title for tongue, title in entry.titles.items() if f"title.{tongue}" in kept},
        synonyms=entry.synonyms if "synonyms" in kept else (),
        description=entry.description if "description" in kept else "",
        labels={value: label for value, label in entry.labels.items() if _value_field(value) in kept},
    )


def written(marks: Mapping[str, str]) -> str:
    """The marks as one line of a draft."""
    return " ".join(f"{field}={mark}" for field, mark in marks.items())


def read(line: str) -> dict[str, str]:
    """The marks of such a line; what is no mark is passed over."""
    parts = (part.rpartition("=") for part in line.split(" "))
    return {field: mark for field, sign, mark in parts if sign}


def sealed(draft: str) -> str:
    """A draft with nothing of the user's in it, and the checksum of all that below: as it stands it says nothing."""
    return f"{draft}{_SEAL}{_checksum(draft)}\n"


def is_sealed(text: str) -> bool:
    """Whether it is such a draft, and nobody changed anything; to read one to that end takes long."""
    draft, _, mark = text.rpartition(_SEAL)
    return mark == f"{_checksum(draft)}\n"


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    for tongue, title in entry.titles.items():
        yield f"title.{tongue}", title
    if entry.synonyms:
        yield "synonyms", "\n".join(entry.synonyms)
    if entry.description:
        yield "description", entry.description
    for value, label in entry.labels.items():
        yield _value_field(value), label


def _value_field(value: str) -> str:
    """Without white space, which ends a mark."""
    return "values." + re.sub(r"[\s%]", lambda sign: f"%{ord(sign.group()):02X}", value)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
