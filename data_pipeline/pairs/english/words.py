"""What tables, columns and values are called in English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property, lru_cache

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.pairs.apart import ITEMS
from data_pipeline.pairs.english.column_noun import ACRONYMS, column_noun
from data_pipeline.pairs.identifiers import plural, singular, spelled
from data_pipeline.pairs.initials import english_name
from data_pipeline.pairs.subjects import is_of_child, person_names
from data_pipeline.pairs.words import Place, Words, has_a_row_a_day, shares_parent

_ROWS_OF = re.compile(r"^(?!sales|goods|news|statistics)(\w+s) (?:data|info|information)$")  # cars data holds cars
_EACH = re.compile(r"^(.+) (hourly|daily|weekly|monthly|quarterly|yearly)$")  # daily usage records, no usage dailies
_BY = re.compile(r"^([\w ]+?) by ([\w ]+)$")  # a row of sales by store holds those of a store
_LINKED = re.compile(r"^(\w+) (by|to|from) ")  # bill to address
_REPEATED = re.compile(r"\b(\w+) \1\b")  # of customer_customer_demo
# Words of keys without which another row would be meant: the clinic that somebody prefers.
_QUALIFIERS = {"preferred", "default", "previous", "original", "referring", "referred", "favorite", "favourite", "home",
               "alternate", "backup", "secondary", "last", "first", "next", "target", "origin"}  # fmt: skip
_COUNTRIES = {"us", "uk", "eu"}  # within the names of tables: US states
_ENGLISH_ID = {"id", "no", "code", "key", "number", "uuid"}
_AGENTS = {"reported by": "reporter", "approved by": "approver", "created by": "creator", "signed by": "signatory",
           "inspected by": "inspector", "managed by": "manager", "referred by": "referrer", "owned by": "owner",
           "sold by": "seller", "sent by": "sender", "received by": "receiver", "reviewed by": "reviewer",
           "assigned to": "assignee", "handled by": "handler", "driven by": "driver", "booked by": "booker",
           "requested by": "requester", "prepared by": "preparer", "verified by": "verifier", "issued by": "issuer",
           "submitted by": "submitter", "audited by": "auditor", "authorized by": "authorizer", "packed by": "packer",
           "recorded by": "recorder", "shipped by": "shipper", "updated by": "updater", "taken by": "taker",
           "checked by": "checker", "collected by": "collector", "paid by": "payer"}  # fmt: skip
_PERSONS = {"customer", "employee", "artist", "actor", "author", "user", "member", "student", "teacher", "player",
            "driver", "holder", "singer", "doctor", "patient", "director", "manager", "client", "person", "guest",
            *_AGENTS.values()}  # fmt: skip


class EnglishWords(Words):
    """Titles, else short English comments, else split identifiers; Chinese initials by their comment."""

    def __init__(self, catalog: Catalog, called: Mapping[Place, str] | None = None) -> None:
        self._initials: dict[tuple[str, str], Mapping[str, str]] = {}
        super().__init__(catalog, called)

    def rows_of(self, table: Table) -> str:
        title = self._called.get(table.key) or table.titles.get("en", "")
        noun = _english_noun(title, self._turned(self._identifier(table)))
        return f"{noun} day" if noun.endswith("calendar") and not title and has_a_row_a_day(table) else noun

    def _turned(self, identifier: str) -> str:
        """ "club member" of ``member_of_club``, where clubs have a table."""
        thing, _, whole = identifier.partition(" of ")
        return f"{whole} {thing}" if whole and whole in self._things else identifier

    @cached_property
    def _nouns(self) -> frozenset[str]:
        return frozenset(map(self.table, self._tables.values()))

    @cached_property
    def _things(self) -> frozenset[str]:
        return frozenset(singular(self._identifier(table)) for table in self._tables.values())

    def column(self, table: Table, column: Column) -> str:
        if title := self._called.get((*table.key, column.name)) or column.titles.get("en"):
            return _lowered(title)
        if commented := _called_by_comment(column):
            return _lowered(commented)
        if self._is_superior(table, column):
            return "manager"
        if called := self._of_initials(table).get(column.name):
            return called
        return self._key(table, column) or column_noun(spelled(column.name).split(" "), column)

    def _key(self, table: Table, column: Column) -> str:
        """ "student id" for the key ``stuid``, which nobody reads out; "" for others."""
        if not re.fullmatch(r"[a-z]{2,}id", column.name.lower()) or " " in spelled(column.name):
            return ""
        if table.primary_key == (column.name,):
            return f"{self.table(table)} id"
        keys = [key for key in table.foreign_keys if key.columns == (column.name,)]
        parent = self._tables.get((keys[0].ref_schema, keys[0].ref_table)) if keys else None
        if parent is None or shares_parent(table, keys[0], parent):
            return ""  # the home team and the away team
        return f"{self.table(parent)} id"

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
        return noun in self._nouns

    def role(self, child: Table, key: ForeignKey, parent: Table) -> str:
        noun = self.table(parent)
        if key.columns[0].lower().startswith("report") and child.key == parent.key:
            return "manager"
        words = [word for word in spelled(key.columns[0]).split(" ") if word not in _ENGLISH_ID]
        called = " ".join(words)
        person = called.removesuffix(singular(self._identifier(parent))).strip()
        if person and self.is_person(parent, noun) and person.endswith(("er", "or", "ee")):
            return person
        if called in _AGENTS and self.is_person(parent, noun):
            return _AGENTS[called]
        if self.is_person(parent, noun) and words[1:] == ["by"]:
            return f"{'-'.join(words)} {noun}"  # performed by: not an employee's treatment
        if words[:1] and words[0] in _QUALIFIERS and noun.endswith(words[-1]):
            return f"{words[0]} {noun}"
        if words and is_of_child(child, parent) and not {*map(singular, words)} & {*noun.split(" ")}:
            return f"{called} {noun}"  # the capital city of a country
        if not shares_parent(child, key, parent) or not words or called == noun:
            return noun
        if words[-1] in ("by", "to", "from"):
            return f"{called.replace(' ', '-')} {noun}"
        return _LINKED.sub(r"\1-\2 ", called)

    def deed(self, child: Table, key: ForeignKey) -> str:
        """What the key says was done: "signed by", "assigned to", "that report to"; "" for one that says no verb."""
        if self._is_superior(child, child.column(key.columns[0])):
            return "that report to"
        done = " ".join(word for word in spelled(key.columns[0]).split(" ") if word not in _ENGLISH_ID)
        return done if done in _AGENTS or re.fullmatch(r"[a-z]+ed by", done) else ""

    def _is_superior(self, table: Table, column: Column) -> bool:
        """``reports_to``: a key to the row of the same table that is above this one."""
        keys = [key for key in table.foreign_keys if key.columns == (column.name,)]
        return column.name.lower().startswith("report") and any(key.ref_table == table.name for key in keys)


@lru_cache(maxsize=10_000)
def _english_noun(title: str, identifier: str) -> str:
    identifier = identifier.removesuffix(" header")  # sales_order_header holds sales orders
    records = _BY.sub(r"\2 \1 record", _EACH.sub(r"\2 \1 record", identifier))
    noun = title or _REPEATED.sub(r"\1", singular(_ROWS_OF.sub(r"\1", records)))
    noun = " ".join(word.upper() if word in _COUNTRIES or (word in ACRONYMS and len(word) > 2) else word
                    for word in noun.split(" "))  # fmt: skip
    item = ITEMS.get(noun.rpartition(" ")[2].lower(), "")
    return f"{noun} {item}" if item and noun != item else noun


def _called_by_comment(column: Column) -> str:
    """A comment of a few words, without its article; "" for longer ones, and for what a glossary describes at length:
    its titles are the names there.
    """
    comment = re.sub("^(?:the|an?) ", "", (column.comment or "").strip().rstrip("."), flags=re.IGNORECASE)
    most = 3 if column.comment_source == "database" else 1
    return comment if re.fullmatch(rf"[A-Za-z]+(?: [A-Za-z]+){{0,{most}}}", comment) else ""


def _lowered(noun: str) -> str:
    """Without the capital that a title or comment begins with; all capitals stay."""
    return noun if noun.isupper() or noun[1:2].isupper() else noun[0].lower() + noun[1:]
