"""What tables, columns and values are called: from comments in the language asked for, else from identifiers."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.han import has_han
from data_pipeline.pairs.apart import ITEMS
from data_pipeline.pairs.comments import chinese_name, chinese_noun
from data_pipeline.pairs.flags import is_flag
from data_pipeline.pairs.identifiers import (
    counted_things,
    plural,
    shared_prefix,
    singular,
    spelled,
    without_prefix,
    words_of,
)
from data_pipeline.pairs.initials import english_name
from data_pipeline.pairs.subjects import is_of_child, person_names
from data_pipeline.pairs.tree import Field, Query
from data_pipeline.pairs.untold import column_names, table_names

_UNIT = re.compile(
    r"[(（](?:单位[:：]?)?(元|万元|亿元|角|分|公里|千米|米|平方米|㎡|亩|千瓦时|度|kWh|km|人|人次|次|辆|辆次|小时|分钟|秒|天|%|公斤|吨|升)[)）]"
)
_KEY_ENDINGS = re.compile(r"(?:ID|Id|id|主键|外键|标识|编号|编码|代码|号)+$")
_BELONGING = re.compile("^(?:所属|所在|对应|关联)的?")
_ROLE_ENDINGS = ("人", "员", "级", "者", "长", "方")
_NO_ROLES = ("开方", "处方", "地方")
_DATE_VERBS = {"starts": "start", "begins": "start", "ends": "end", "expires": "expiry", "opens": "opening",
               "closes": "closing", "finishes": "finish", "arrives": "arrival", "departs": "departure"}  # fmt: skip
_DATE_ENDINGS = {"on": "date", "at": "time", "until": "end date"}
_ROWS_OF = re.compile(r"^(?!sales|goods|news|statistics)(\w+s) (?:data|info|information)$")  # cars data holds cars
_LINKED = re.compile(r"^(\w+) (by|to|from) ")  # bill to address
_FLAG_MARK = re.compile(r"bool(ean)?$|^(bool|flag) | (?:yn|ind|indicator|flg)$|(?<=ed) flag$")
_REPEATED = re.compile(r"\b(\w+) \1\b")  # of customer_customer_demo
_UNITS = ("km", "kwh", "ms", "kg", "cm", "min", "sec", "cents")  # after a name
_ENGLISH_ID = {"id", "no", "code", "key", "number", "uuid"}
_AGENTS = {"reported by": "reporter", "approved by": "approver", "created by": "creator", "signed by": "signatory",
           "inspected by": "inspector", "managed by": "manager", "referred by": "referrer", "owned by": "owner",
           "sold by": "seller", "sent by": "sender", "received by": "receiver", "reviewed by": "reviewer",
           "assigned to": "assignee", "handled by": "handler", "driven by": "driver", "paid by": "payer"}  # fmt: skip
_PERSONS = {"customer", "employee", "artist", "actor", "author", "user", "member", "student", "teacher", "player",
            "driver", "singer", "doctor", "patient", "director", "manager", "client", "person", "guest",
            *_AGENTS.values()}  # fmt: skip
Place = tuple[str, ...]  # (schema, table) or (schema, table, column)


class Words(ABC):
    """The vocabulary of one language for one catalog."""

    def __init__(self, catalog: Catalog, called: Mapping[Place, str] | None = None) -> None:
        """``called``: what some of it is called in place of its title."""
        self._called = called or {}
        self._tables = {table.key: table for table in catalog.tables}
        self._roles: dict[tuple[tuple[str, str], ForeignKey], str] = {}
        self._prefix = shared_prefix(table.name for table in catalog.tables)
        self._columns = {t.key: tuple(self.column(t, column) for column in t.columns) for t in catalog.tables}
        self._column_nouns = Counter(noun for nouns in self._columns.values() for noun in nouns)

    @abstractmethod
    def table(self, table: Table) -> str:
        """The table's rows as a noun, singular."""

    @abstractmethod
    def column(self, table: Table, column: Column) -> str:
        """The column as a noun."""

    def columns(self, table: Table) -> tuple[str, ...]:
        """The nouns of all columns of a table of the catalog, in their order."""
        return self._columns[table.key]

    @abstractmethod
    def value(self, column: Column, value: str) -> str:
        """The value as a person says it: the label of a coded value, else the value."""

    @abstractmethod
    def role(self, child: Table, key: ForeignKey, parent: Table) -> str:
        """The parent as the child's key calls it ("manager"), or just the parent's noun where that is clear."""

    def noun(self, query: Query, source: int) -> str:
        """The table at a position of the query: by its own name, or by the key that brought it in."""
        for join in query.joins:
            if join.source == source == join.parent:
                return self._role(query.tables[join.child], join.key, query.tables[source])
        return self.table(query.tables[source])

    def of_key(self, child: Table, key: ForeignKey) -> str:
        """What the key points at, as a noun; "" when that table is not in the catalog."""
        parent = self._tables.get((key.ref_schema, key.ref_table))
        return self._role(child, key, parent) if parent else ""

    def _role(self, child: Table, key: ForeignKey, parent: Table) -> str:
        """The same as ``role``, of which a thousand questions ask a few dozen."""
        if (child.key, key) not in self._roles:
            self._roles[child.key, key] = self.role(child, key, parent)
        return self._roles[child.key, key]

    def of_column(self, child: Table, column: Column) -> str:
        """What a column that is a key on its own points at, as a noun; "" for any other column."""
        keys = [key for key in child.foreign_keys if key.columns == (column.name,)]
        return next((noun for noun in (self.of_key(child, key) for key in keys) if noun), "")

    def field(self, query: Query, field: Field) -> str:
        """The field's column as a noun."""
        return self.column(query.table_of(field), field.column)

    def is_telling(self, table: Table, column: Column) -> bool:
        """Whether the column's noun alone says which table is meant."""
        return self._column_nouns[self.column(table, column)] == 1

    def _identifier(self, table: Table) -> str:
        return without_prefix(table.name, self._prefix)


class ChineseWords(Words):
    """Titles, else comments less their notes, units and endings such as 信息表.

    Where there is no Chinese comment, the split identifier between spaces, which the sentence evens out. A column
    without a comment takes that of its namesakes in other tables, if they agree: views seldom repeat comments. In a
    schema that speaks Chinese what is left is translated, as far as its words are common ones.
    """

    def __init__(self, catalog: Catalog, called: Mapping[Place, str] | None = None) -> None:
        named: dict[str, Counter[str]] = defaultdict(Counter)
        for column in (column for table in catalog.tables for column in table.columns):
            if said := chinese_name(column):
                named[column.name][said] += 1
        self._same_name = {name: next(iter(said)) for name, said in named.items() if len(said) == 1}
        self._repeated = {name for name, said in named.items() if said.total() > 1}
        self._english = EnglishWords(catalog)  # for roles that no comment names
        self._untold = column_names(catalog)
        self._untold_tables = table_names(catalog)
        super().__init__(catalog, called)

    def table(self, table: Table) -> str:
        if title := self._called.get(table.key) or table.titles.get("zh"):
            return title
        named = chinese_noun(table.comment or "") or self._untold_tables.get(table.key)
        return named or f" {singular(self._identifier(table))} "

    def column(self, table: Table, column: Column) -> str:
        """One comment speaks for a view's column of the same name; for a table's only if several columns have it."""
        same = self._same_name.get(column.name) if table.is_view or column.name in self._repeated else None
        called = self._called.get((*table.key, column.name))
        named = called or chinese_name(column) or same or self._untold.get((table.key, column.name))
        return named or f" {spelled(column.name)} "

    def value(self, column: Column, value: str) -> str:
        return column.value_labels.get(value, value)

    def unit(self, column: Column) -> str:
        """ "元" of "营业额（元）"; "" when the comment names none."""
        found = _UNIT.search(column.comment or "")
        return found.group(1) if found else ""

    def role(self, child: Table, key: ForeignKey, parent: Table) -> str:
        noun = self.table(parent)
        called = _KEY_ENDINGS.sub("", self.column(child, child.column(key.columns[0])))
        role = called.removesuffix(noun).removesuffix("的")
        if role.endswith(_ROLE_ENDINGS) and len(role) > 1 and not role.endswith(_NO_ROLES):
            return role
        if _shares_parent(child, key, parent):
            return called if has_han(called) else f" {self._english.role(child, key, parent)} "
        short = _BELONGING.sub("", called)  # 公司 of 所属公司ID, though its table says 高速公路管理公司
        return short if len(short) > 1 and noun.endswith(short) else noun


class EnglishWords(Words):
    """Titles, else short English comments, else split identifiers; Chinese initials by their comment."""

    def __init__(self, catalog: Catalog, called: Mapping[Place, str] | None = None) -> None:
        self._initials: dict[tuple[str, str], Mapping[str, str]] = {}
        super().__init__(catalog, called)

    def table(self, table: Table) -> str:
        title = self._called.get(table.key) or table.titles.get("en", "")
        noun = _english_noun(title, self._identifier(table))
        return f"{noun} day" if noun.endswith("calendar") and not title and _has_a_row_a_day(table) else noun

    def column(self, table: Table, column: Column) -> str:
        if title := self._called.get((*table.key, column.name)) or column.titles.get("en"):
            return _lowered(title)
        comment = (column.comment or "").strip().rstrip(".")
        if re.fullmatch(r"[A-Za-z]+(?: [A-Za-z]+){0,3}", comment):
            return _lowered(comment)
        if self._is_superior(table, column):
            return "manager"
        if called := self._of_initials(table).get(column.name):
            return called
        return _column_noun(spelled(column.name).split(" "), column)

    def _of_initials(self, table: Table) -> Mapping[str, str]:
        """Names for the columns that are called by Chinese initials; none that two columns would have."""
        if table.key not in self._initials:
            named = {column.name: english_name(column) for column in table.columns}
            times = Counter(named.values())
            self._initials[table.key] = {name: noun for name, noun in named.items() if times[noun] == 1}
        return self._initials[table.key]

    def value(self, column: Column, value: str) -> str:
        """The label even where it is Chinese only: a code says nothing to anybody."""
        return column.value_labels.get(value, value)

    def tables(self, table: Table) -> str:
        """The table's rows as a plural noun."""
        return plural(self.table(table))

    def is_person(self, table: Table, noun: str) -> bool:
        """The table's rows, called so, are people."""
        return bool(person_names(table)) or noun.split(" ")[-1] in _PERSONS

    def is_thing(self, noun: str) -> bool:
        """Some table's rows are called so."""
        return any(self.table(table) == noun for table in self._tables.values())

    def role(self, child: Table, key: ForeignKey, parent: Table) -> str:
        noun = self.table(parent)
        if key.columns[0].lower().startswith("report") and child.key == parent.key:
            return "manager"
        words = [word for word in words_of(key.columns[0]) if word not in _ENGLISH_ID]
        called = " ".join(words)
        person = called.removesuffix(singular(self._identifier(parent))).strip()
        if person and self.is_person(parent, noun) and person.endswith(("er", "or", "ee")):
            return person
        if called in _AGENTS and self.is_person(parent, noun):
            return _AGENTS[called]
        if words and is_of_child(child, parent) and not {*map(singular, words)} & {*noun.split(" ")}:
            return f"{called} {noun}"  # the capital city of a country
        if not _shares_parent(child, key, parent) or not words or called == noun:
            return noun
        if words[-1] in ("by", "to", "from"):
            return f"{called.replace(' ', '-')} {noun}"
        return _LINKED.sub(r"\1-\2 ", called)

    def _is_superior(self, table: Table, column: Column) -> bool:
        """``reports_to``: a key to the row of the same table that is above this one."""
        keys = [key for key in table.foreign_keys if key.columns == (column.name,)]
        return column.name.lower().startswith("report") and any(key.ref_table == table.name for key in keys)


@lru_cache(maxsize=10_000)
def _english_noun(title: str, identifier: str) -> str:
    noun = title or _REPEATED.sub(r"\1", singular(_ROWS_OF.sub(r"\1", identifier)))
    item = ITEMS.get(noun.rpartition(" ")[2].lower(), "")
    return f"{noun} {item}" if item and noun != item else noun


def _has_a_row_a_day(table: Table) -> bool:
    key = [table.column(name) for name in table.primary_key]
    return len(key) == 1 and key[0].type == "date"


def _lowered(noun: str) -> str:
    """Without the capital that a title or comment begins with; all capitals stay."""
    return noun if noun.isupper() or noun[1:2].isupper() else noun[0].lower() + noun[1:]


def _column_noun(words: list[str], column: Column) -> str:
    if len(words) > 1 and words[-1] in _UNITS:
        return f"{' '.join(words[:-1])} ({words[-1]})"
    if len(words) > 1 and column.category == "D" and words[-1] in _DATE_ENDINGS:
        return " ".join([*words[:-2], _DATE_VERBS.get(words[-2], words[-2]), _DATE_ENDINGS[words[-1]]])
    if is_flag(column):
        said = " ".join(words[:-1] if words[0] == "is" and words[-1] == "flag" else words)
        return _FLAG_MARK.sub("", said).strip() or said
    return counted_things(column.name) or " ".join(words)


def _shares_parent(child: Table, key: ForeignKey, parent: Table) -> bool:
    """Another key of the child leads to the same parent, or the parent is the child itself."""
    same = [other for other in child.foreign_keys if (other.ref_schema, other.ref_table) == parent.key]
    return len(same) > 1 or child.key == parent.key
