"""Names of the rows that others refer to most: whom to ask about, so that there is something to tell.

Statistics say which keys a column holds most; what these rows are called stands in the table that it refers to.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.deleted import mark_of_deletion
from data_pipeline.catalog.model import Catalog, ForeignKey, Statistics, Table
from data_pipeline.catalog.session import Spared, telling
from data_pipeline.names import qualified, quoted
from data_pipeline.pairs.known_values import speakable
from data_pipeline.pairs.literals import one_row
from data_pipeline.pairs.subjects import SURE_ENOUGH, Key, Named, may_be_read, name_columns
from data_pipeline.sensitive.redact import redacted
from data_pipeline.sentence import Sentence

logger = logging.getLogger(__name__)

_NO_NAMES = Sentence("names not read", "未读取名称")

Referred = Mapping[tuple[Key, str, Key], tuple[Named, ...]]  # by the child's table, its key column and the parent
_KEYS = 12  # of a column: the commonest ones
_TABLES = 200
_FEW_ROWS = 10_000  # of a table that may be read without an index


@dataclass(frozen=True, slots=True)
class _Reference:
    """A column of a child, with the values that it holds most and their shares."""

    child: Key
    column: str
    known: Mapping[str, float]


def read_referred(connection: Connection, catalog: Catalog) -> Referred:
    """The names behind the commonest values of every key of one column to a table of named rows; none that is masked.

    One statement for each such table, by the keys that it is referred to with. One that cannot be read in time goes
    without.
    """
    tables = {table.key: table for table in catalog.tables}
    found: dict[tuple[Key, str, Key], tuple[Named, ...]] = {}
    for (parent, ref_column), references in islice(references_of(catalog).items(), _TABLES):
        keys = sorted({key for reference in references for key in reference.known})
        names = _names(connection, tables[parent], ref_column, keys)
        for one in references:
            named = tuple((names[key], share) for key, share in one.known.items() if key in names)
            found[one.child, one.column, parent] = named
    return found


def references_of(catalog: Catalog) -> dict[tuple[Key, str], list[_Reference]]:
    """What ``read_referred`` asks about: by the table that is referred to and the column by which it is."""
    tables = {table.key: table for table in catalog.tables if table.row_count}
    found = defaultdict[tuple[Key, str], list[_Reference]](list)
    for child in tables.values():
        for key in child.foreign_keys:
            parent = tables.get((key.ref_schema, key.ref_table))
            if parent and len(key.columns) == 1 and key.confidence >= SURE_ENOUGH and _is_known(parent, key):
                statistics = child.column(key.columns[0]).statistics
                known = zip(statistics.common_values[:_KEYS], statistics.common_fractions, strict=False)
                if statistics.common_values:
                    found[parent.key, key.ref_columns[0]].append(_Reference(child.key, key.columns[0], dict(known)))
    return found


def _is_known(parent: Table, key: ForeignKey) -> bool:
    """Its rows have names that are no secret, and are found without reading all of a large table."""
    names = name_columns(parent)
    quick = key.ref_columns in (parent.primary_key, *parent.unique_keys) or parent.row_count <= _FEW_ROWS
    return quick and bool(names) and may_be_read(names)


def _names(connection: Connection, table: Table, ref_column: str, keys: list[str]) -> dict[str, tuple[str, ...]]:
    key, array = quoted(ref_column), f"{table.column(ref_column).type}[]"
    names = ", ".join(quoted(column.name) for column in name_columns(table))
    mark = mark_of_deletion(table)
    alive = f" AND {quoted(mark[0].name)} {mark[1]}" if mark else ""  # of deleted rows every question leaves out
    before, after = f"SELECT {key}::text, {names} FROM {qualified(*table.key)} WHERE {key} = ANY(", f"::{array}){alive}"
    statement = "%s".join(part.replace("%", "%%") for part in (before, after))  # names may have a percent sign
    with Spared(connection, telling(logger.warning, table.key, _NO_NAMES)):
        with connection.cursor() as cursor:
            cursor.execute(statement, (keys,))
            found = cursor.fetchmany(len(keys))
        shared = _shared_names(table)
        return {key: tuple(called) for key, *called in found if _may_be_said(called) and called not in shared}
    return {}


def _shared_names(table: Table) -> list[list[str]]:
    """Names that more than one row has, as far as statistics tell: they do not say whom one means."""
    names = name_columns(table)
    common = names[0].statistics if len(names) == 1 else Statistics()
    known = zip(common.common_values, common.common_fractions, strict=False)
    return [[name] for name, share in known if share > one_row(table)]


def _may_be_said(names: Sequence[str | None]) -> bool:
    return all(name and speakable(name) and redacted(name) == name for name in names)
