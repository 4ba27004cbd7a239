"""Descriptions of tables in Chinese, composed from their keys and columns."""

from __future__ import annotations

from collections.abc import Sequence

from data_pipeline.catalog.model import Table
from data_pipeline.catalog.moments import day_of
from data_pipeline.documents.chinese import spaced
from data_pipeline.documents.nouns import Nouns, without_owner
from data_pipeline.documents.surroundings import Surroundings, main_moment, telling_columns
from data_pipeline.documents.text import span

_MOST_NAMES = 4


class ChineseTables:
    """Sentences about tables without a full stop."""

    def __init__(self, nouns: Nouns, around: Surroundings) -> None:
        self._nouns = nouns
        self._around = around

    def text(self, table: Table) -> str:
        """What one row is, then what the table refers to and what refers to it."""
        said = self._gist(table)
        parents = [self._nouns.table(parent, "zh") for parent in self._around.parents(table)]
        if parents and self._around.shape(table) != "link":
            said += f"；关联{_listed(parents)}"
        if children := [self._nouns.table(child, "zh") for child in self._around.referring(table)]:
            said += f"；被{_listed(children)}引用"
        return spaced(said)

    def _gist(self, table: Table) -> str:
        noun, details = self._nouns.table(table, "zh"), self._details(table)
        holding = f"，记录{details}" if details else ""
        match self._around.shape(table):
            case "view":
                sources = [self._nouns.table(source, "zh") for source in self._around.read_by(table)]
                return f"取自{_listed(sources)}{holding}" if sources else f"{noun}视图{holding}"
            case "link":
                ends = [self._nouns.table(parent, "zh") for parent in self._around.parents(table)]
                among = f"{_listed(ends)}的" if len(ends) > 1 else f"{''.join(ends)}之间的"
                return f"{among}对应关系，每行一组{holding}"
            case "lookup":
                return f"{noun}的可选项清单{holding}"
            case "event":
                return f"{noun.removesuffix('记录')}明细，每行一条{holding}{self._period(table)}"
        return f"{noun}，每行一个{holding}"

    def _details(self, table: Table) -> str:
        noun = self._nouns.table(table, "zh")
        columns = telling_columns(table)
        if moment := main_moment(table):
            columns.append(moment)
        return _listed([without_owner(self._nouns.column(table, column, "zh"), noun) for column in columns])

    def _period(self, table: Table) -> str:
        moment = main_moment(table)
        days = span(moment) if moment and not moment.sensitive else None
        return f"；时间从 {day_of(days[0])} 到 {day_of(days[1])}" if days else ""


def _listed(words: Sequence[str]) -> str:
    """甲、乙和丙；过多时只列前几个."""
    shown = list(dict.fromkeys(word for word in words if word))
    if len(shown) > _MOST_NAMES + 1:
        return f"{'、'.join(shown[:_MOST_NAMES])}等"
    return "和".join(["、".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
