"""What must stand before a table can: schemas, enum types, sequences, each made only where it is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data_pipeline.catalog.model import EnumType, Table
from data_pipeline.names import qualified, quoted

_NAME = r'(?:"(?:[^"]|"")+"|[^\s".()]+)'
_SEQUENCE = re.compile(rf"nextval\('({_NAME})\.({_NAME})'::regclass\)")


def needs(table: Table, enum_types: Sequence[EnumType]) -> Iterator[str]:
    """The statements that make what the table needs; they change nothing where it is there already."""
    used = {(column.portable_type or column.type).rstrip("[]") for column in table.columns}
    types = [enum for enum in enum_types if qualified(enum.schema, enum.name) in used]
    sequences = list(dict.fromkeys(_sequences(table)))
    schemas = [quoted(table.schema), *(quoted(enum.schema) for enum in types), *(schema for schema, _ in sequences)]
    for schema in dict.fromkeys(schemas):
        if schema != "public":
            yield f"create schema if not exists {schema};"
    for enum in types:
        yield _create_type(enum)
    for schema, name in sequences:
        yield f"create sequence if not exists {schema}.{name};"


def guarded(code: str) -> str:
    """A DO block around the code, quoted so that nothing in it can end the quoting."""
    tag = next(tag for tag in ("$$", *(f"$do{n}$" for n in range(len(code)))) if tag not in code)
    return f"do {tag} begin\n  {code}\nend {tag};"


def literal(text: str) -> str:
    """The text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _create_type(enum: EnumType) -> str:
    name = qualified(enum.schema, enum.name)
    created = f"create type {name} as enum ({', '.join(literal(label) for label in enum.labels)});"
    return guarded(f"if to_regtype({literal(name)}) is null then\n    {created}\n  end if;")


def _sequences(table: Table) -> Iterator[tuple[str, str]]:
    """(schema, name) of the sequences in the defaults, both quoted as they stand there."""
    for column in table.columns:
        for match in _SEQUENCE.finditer(column.default or ""):
            yield match[1].replace("''", "'"), match[2].replace("''", "'")
