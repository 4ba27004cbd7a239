"""What a comment says outright of the table that a column refers to: 关联员工表, "references customer.id"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data_pipeline.catalog.key_names import stems
from data_pipeline.catalog.key_parents import Parent
from data_pipeline.catalog.model import Column

_SAID = 0.85  # how sure a comment is that says it
_ENGLISH = re.compile(
    r"""\b(?:references?|refer(?:s|ring)?\ to|ref\.?|fk|foreign\ key|link(?:s|ed)?\ to|points?\ to|joins?|see)\b
    [\s:=>()-]*(?:(?:to|of|the|on|in|from|table|column)\s+)*["'`]?([A-Za-z_][\w."]*)""",
    re.VERBOSE | re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(?:关联|对应|引用|参照|参考|指向|外键|来自|来源于|取自|链接)[至到于的：:，,\s（(]*([^\s,，。;；()（）、]+)"
)
# What may follow a table's name in a Chinese sentence.
_AFTERWARDS = ("表", "信息", "主表", "资料", "档案", "的", "编", "标", "id", "主键")


def said(column: Column, parents: Sequence[Parent]) -> Iterator[tuple[Parent, float]]:
    """The primary keys of the tables that the column's comment says it refers to."""
    comment = column.comment or ""
    for match in _ENGLISH.finditer(comment):
        yield from _meant(match[1], parents)
    for match in _CHINESE.finditer(comment):
        yield from _meant(match[1], parents)


def _meant(text: str, parents: Sequence[Parent]) -> Iterator[tuple[Parent, float]]:
    parts = [part for part in text.replace('"', "").lower().split(".") if part]
    for parent in parents:
        names = {parent.table.name.lower(), f"{parent.table.schema}.{parent.table.name}".lower()}
        table, key = ".".join(parts), ""
        if len(parts) > 1 and parts[-1] == parent.key.name.lower():
            table, key = ".".join(parts[:-1]), parts[-1]
        plainly = table in names or _spoken(table, parent)
        if plainly and (key or parent.primary):
            yield parent, _SAID + (0.05 if key else 0)


def _spoken(text: str, parent: Parent) -> bool:
    """Whether the text is, or in Chinese begins with, a name of the table, as in 客户表的编号."""
    said_words = stems(text)
    for alias, weight in parent.aliases.items():
        if weight < 0.9 or not alias:
            continue
        if said_words == alias:
            return True
        after = "".join(said_words[len(alias) :])
        if not alias[0].isascii() and said_words[: len(alias)] == alias and after.startswith(_AFTERWARDS):
            return True
    return False
