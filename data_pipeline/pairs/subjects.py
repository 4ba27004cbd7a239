"""What each table is about: its columns' roles, its name, its main date, the keys that lead from it and to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.pairs.bare_links import bare_link
from data_pipeline.pairs.identifiers import singular, words_of
from data_pipeline.pairs.roles import Role, distinct_values, roles_of
from data_pipeline.pairs.summaries import sums_up

SURE_ENOUGH = 0.7  # an inferred key below this confidence is not joined along
_OFTEN_SET = 0.95  # a key that is empty in more rows than this leads nowhere
# Names that a full or last name goes before.
_PARTIAL = {"first", "middle", "nick", "contact", "short", "old", "login", "user"}
_FIRST_NAMES = tuple(map(frozenset, (("first", "name"), ("given", "name"), ("fname",), ("firstname",), ("forename",))))
_LAST_NAMES = tuple(map(frozenset, (("last", "name"), ("family", "name"), ("lname",), ("lastname",), ("surname",))))
_CHANGED = {"update", "updated", "modify", "modified", "changed", "change", "last", "delete", "deleted", "更新", "修改"}
_PARTIES = {"sender", "receiver", "recipient", "consignee", "consignor", "shipper", "payee", "payer"}
_PARTIES_ZH = re.compile("(?:收|寄|发)[件货]人|收款人|付款人|签收人|(?:收|寄|发)[件货]人姓名|托寄物")
_ABOUT = {"description", "desc", "details", "detail"}  # of what a column called like its table tells
_NUMBERS = (Role.AMOUNT, Role.QUANTITY, Role.LEVEL)
_UNIQUE_ENOUGH = 0.7  # a name column with fewer different values per row does not name the row

Key = tuple[str, str]  # schema and name of a table
Named = tuple[tuple[str, ...], float]  # what a row is called, and the share of another table's rows that point at it


@dataclass(frozen=True, slots=True)
class Link:
    """A key between two tables, each row of ``child`` pointing at one row of ``parent``."""

    child: Table
    parent: Table
    key: ForeignKey
    referred: tuple[Named, ...] = ()  # what the parents that most rows of the child point at are called

    @property
    def child_columns(self) -> tuple[Column, ...]:
        return tuple(self.child.column(name) for name in self.key.columns)

    @property
    def often_set(self) -> bool:
        """Not nearly every child row is without a parent."""
        return all(column.statistics.null_fraction <= _OFTEN_SET for column in self.child_columns)


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A table as something to ask about. It is itself only, so that what is worked out of one can be kept."""

    table: Table
    roles: Mapping[str, Role]
    name: Column | None  # what people call a row
    names: tuple[Column, ...]  # the columns that call it together: the name, or first and last name; () without any
    main_date: Column | None  # the date by which an event is counted; None for entities
    only_date: bool  # there is no other date than the main one, so that "in 2024" says enough
    parents: tuple[Link, ...]
    children: tuple[Link, ...]
    is_link: bool = False  # hardly more than keys to two or more other tables: each row ties one of each to the others
    named_keys: frozenset[str] = frozenset()  # columns that refer to rows with names
    people: tuple[tuple[str, str], ...] = ()  # first and last names that occur together
    bare: Subject | None = None  # the same without its details, where it is a link table then (see bare_links)

    @property
    def is_entity(self) -> bool:
        """A thing with a name, rather than something that happened."""
        return self.name is not None

    @property
    def is_summary(self) -> bool:
        """Each row sums up a day, a month or the like: people ask what rows come to, not how many there are."""
        return sums_up(self.table) and any(role in _NUMBERS for role in self.roles.values())

    def leads_to_named(self, column: Column) -> bool:
        """The column refers to rows that have names: people say the name, not the key."""
        return column.name in self.named_keys

    def columns(self, *roles: Role) -> tuple[Column, ...]:
        """The columns that have one of these roles and hold something."""
        return _columns(self, roles)


Subjects = Mapping[Key, Subject]


def read_subjects(
    catalog: Catalog,
    people: Mapping[Key, tuple[tuple[str, str], ...]] = {},
    referred: Mapping[tuple[Key, str, Key], tuple[Named, ...]] = {},
    once: Collection[Key] = (),
) -> Subjects:
    """Every table that has rows, by its key, in the catalog's order; empty ones only as children of others.

    ``people``, ``referred`` and ``once``: see read_people(), read_referred() and read_ties().
    """
    up, down = defaultdict[Key, list[Link]](list), defaultdict[Key, list[Link]](list)
    tables = [table for table in catalog.tables if table.row_count or not is_part_of_other(table, catalog)]
    links = _links(tables, referred)
    bare = _bare_links(tables, links, once)
    for link in links:
        up[link.child.key].append(link)
        down[link.parent.key].append(replace(link, child=bare.get(link.child.key, link.child)))
    return {
        t.key: _subject(t, up[t.key], down[t.key], people.get(t.key, ()), bare.get(t.key))
        for t in catalog.tables
        if t.row_count > 0
    }


def subject_of(table: Table, subjects: Subjects) -> Subject | None:
    """The subject that the table is of: without its details where that table is without them."""
    subject = subjects.get(table.key)
    return subject.bare if subject and subject.bare and subject.bare.table is table else subject


def _bare_links(tables: list[Table], links: list[Link], once: Collection[Key]) -> dict[Key, Table]:
    """Tables without their details that are link tables then, by key; none that others refer to."""
    named = {table.key for table in tables if table.row_count and name_columns(table)}
    things = {link.parent.key for link in links}
    found = {
        table.key: bare_link(table, named, once) for table in tables if table.row_count and table.key not in things
    }
    return {key: table for key, table in found.items() if table}


@lru_cache(maxsize=20_000)  # the same are asked for in draft after draft
def _columns(subject: Subject, roles: tuple[Role, ...]) -> tuple[Column, ...]:
    columns = subject.table.columns
    return tuple(c for c in columns if subject.roles[c.name] in roles and c.statistics.null_fraction < 1)


def _subject(
    table: Table, own: list[Link], to_it: list[Link], people: tuple[tuple[str, str], ...], bare: Table | None = None
) -> Subject:
    roles = roles_of(table)
    name, names = name_columns_of(table, roles)
    return Subject(
        table=table,
        roles=roles,
        name=name,
        names=names,
        main_date=None if name else _main_date(table, roles),
        only_date=sum(role is Role.DATE for role in roles.values()) <= 1,
        parents=tuple(link for link in own if link.parent.row_count and link.often_set),
        children=tuple(link for link in to_it if link.child.key != table.key),
        is_link=bool(linking_keys(table)),
        named_keys=frozenset(k.key.columns[0] for k in own if len(k.key.columns) == 1 and name_columns(k.parent)),
        people=people,
        bare=_subject(bare, [replace(link, child=bare) for link in own], [], ()) if bare else None,
    )


def _links(tables: list[Table], referred: Mapping[tuple[Key, str, Key], tuple[Named, ...]]) -> list[Link]:
    known = {table.key: table for table in tables}
    return [
        Link(table, parent, key, () if key.columns[1:] else referred.get((table.key, key.columns[0], parent.key), ()))
        for table in tables
        for key in table.foreign_keys
        if (parent := known.get((key.ref_schema, key.ref_table))) and key.confidence >= SURE_ENOUGH
    ]


def name_columns_of(table: Table, roles: Mapping[str, Role]) -> tuple[Column | None, tuple[Column, ...]]:
    """(what a row is called by, all the columns that call it): "name" or "title" alone before "<something>_name".

    A single name must tell the rows apart; a first and a last name do so together.
    """
    person = person_names(table)
    named = [c for c in table.columns if roles[c.name] is Role.NAME and c not in person and _tells_apart(c, table)]
    named = [column for column in named if not _is_party(column)]
    best = min(named, key=_preference, default=None)
    if person and (best is None or len(words_of(best.name)) > 1):
        return person[-1], person
    best = best or _namesake(table)
    return best, (best,) if best else ()


def _is_party(column: Column) -> bool:
    """Who sends, receives or is called in the row's matter, which is not called so: an order by its recipient."""
    said = re.split(r"[\s:：,，;；（(。]", (column.comment or "").strip(), maxsplit=1)[0]
    return not _PARTIES.isdisjoint(words_of(column.name)) or bool(_PARTIES_ZH.fullmatch(said))


def _namesake(table: Table) -> Column | None:
    """The text column that is called like its table (city.city, vehicles.vehicle_details) and tells the rows apart."""
    noun = {singular(word) for word in words_of(table.name)} - {"time"}
    texts = [column for column in table.columns if column.category == "S" and (column.name,) != table.primary_key]
    called = [c for c in texts if {singular(word) for word in words_of(c.name)} - _ABOUT <= noun]
    return next((c for c in called if _tells_apart(c, table) and _is_short(c)), None)


def _is_short(column: Column) -> bool:
    values = column.statistics.common_values + column.statistics.bounds
    return all(len(value) <= 50 for value in values)


def may_be_read(columns: Iterable[Column]) -> bool:
    """Whether values may be taken from the table itself: nothing in the columns is masked, as far as it is known."""
    return not any(column.sensitive or column.masked_examples for column in columns)


@lru_cache(maxsize=2_000)
def name_columns(table: Table) -> tuple[Column, ...]:
    """The columns that call a row of the table by its name; () without any."""
    return name_columns_of(table, roles_of(table))[1]


def person_names(table: Table) -> tuple[Column, ...]:
    """First and last name where a table has both; customer_first_name is one of customers, not of orders."""
    noun = {singular(word) for word in words_of(table.name)}
    texts = [column for column in table.columns if column.category == "S"]
    parts = {frozenset(words_of(column.name)) - noun: column for column in texts}
    first = next((parts[words] for words in _FIRST_NAMES if words in parts), None)
    last = next((parts[words] for words in _LAST_NAMES if words in parts), None)
    return (first, last) if first and last else ()


def _preference(column: Column) -> tuple[bool, int, int]:
    words = words_of(column.name)
    return not _PARTIAL.isdisjoint(words), len(words), column.position


def _tells_apart(column: Column, table: Table) -> bool:
    if (column.name,) in table.unique_keys:
        return True
    distinct = distinct_values(column, table.row_count)
    return distinct is None or distinct >= _UNIQUE_ENOUGH * table.row_count


def _main_date(table: Table, roles: Mapping[str, Role]) -> Column | None:
    """The date by which rows are counted: when it happened, else when the row was made, never when it was changed."""
    dates = [c for c in table.columns if roles[c.name] is Role.DATE] or [
        c for c in table.columns if roles[c.name] is Role.RECORDED and _CHANGED.isdisjoint(words_of(c.name))
    ]
    return min(
        dates, key=lambda column: (column.nullable, column.statistics.null_fraction, column.position), default=None
    )


def is_part_of_other(table: Table, catalog: Catalog) -> bool:
    """An empty table with the columns of a filled one is a part of it (an inheritance child, a fresh archive)."""
    columns = {column.name for column in table.columns}
    others = (other for other in catalog.tables if other.row_count and other.key != table.key)
    return not table.row_count and any(columns == {column.name for column in other.columns} for other in others)


@lru_cache(maxsize=2_000)
def linking_keys(table: Table) -> tuple[ForeignKey, ...]:
    """The keys of a table that holds hardly anything else: each row ties rows of two or more tables; else ().

    A key of its own makes the rows things in their own right, unless the table is called after what it ties. Who wrote
    a row, and whether it is deleted, is nothing of its own.
    """
    parents = {(key.ref_schema, key.ref_table) for key in table.foreign_keys}
    if len(parents) < 2:
        return ()
    linking = {name for key in table.foreign_keys for name in key.columns}
    roles = roles_of(table)
    own = [column for column in table.columns if column.name not in linking and column.category != "D"]
    own = [column for column in own if roles[column.name] is not Role.RECORDED]
    surrogate = [column for column in own if (column.name,) == table.primary_key]
    called = {singular(word) for word in words_of(table.name)}
    named = sum(not called.isdisjoint(singular(word) for word in words_of(parent)) for _, parent in parents) > 1
    tied = len(own) == len(surrogate) and (not surrogate or named)
    return table.foreign_keys if tied else ()


def is_of_child(child: Table, parent: Table) -> bool:
    """The parent's rows belong to the child's, which refer to one of them in turn, as a country does to its capital."""
    back = any((key.ref_schema, key.ref_table) == child.key for key in parent.foreign_keys)
    return back and child.key != parent.key and child.row_count < parent.row_count
