"""Chinese names for what no comment names, in a schema whose comments speak Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from data_pipeline.catalog.model import Catalog, Column, Table
from data_pipeline.documents.chinese_lexicon import translated
from data_pipeline.pairs.comments import chinese_name, chinese_noun
from data_pipeline.pairs.identifiers import shared_prefix, singular, without_prefix, words_of

TableKey = tuple[str, str]
_MOMENTS = {"at": "时间", "on": "日期"}  # that dates end with


def table_names(catalog: Catalog) -> dict[TableKey, str]:
    """Names for tables without one, where most have one: of a link table by what it links, of others word for word.

    None that another table has.
    """
    said = {table.key: table.titles.get("zh") or chinese_noun(table.comment or "") for table in catalog.tables}
    if 2 * sum(map(bool, said.values())) <= len(said):
        return {}
    prefix = shared_prefix(table.name for table in catalog.tables)
    found = {table.key: _linked(table, said) or translated(singular(without_prefix(table.name, prefix)).split())
             for table in catalog.tables if not said[table.key]}  # fmt: skip
    times = Counter((*said.values(), *found.values()))
    return {key: noun for key, noun in found.items() if noun and times[noun] == 1}


def _linked(table: Table, said: dict[TableKey, str]) -> str:
    """ "路线与服务区关联" of a table of nothing but two keys; "" for any other."""
    ends = [said.get((key.ref_schema, key.ref_table), "") for key in table.foreign_keys]
    keys = {name for key in table.foreign_keys for name in key.columns}
    bare = len(ends) == 2 and all(ends) and all(column.name in keys for column in table.columns)
    return f"{ends[0]}与{ends[1]}关联" if bare else ""


def column_names(catalog: Catalog) -> dict[tuple[TableKey, str], str]:
    """Names for columns, by table and column, where most of the table or of the catalog have one.

    None that another column of the table has.
    """
    found = {}
    prefix = shared_prefix(table.name for table in catalog.tables)
    tables = {
        f"{singular(without_prefix(table.name, prefix))} id": chinese_noun(table.comment or "")
        for table in catalog.tables
    }
    chinese = _speaks_chinese([column for table in catalog.tables for column in table.columns])
    for table in catalog.tables:
        named = table.columns if chinese or _speaks_chinese(table.columns) else ()
        said = {
            column.name: chinese_name(column) or _pointed_at(column, tables) or _translated(column) for column in named
        }
        times = Counter(said.values())
        found.update({(table.key, name): noun for name, noun in said.items() if noun and times[noun] == 1})
    return found


def _pointed_at(column: Column, tables: Mapping[str, str]) -> str:
    """ "服务区ID" of ``service_area_id``: the table that it is called after, whether or not it is a key."""
    noun = tables.get(" ".join(words_of(column.name)), "")
    return f"{noun}ID" if noun else ""


def _speaks_chinese(columns: Sequence[Column]) -> bool:
    return 2 * sum(map(bool, map(chinese_name, columns))) > len(columns)


def _translated(column: Column) -> str:
    """ "是否启用" of ``is_active``, "记录时间" of ``logged_at``; "" unless every word is a common one."""
    words = words_of(column.name)
    verb = {"is": "是否", "has": "是否有"}.get(words[0], "") if len(words) > 1 else ""
    moment = _MOMENTS.get(words[-1], "") if column.category == "D" else ""
    noun = translated(words[bool(verb) : len(words) - bool(moment)])
    return f"{verb}{noun}{moment}" if noun else ""
