"""One thing that goes into the store, and the id that makes loading it again change nothing."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Literal

Kind = Literal["sql", "ddl", "documentation"]  # also the names of Vanna's collections
KINDS: tuple[Kind, ...] = ("ddl", "documentation", "sql")

_SUFFIX = {"sql": "sql", "ddl": "ddl", "documentation": "doc"}  # by which Vanna tells the kinds apart
_NAMESPACE = uuid.UUID("6f0a4a52-5d0c-5c57-9a35-6d3f0d6f7a11")  # ours, for uuid5


@dataclass(frozen=True, slots=True)
class Entry:
    """``document`` is stored and handed out; ``embedded`` is what similarity is measured by."""

    kind: Kind
    db_name: str
    document: str
    embedded: str
    tables: tuple[tuple[str, str], ...] = ()  # (schema, name) of those that it is about, in the database

    @property
    def id(self) -> str:
        """The same content of the same database always has the same id; Vanna reads the kind from its end."""
        name = "\0".join((self.kind, self.db_name, self.document))
        return f"{uuid.uuid5(_NAMESPACE, name)}-{_SUFFIX[self.kind]}"


def pair_entry(db_name: str, question: str, sql: str) -> Entry:
    """A question with its SQL, in the form that stock Vanna writes; found by its question alone."""
    document = json.dumps({"question": question, "sql": sql}, ensure_ascii=False)
    return Entry("sql", db_name, document, question)
