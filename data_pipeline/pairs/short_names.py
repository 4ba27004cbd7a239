"""What people who work with them call tables in short: 合同 for 档口租赁合同, 巡检记录 for 服务质量巡检记录."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from data_pipeline.catalog.model import Catalog, ForeignKey, Table
from data_pipeline.han import has_han
from data_pipeline.pairs.comments import chinese_name

_KEY_ENDINGS = re.compile(r"(?:ID|Id|id|主键|外键|标识|编号|编码|代码|号)+$")
_BELONGING = re.compile("^(?:所属|所在|对应|关联)的?")
_KINDS = re.compile("(?:记录|明细|流水|台账|单)$")  # that the names of events end in
_SAYS_NOTHING = re.compile("(?:记录|明细|流水|台账|信息|数据|日志|统计|汇总|单|工单|类型|类别|关联)")
_ACTING = ("人", "员", "上级")
_OWN_ENDINGS = re.compile("(?:名称|编码|编号|代码|ID|Id|id|号)$")
_AGREEING = 2  # keys that call a table alike
_WORD = 2  # characters of most Chinese words
_SAYS_ENOUGH = 4  # characters, without whose rows they are

TableKey = tuple[str, str]


def key_stem(name: str) -> str:
    """What the name of a key calls the row that it points at: 所属公司 of 所属公司ID."""
    return _KEY_ENDINGS.sub("", name)


def without_belonging(stem: str) -> str:
    """公司 of 所属公司."""
    return _BELONGING.sub("", stem)


def short_names(catalog: Catalog, nouns: Mapping[TableKey, str]) -> dict[TableKey, str]:
    """Shorter nouns for tables, each a part of the noun that it has and of no other one; and some for those without.

    What its own columns call it where it has no comment; what the keys of other tables do; else for an event (…记录,
    …单) the word before that end, where the table's own columns begin with it.
    """
    keys = defaultdict[TableKey, list[str]](list)
    for child in catalog.tables:
        for key in child.foreign_keys:
            keys[key.ref_schema, key.ref_table].append(_called(child, key))
    found = {}
    for table in catalog.tables:
        noun, calls = nouns.get(table.key, ""), keys[table.key]
        if not has_han(noun):
            found[table.key] = _own_word(table) or _shared_end([call for call in calls if has_han(call)])
            continue
        ends = [
            short
            for short in (*calls, _word_and_kind(table, noun), _without_owner(table, noun))
            if _is_part(short, noun)
        ]
        found[table.key] = min(ends, key=len, default="")
    return {key: short for key, short in found.items() if short and _is_plain(short, key, nouns)}


def _called(child: Table, key: ForeignKey) -> str:
    return without_belonging(key_stem(chinese_name(child.column(key.columns[0]))))


def _shared_end(calls: Sequence[str]) -> str:
    """库区 of 默认库区 and 上架库区."""
    if len(calls) < _AGREEING:
        return ""
    shortest = min(calls, key=len)
    ends = (shortest[start:] for start in range(len(shortest)))
    return next((end for end in ends if all(call.endswith(end) for call in calls)), "")


def _own_word(table: Table) -> str:
    """线路 of 线路名称, or of 线路ID and 线路编码."""
    named = [chinese_name(column) for column in table.columns]
    stems = Counter(stem for name in named if (stem := _OWN_ENDINGS.sub("", name)) != name and has_han(stem))
    best, times = max(stems.items(), key=lambda one: one[1], default=("", 0))
    return best if times > 1 or f"{best}名称" in named else ""


def _word_and_kind(table: Table, noun: str) -> str:
    kind = _KINDS.search(noun)
    word = noun[: kind.start()][-_WORD:] if kind else ""
    begun = Counter(chinese_name(column)[:_WORD] for column in table.columns)
    return word + kind.group() if kind and begun[word] > 1 else ""


def _without_owner(table: Table, noun: str) -> str:
    """月度经营汇总 for 服务区月度经营汇总, whose columns tell which 服务区 it is."""
    stems = {_OWN_ENDINGS.sub("", chinese_name(column)) for column in table.columns}
    owner = next((stem for stem in stems if len(stem) >= _WORD and noun.startswith(stem)), "")
    rest = noun.removeprefix(owner)
    return rest if owner and len(rest) >= _SAYS_ENOUGH else ""


def _is_part(short: str, noun: str) -> bool:
    """The end of the noun, or all of it but 登记."""
    return bool(short) and short != noun and (noun.endswith(short) or noun == f"{short}登记")


def _is_plain(short: str, table: TableKey, nouns: Mapping[TableKey, str]) -> bool:
    if len(short) < _WORD or _SAYS_NOTHING.fullmatch(short) or short.endswith(_ACTING):
        return False
    return not any(other.endswith(short) for key, other in nouns.items() if key != table)
