"""INHERITS in DDL files: said in both tables' files, and made by whichever of them runs second."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from data_pipeline.catalog.model import Column, Table
from data_pipeline.documents.ddl_needs import made_where_there
from data_pipeline.documents.surroundings import Surroundings
from data_pipeline.documents.text import one_line
from data_pipeline.documents.wording import Wording
from data_pipeline.names import qualified

_CHECK = re.compile(r'CONSTRAINT (?:"(?:[^"]|"")+"|\S+) CHECK ')


def inheritance(table: Table, around: Surroundings, wording: Wording) -> Iterator[str]:
    """For the reader, what the table inherits and what inherits from it; then the statements."""
    heirs = around.heirs(table)
    if table.inherits:
        yield f"-- {wording.inherits.format(_listed(table.inherits, wording))}"
    if heirs:
        yield f"-- {wording.heirs.format(_listed([heir.key for heir in heirs], wording))}"
    parents = [around.tables[key] for key in table.inherits if key in around.tables]
    for child, parent in [*((table, parent) for parent in parents), *((heir, table) for heir in heirs)]:
        if _fits(child, parent):
            other = parent if child is table else child
            yield made_where_there(other.key, f"alter table {qualified(*child.key)} inherit {qualified(*parent.key)};")


def _fits(child: Table, parent: Table) -> bool:
    """Whether PostgreSQL would take it: not where the child lacks a column that this run leaves out."""
    own = {column.name: column for column in child.columns}
    needed = {check for check in parent.checks if _CHECK.match(check) and not check.endswith(" NO INHERIT")}
    return needed - parent.unportable <= set(child.checks) - child.unportable and all(
        column.name in own and _same(own[column.name], column) for column in parent.columns
    )


def _same(own: Column, column: Column) -> bool:
    same_values = own.ddl_type == column.ddl_type and own.collation == column.collation
    return same_values and bool(own.generated) == bool(column.generated) and own.nullable <= column.nullable


def _listed(tables: Iterable[tuple[str, str]], wording: Wording) -> str:
    return wording.pause.join(one_line(qualified(*key)) for key in tables)
