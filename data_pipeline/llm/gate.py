"""The gate for SQL that an LLM wrote: one harmless SELECT over tables of the catalog.

What the statement answers is checked later, like that of any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_pipeline.catalog.model import Catalog
from data_pipeline.sensitive.redact import redacted
from data_pipeline.validation.statement import RefusedSqlError, read_select

if TYPE_CHECKING:
    from sqlglot import exp

_LONGEST = 4_000  # characters


def admitted(sql: str, catalog: Catalog) -> str | None:
    """The statement without comments, ending in one semicolon; None for all that may not go on."""
    text = sql.strip().removesuffix(";").strip()
    if not text or len(text) > _LONGEST or redacted(text) != text or "--" in text or "/*" in text:
        return None
    if not all(character.isprintable() or character in "\n\t" for character in text):
        return None
    try:
        read_select(text)
    except RefusedSqlError:
        return None
    return f"{text};" if _reads_only(text, catalog) else None


def _reads_only(sql: str, catalog: Catalog) -> bool:
    """Whether it reads some table, and none that the catalog does not have."""
    from sqlglot import exp
    from sqlglot.dialects.postgres import Postgres

    (tree,) = Postgres().parse(sql)
    if tree is None:
        return False
    known = {table.key for table in catalog.tables}
    local = {_folded(cte.args["alias"].this) for cte in tree.find_all(exp.CTE)}
    named = [table for table in tree.find_all(exp.Table) if isinstance(table.this, exp.Identifier)]
    read = [table for table in named if table.db or _folded(table.this) not in local]
    hidden = any(name.startswith("pg_") for name in local)  # out of its scope the name would be the server's table
    return bool(read) and not hidden and all(not table.catalog and _key(table) in known for table in read)


def _key(table: exp.Table) -> tuple[str, str]:
    return _folded(table.args["db"]) if table.db else "public", _folded(table.this)


def _folded(identifier: exp.Expr) -> str:
    """The name as PostgreSQL reads it."""
    name = str(identifier.name)
    return name if identifier.args.get("quoted") else name.lower()
