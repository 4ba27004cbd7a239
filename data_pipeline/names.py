"""How tables are named: in SQL, as files, and in the lists that users write."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from data_pipeline.sentence import listed
from data_pipeline.step import PipelineError

# pg_get_keywords() of PostgreSQL 18 less the unreserved ones: what quote_ident() would quote.
_KEYWORDS = frozenset(
    """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast
    char character check coalesce collate collation column concurrently constraint create cross current_catalog
    current_date current_role current_schema current_time current_timestamp current_user dec decimal default
    deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant
    greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join
    json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize
    json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national natural
    nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay placing
    position precision primary real references returning right row select session_user setof similar smallint some
    substring symmetric system_user table tablesample then time timestamp to trailing treat trim true union unique
    user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists
    xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
    """.split()  # noqa: SIM905 (a wall of quotes would read worse)
)
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|~]|^[. ]|[. ]$')  # in a file name; ~ because it is the escape itself
_LONGEST_STEM = 200  # bytes; file systems allow 255, and endings and temporary names are added
_NAME = r'\s*(?:"(?:[^"]|"")+"|[^".]+?)\s*'
_MOST_QUOTED, _LONGEST_QUOTED = 20, 100  # of what is no table name: entries, characters of each
_ENTRY = re.compile(rf"(?:({_NAME})\.)?({_NAME})")


def quoted(identifier: str) -> str:
    """The identifier as SQL needs it, like quote_ident(): in double quotes only where it must be."""
    if _PLAIN.fullmatch(identifier) and identifier not in _KEYWORDS:
        return identifier
    return '"' + identifier.replace('"', '""') + '"'


def qualified(schema: str, table: str) -> str:
    """``schema.table``, both quoted where needed."""
    return f"{quoted(schema)}.{quoted(table)}"


def shown(schema: str, table: str) -> str:
    """The name as people say it, and as table lists have it: ``table``, with its schema only where that is not public.

    Nothing is quoted.
    """
    return table if schema == "public" else f"{schema}.{table}"


def file_stems(tables: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """``file_stem`` of every table of a run, told apart also where a file system takes capitals for small letters.

    Of tables whose names differ in nothing else, the capitals are written as ``~`` and their code.
    """
    stems = {key: file_stem(*key) for key in tables}
    times = Counter(stem.lower() for stem in stems.values())
    return {key: file_stem(*key, capitals=times[stem.lower()] == 1) for key, stem in stems.items()}


def file_stem(schema: str, table: str, *, capitals: bool = True) -> str:
    """The name of a table's files without their ending: ``<table>`` for public, else ``<schema>__<table>``.

    Two tables never share a stem: the first ``__`` ends the schema, so a public table with ``__`` in its name is
    written with its schema, and in a schema's name a ``_`` next to another or at the end is escaped. Characters that
    file systems refuse are written as ``~`` and their code in hexadecimal, without ``capitals`` these as well.
    """
    if schema == "public" and "__" not in table:
        stem = _safe(table)
    else:
        stem = re.sub(r"_(?=_|$)", "~5F", _safe(schema)) + "__" + _safe(table)
    if not capitals:
        stem = "".join(sign if sign == sign.lower() else _escaped(sign) for sign in stem)
    if len(stem.encode()) <= _LONGEST_STEM:
        return stem
    digest = hashlib.sha256(stem.encode()).hexdigest()[:16]
    return stem.encode()[: _LONGEST_STEM - 17].decode(errors="ignore") + "~" + digest


def parse_table_list(text: str) -> list[tuple[str, str]]:
    """Read a table list: one name a line or comma separated, ``table`` or ``schema.table`` (default public).

    ``#`` and ``--`` start a comment; names may stand in double quotes; duplicates are dropped, the order is kept.
    Raises PipelineError ``table_list_invalid`` naming the entries that are no table names.
    """
    return parse_table_names(entry for line in text.splitlines() for entry in _entries(line))


def parse_table_names(entries: Iterable[str]) -> list[tuple[str, str]]:
    """(schema, table) of each entry of a list, once; PipelineError ``table_list_invalid`` for those that are none."""
    found: dict[tuple[str, str], None] = {}
    wrong: dict[str, None] = {}
    for entry in entries:
        if match := _ENTRY.fullmatch(entry):
            schema, table = match.groups()
            found.setdefault((_unquoted(schema) if schema else "public", _unquoted(table)))
        else:
            wrong.setdefault(f"'{entry[:_LONGEST_QUOTED]}'")
    if wrong:
        raise _no_names([*wrong])
    return list(found)


def parse_table_name(entry: str) -> tuple[str, str]:
    """(schema, table) of one entry of a list; PipelineError ``table_list_invalid`` when it is no table name."""
    return parse_table_names([entry])[0]


def _no_names(wrong: list[str]) -> PipelineError:
    names, one = listed(wrong, _MOST_QUOTED), len(wrong) == 1
    return PipelineError(
        "table_list_invalid",
        f"{names.en} {'is not a table name' if one else 'are not table names'}: write table or schema.table.",
        f"{names.zh} 不是合法的表名，请写成 表名 或 schema.表名",
    )


def _entries(line: str) -> list[str]:
    """The names of one line, less its comment; commas, # and -- inside double quotes belong to the name."""
    tokens = re.findall(r'"(?:[^"]|"")*"|--.*|#.*|[,，;；]|-|[^"#,，;；-]+|"', line)
    code = [" " if token.startswith(("#", "--")) else token for token in tokens]
    joined = "".join("\n" if token in (",", "，", ";", "；") else token for token in code)
    return [entry.strip() for entry in joined.split("\n") if entry.strip()]


def _unquoted(name: str) -> str:
    name = name.strip()
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _safe(name: str) -> str:
    return _UNSAFE.sub(lambda match: _escaped(match.group()), name)


def _escaped(sign: str) -> str:
    return f"~{ord(sign):02X}"
