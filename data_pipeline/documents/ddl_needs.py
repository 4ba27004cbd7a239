"""What must stand before a table can: schemas, enum types, domains, sequences, each made only where it is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data_pipeline.catalog.model import Catalog, DomainType, EnumType, Table
from data_pipeline.names import qualified, quoted

_NAME = r'(?:"(?:[^"]|"")+"|[^\s".()]+)'
_SEQUENCE = re.compile(rf"nextval\('({_NAME})\.({_NAME})'::regclass\)")


def needs(table: Table, catalog: Catalog) -> Iterator[str]:
    """The statements that make what the table needs; they change nothing where it is there already."""
    used = {column.ddl_type.rstrip("[]") for column in table.columns}
    domains = _domains(catalog.domains, used)
    used.update(domain.base_type.rstrip("[]") for domain in domains)
    types = [enum for enum in catalog.enum_types if qualified(enum.schema, enum.name) in used]
    sequences = dict(_sequences(table))
    schemas = [table.schema, *(enum.schema for enum in types), *(domain.schema for domain in domains)]
    for schema in dict.fromkeys([*map(quoted, schemas), *(schema for schema, _ in sequences)]):
        if schema != "public":
            yield f"create schema if not exists {schema};"
    for enum in types:
        yield _create_type(enum)
    for domain in domains:
        yield _create_domain(domain)
    for (schema, name), options in sequences.items():
        yield f"create sequence if not exists {schema}.{name}{options and f' {options}'};"


def guarded(code: str) -> str:
    """A DO block around the code, quoted so that nothing in it can end the quoting."""
    tag = next(tag for tag in ("$$", *(f"$do{n}$" for n in range(len(code)))) if tag not in code)
    return f"do {tag} begin\n  {code}\nend {tag};"


def made_where_there(table: tuple[str, str], statement: str) -> str:
    """The statement, run only where the other table that it needs stands already."""
    return guarded(f"if to_regclass({literal(qualified(*table))}) is not null then\n    {statement}\n  end if;")


def literal(text: str) -> str:
    """The text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _create_type(enum: EnumType) -> str:
    name = qualified(enum.schema, enum.name)
    return _if_missing(name, f"create type {name} as enum ({', '.join(literal(label) for label in enum.labels)});")


def _create_domain(domain: DomainType) -> str:
    name = qualified(domain.schema, domain.name)
    words = [f"create domain {name} as {domain.base_type}"]
    if domain.default:
        words.append(f"default {domain.default}")
    if not domain.nullable:
        words.append("not null")
    words += [check.removesuffix(" NOT VALID") for check in domain.checks]
    return _if_missing(name, " ".join(words) + ";")


def _if_missing(name: str, created: str) -> str:
    return guarded(f"if to_regtype({literal(name)}) is null then\n    {created}\n  end if;")


def _domains(domains: Sequence[DomainType], used: set[str]) -> list[DomainType]:
    """The used ones and those that they are made from, which come before them."""
    wanted, found = set(used), []
    for domain in reversed(domains):
        if qualified(domain.schema, domain.name) in wanted:
            found.append(domain)
            wanted.add(domain.base_type)
    return found[::-1]


def _sequences(table: Table) -> Iterator[tuple[tuple[str, str], str]]:
    """(schema, name) of the sequences in the defaults, both quoted as they stand there, and their options."""
    for column in table.columns:
        for match in _SEQUENCE.finditer(column.default or ""):
            yield (match[1].replace("''", "'"), match[2].replace("''", "'")), column.sequence_options
