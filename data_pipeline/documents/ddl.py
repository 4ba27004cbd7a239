"""The DDL of one table as a file that PostgreSQL runs as it stands, whichever files ran before (``<stem>.ddl``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.documents.ddl_inherits import inheritance
from data_pipeline.documents.ddl_needs import made_where_there, needs
from data_pipeline.documents.describe import Description, Descriptions
from data_pipeline.documents.markdown import column_marks
from data_pipeline.documents.text import one_line
from data_pipeline.documents.wording import Wording, wordings
from data_pipeline.names import qualified, quoted

DeclaredKeys = Mapping[tuple[str, str], Sequence[tuple[Table, ForeignKey]]]


def declared_keys(catalog: Catalog) -> DeclaredKeys:
    """For each table, the declared keys from it and to it, each with the table that has it."""
    keys: defaultdict[tuple[str, str], list[tuple[Table, ForeignKey]]] = defaultdict(list)
    for child in catalog.tables:
        for key in child.foreign_keys:
            for end in {child.key, (key.ref_schema, key.ref_table)} if key.definition else ():
                keys[end].append((child, key))
    return keys


def table_ddl(table: Table, catalog: Catalog, keys: DeclaredKeys, descriptions: Descriptions, language: str) -> str:
    """The file's text: what the table needs, the table, what it inherits, its keys from and to others. Not for views.

    A key between two tables is a comment for the reader, and made by whichever of the two files runs second: so the
    files run in any order. Inferred keys are comments only.
    """
    languages = wordings(language)
    wording = languages[0]
    return "\n".join(
        [
            *_header(table, descriptions, languages),
            *needs(table, catalog),
            *_create(table, descriptions, wording),
            *inheritance(table, descriptions.around, wording),
            *_keys(table, wording),
            *(_key_constraint(table, child, key) for child, key in keys.get(table.key, ())),
            "",
        ]
    )


def _header(table: Table, descriptions: Descriptions, languages: tuple[Wording, ...]) -> Iterator[str]:
    for wording in languages:
        yield wording.name_line.format(descriptions.title(table, wording.tongue))
        yield wording.description_line.format(_marked(descriptions.of_table(table, wording.tongue), wording))


def _marked(description: Description, wording: Wording) -> str:
    """The text, and who wrote it where that was not the database's comment."""
    text, source = description
    return wording.marked.format(text, wording.sources[source]) if source in wording.sources else text


def _create(table: Table, descriptions: Descriptions, wording: Wording) -> Iterator[str]:
    columns = [(_column(table, column), _remark(table, column, descriptions, wording)) for column in table.columns]
    parts = columns + [(constraint, "") for constraint in _constraints(table)]
    yield f"create table {qualified(*table.key)} ("
    for n, (code, remark) in enumerate(parts):
        comma = "," if n < len(parts) - 1 else ""
        yield f"  {code}{comma}" + (f" -- {remark}" if remark else "")
    yield f") partition by {table.partition_key};" if table.partition_key else ");"
    yield from (f"{index};" for index in table.checks if _is_index(index) and index not in table.unportable)
    for rule in (*table.checks, *table.key_clauses.values()):
        if rule in table.unportable:
            yield wording.check_line.format(one_line(rule))


def _column(table: Table, column: Column) -> str:
    words = [quoted(column.name), column.ddl_type]
    if column.collation and column.collation not in table.unportable:
        words.append(f"collate {column.collation}")
    if column.identity:
        options = f" ({column.sequence_options})" if column.sequence_options else ""
        words.append(f"generated {column.identity} as identity{options}")
    if column.generated and column.generated not in table.unportable:
        words.append(f"generated always as ({column.generated}) {'virtual' if column.virtual else 'stored'}")
    if not column.nullable:
        words.append("not null")
    if column.default and column.default not in table.unportable:
        words.append(f"default {column.default}")
    return " ".join(words)


def _remark(table: Table, column: Column, descriptions: Descriptions, wording: Wording) -> str:
    said = _marked(descriptions.of_column(table, column, wording.tongue), wording)
    remarks = [said, *column_marks(table, column, wording, not_null=False)]
    if column.ddl_type != column.type:
        remarks.append(wording.source_type.format(column.type))
    if column.collation in table.unportable:
        remarks.append(wording.source_collation.format(one_line(column.collation)))
    if column.default in table.unportable:
        remarks.append(wording.source_default.format(one_line(column.default)))
    if column.generated in table.unportable:
        remarks.append(wording.source_expression.format(one_line(column.generated)))
    return wording.comma.join(remark for remark in remarks if remark)


def _constraints(table: Table) -> Iterator[str]:
    if table.primary_key:
        yield _key(table, "primary key", table.primary_key)
    for unique in dict.fromkeys(table.unique_keys):
        yield _key(table, "unique", unique)
    for check in table.checks:
        if check not in table.unportable and not _is_index(check):
            yield check.removesuffix(" NOT ENFORCED").removesuffix(" NOT VALID")


def _key(table: Table, kind: str, columns: tuple[str, ...]) -> str:
    clause = table.key_clauses.get(columns, "")
    if f" {kind.upper()} " in clause and clause not in table.unportable:
        return clause
    return f"{kind} ({_names(columns)})"


def _is_index(check: str) -> bool:
    return check.startswith("CREATE ")


def _keys(table: Table, wording: Wording) -> Iterator[str]:
    """The foreign keys, for the reader."""
    for key in table.foreign_keys:
        place = _names(key.columns), qualified(key.ref_schema, key.ref_table), _names(key.ref_columns)
        if key.source == "declared":
            yield one_line(wording.key_line.format(*place))
        else:
            yield one_line(wording.inferred_key_line.format(key.confidence, *place))


def _key_constraint(table: Table, child: Table, key: ForeignKey) -> str:
    """The constraint, made only where the other table stands already."""
    parent = (key.ref_schema, key.ref_table)
    added = f"alter table {qualified(*child.key)} add constraint {quoted(key.name or '')} {key.definition};"
    if child.key == parent:
        return added
    return made_where_there(parent if child.key == table.key else child.key, added)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(quoted(column) for column in columns)
