"""Which tables of a schema a statement reads."""

from __future__ import annotations

from data_pipeline.exports.schema import Schema, SchemaTable


def tables_used(sql: str, schema: Schema) -> frozenset[tuple[str, str]]:
    """(schema, name) of each; none for what cannot be parsed."""
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError

    try:
        tree = parse_one(sql, dialect="postgres")
    except (SqlglotError, RecursionError):
        return frozenset()
    names = {(_folded(node.args.get("db")), _folded(node.this)) for node in tree.find_all(exp.Table)}
    return frozenset(table.key for table in schema.tables if _is_named(table, names))


def _folded(identifier: object) -> str:
    from sqlglot import exp

    if not isinstance(identifier, exp.Identifier):
        return ""
    return identifier.name if identifier.quoted else identifier.name.lower()


def _is_named(table: SchemaTable, names: set[tuple[str, str]]) -> bool:
    return table.key in names or ("", table.name) in names
