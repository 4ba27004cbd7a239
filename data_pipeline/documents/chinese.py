"""Descriptions in Chinese, composed from what is known of a column or table."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column, ForeignKey, Table
from data_pipeline.catalog.units import unit
from data_pipeline.documents.chinese_lexicon import translated
from data_pipeline.documents.english_deeds import is_named_after
from data_pipeline.documents.evidence import Evidence, evidence, ordered_values
from data_pipeline.documents.nature import TIME_WORDS, Nature, flag_words, key_of, nature
from data_pipeline.documents.nouns import Nouns, without_owner
from data_pipeline.documents.surroundings import Surroundings
from data_pipeline.documents.text import clipped, one_line
from data_pipeline.han import has_han
from data_pipeline.names import shown
from data_pipeline.pairs.identifiers import words_of

_MOST_VALUES = 6
_KEY_ENDINGS = re.compile(r"(?<=.)(?:ID|Id|id|编号|编码|标识|键|号)$")
_EDGES = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_ROW_TIMES = {"created": "创建", "create": "创建", "updated": "最近修改", "update": "最近修改", "modified": "最近修改",
              "deleted": "删除"}  # fmt: skip
_KINDS = {
    Nature.LIST: "{}{}列表",
    Nature.STRUCTURE: "{}{}，结构化数据",
    Nature.BINARY: "{}{}，二进制内容",
}
_NOUNS_OF_TIME = ("时间", "日期", "日", "年份", "月份", "期")


class ChineseColumns:
    """Sentences about columns without a full stop."""

    def __init__(self, nouns: Nouns, around: Surroundings) -> None:
        self._nouns = nouns
        self._around = around

    def text(self, table: Table, column: Column, *, examples: bool) -> str:
        """What the column is, then what its values show, with or without some that occur."""
        kind, seen = nature(table, column), evidence(table, column, examples=examples)
        said = self._gist(table, column, kind)
        if column.generated:
            said += f"，由 {clipped(column.generated, 80)} 计算得出"
        return spaced("；".join([said, *_shown(kind, column, seen)]))

    def _gist(self, table: Table, column: Column, kind: Nature) -> str:
        owner, noun = self._owner(table), self._noun(table, column)
        if key := key_of(table, column):
            return self._reference(table, column, key)
        match kind:
            case Nature.IDENTIFIER if table.primary_key == (column.name,):
                counted = "，由数据库自动编号" if column.identity or "nextval(" in (column.default or "") else ""
                return f"{owner}唯一标识{counted}"
            case Nature.IDENTIFIER:
                return f"{owner}唯一{noun}"
            case Nature.FLAG:
                return owner.removesuffix("的") + self._question(column, noun)
            case Nature.MOMENT:
                return self._moment(table, column)
            case Nature.SEARCH:
                return f"{owner}全文检索索引，不供阅读"
        measured = unit(column)
        noun = _without_unit(column, noun) if measured else noun
        return _KINDS.get(kind, "{}{}").format(owner, noun) + (f"，单位 {measured}" if measured else "")

    def _question(self, column: Column, noun: str) -> str:
        """ "是否已发货" of a column that is called so, else what its words ask."""
        if has_han(noun):
            return noun if noun.startswith("是否") else f"是否{noun}"
        verb, words = flag_words(words_of(column.name))
        return f"{'是否有' if verb in ('has', 'have') else '是否'}{translated(words) or ' '.join(words)}"

    def _moment(self, table: Table, column: Column) -> str:
        owner, noun = self._owner(table), self._noun(table, column)
        written = [_ROW_TIMES[word] for word in words_of(column.name) if word in _ROW_TIMES]
        if written:
            return f"该行记录的{written[-1]}时间"
        if not has_han(noun):
            words = [word for word in words_of(noun) if word not in TIME_WORDS]
            if len(words) == 1 and is_named_after(self._nouns.table(table, "en"), words[0]):
                return f"{owner}发生时间"
            noun = translated(words) or " ".join(words)
        timed = noun if noun.endswith(_NOUNS_OF_TIME) else f"{noun}{'日期' if column.type == 'date' else '时间'}"
        return f"{owner}{timed}"

    def _reference(self, table: Table, column: Column, key: ForeignKey) -> str:
        parent = self._around.tables.get((key.ref_schema, key.ref_table))
        noun = self._nouns.table(parent, "zh") if parent else one_line(key.ref_table)
        other = key.ref_columns[key.columns.index(column.name)]
        target = one_line(f"{shown(key.ref_schema, key.ref_table)}.{other}")
        guess = f"推断（置信度 {key.confidence:.2f}）" if key.source == "inferred" else ""
        if len(key.columns) > 1:
            others = "、".join(one_line(name) for name in key.columns if name != column.name)
            its = self._noun(parent, parent.column(other)) if parent else self._noun(table, column)
            return f"所属{noun}的{its}，{guess}与 {others} 一起关联 {target}"
        return f"{self._role(table, column, key, noun)}，{guess}关联 {target}"

    def _role(self, table: Table, column: Column, key: ForeignKey, parent: str) -> str:
        """ "付款对应的客户", "员工的直接上级，即另一个员工"."""
        owner, role = self._owner(table), _KEY_ENDINGS.sub("", self._noun(table, column)).strip()
        if (key.ref_schema, key.ref_table) == table.key:
            return f"{owner}{role}，即另一个{parent}"
        if role in parent or ("zh" not in column.titles and _same_thing(column, key)):
            return f"{owner.removesuffix('的')}对应的{parent}"
        return f"{owner}{role}" if parent in role else f"{owner}{role}（{parent}）"

    def _owner(self, table: Table) -> str:
        """ "影片的"; "" where the row has no Chinese name of its own, as in a view."""
        noun = self._nouns.table(table, "zh")
        return f"{noun}的" if has_han(noun) and not table.is_view else ""

    def _noun(self, table: Table, column: Column) -> str:
        """The column's noun without the table's before it: 客户名称 of a 客户 is its 名称."""
        noun, owner = self._nouns.column(table, column, "zh"), self._nouns.table(table, "zh")
        return without_owner(noun, owner) or "名称"


def _without_unit(column: Column, noun: str) -> str:
    """ "weight" of ``weight_kg``: the unit is told behind it. Only of a noun that the column's name gives."""
    words = words_of(column.name)[:-1]
    if has_han(noun) or "zh" in column.titles or not words:
        return noun
    words = words[:-1] if words[-1] == "in" else words
    return translated(words) or " ".join(words) or noun


def _same_thing(column: Column, key: ForeignKey) -> bool:
    """Whether the column is named after the table that it points at: service_area_id -> bss_service_area."""
    words = [word for word in words_of(column.name) if word not in ("id", "no", "code", "key")]
    return set(words) <= set(words_of(key.ref_table))


def _shown(kind: Nature, column: Column, seen: Evidence) -> list[str]:
    """What the values show, the most telling first."""
    parts = []
    if column.is_enum and kind is not Nature.FLAG:
        parts.append(_values(column))
    elif seen.only and kind not in (Nature.SEARCH, Nature.BINARY):
        parts.append(f"目前均为 {seen.only}")
    elif seen.low and kind in (Nature.MEASURE, Nature.MOMENT):
        parts.append(f"范围 {seen.low} 至 {seen.high}")
    elif seen.examples and kind in (Nature.NAME, Nature.OTHER, Nature.LIST):
        parts.append(f"例如 {'、'.join(seen.examples)}")
    if seen.empty:
        parts.append("全部为空" if seen.empty > 0.9999 else f"约 {_percent(seen.empty)} 的行为空")
    return parts


def _values(column: Column) -> str:
    labels = column.value_labels
    values = [
        f"{clipped(value)}（{clipped(labels[value])}）" if value in labels else clipped(value)
        for value in ordered_values(column)[:_MOST_VALUES]
    ]
    more = len(column.enum_values) - len(values)
    return f"取值：{'、'.join(values)}" + (f"等 {len(column.enum_values)} 种" if more else "")


def _percent(share: float) -> str:
    return f"{max(share, 0.01):.0%}" if share < 0.995 else "99%"


def spaced(text: str) -> str:
    """One line, with a space where Chinese meets Latin letters or digits."""
    return one_line(_EDGES.sub(" ", text))
