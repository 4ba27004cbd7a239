"""What is asked next: the forms in turn by their weights, each of the scopes that have been asked about least."""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from itertools import count
from math import ceil
from random import Random

from data_pipeline.catalog.deleted import mark_of_deletion
from data_pipeline.catalog.model import Catalog, ForeignKey, Table
from data_pipeline.pairs.column_draft import Usage, as_key, unspoken
from data_pipeline.pairs.conditions import Related, plain_conditions
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.presence import of_empty_tables
from data_pipeline.pairs.forms.related import without
from data_pipeline.pairs.forms.rows import of_one, where
from data_pipeline.pairs.ground import Ground, ground_of
from data_pipeline.pairs.hardness import SPIDER_MIX, Level, hardness
from data_pipeline.pairs.mix import FORMS
from data_pipeline.pairs.options import points_at_one
from data_pipeline.pairs.related_rows import right_side, rows_read
from data_pipeline.pairs.roles import Role
from data_pipeline.pairs.scopes import Scope, scopes
from data_pipeline.pairs.subjects import Link, Subjects
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Measure, Output, Over, Question, SetQuery, selects
from data_pipeline.pairs.values import Field, fields_of

_CONSTANT = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_SIZES = (1, 2, 3, 4)  # tables; the last one stands for more, too
_SCOPES = 6  # that a form tries in one turn
_DRAWS = 3  # of one form about one scope before another scope has its turn
_FAILURES = 3  # turns without a new query after which a form is given up for a scope
_FAILURES_AT_FIRST = 6  # the same for a form that has had no query of any scope
_MORE_PATIENCE = 3  # so many times as many once a level runs short: of a few tables plain forms seem done too soon
_LEEWAY = 0.01  # how far a level of hardness may be above its part, while others have something to ask
_LIKING = 1.2  # how strongly the weights of scopes tell
_FIRST = 1.4  # the least weight of a table that nothing has been asked about
_SOON = 2.5  # when at the latest a form has its first turn; one of weight 2 has had five by then
_AGAIN = 0.2  # how soon a form tries again for its first query
_EVERY = 30  # questions between two about empty tables
_COVERING = next(number for number, form in enumerate(FORMS) if form.covers)
_LACKING = next(number for number, form in enumerate(FORMS) if form.draw is without)
_JOINING = [number for number, form in enumerate(FORMS) if form.draw in (of_one, where)]
_LAST = 0.17  # the part of the queries that may be there for columns and keys that nothing speaks of by then
_AT_ONCE = 2  # such columns of a table that one query speaks of


class Plan:
    """An endless order of things to ask, as long as the schema has any; every first part of it is a fair mixture."""

    def __init__(
        self,
        catalog: Catalog,
        subjects: Subjects,
        seed: int,
        about: Collection[tuple[str, str]] | None = None,
        taken: Collection[str] = (),
        wanted: int = 0,
    ) -> None:
        """``about``: only queries that read one of these tables; ``taken``: statements that are there already.

        ``wanted``: how many queries will be taken; the last of them speak of the columns that no other does.
        """
        self.subjects = subjects
        self.rng = Random(seed)  # noqa: S311 - repeatable on purpose
        self.usage: Usage = Counter()
        found = [scope for scope in scopes(subjects) if about is None or not scope.tables.isdisjoint(about)]
        self._scopes = {size: [scope for scope in found if min(scope.told, _SIZES[-1]) == size] for size in _SIZES}
        self._suiting = {
            (number, size): [scope for scope in self._scopes[size] if form.suits(scope)]
            for number, form in enumerate(FORMS)
            for size in _SIZES
        }
        self._grounds: dict[int, Ground] = {}  # by scope
        self._asked = defaultdict[int, int](int)  # by scope
        self._forms_asked = [defaultdict[int, int](int) for _ in FORMS]  # by scope
        self._failed = [defaultdict[int, int](int) for _ in FORMS]
        self._seen = {_CONSTANT.sub("?", sql) for sql in taken}
        presence = ((one, to_sql(one)) for one in of_empty_tables(catalog) if about is None or _reads(one, about))
        self._empty = (found for found in presence if _CONSTANT.sub("?", found[1]) not in self._seen)
        self._levels: Counter[Level] = Counter()
        self._made: set[int] = set()  # forms that have had a query
        self._postponed = False  # what was drawn last is of a level that has its part
        self._leeway = _LEEWAY
        self._spoken: list[tuple[tuple[str, str], str]] = []  # by the last query, as counted in ``usage``
        self._idle = 0  # turns since the last query, or since the leeway grew
        self._left = wanted
        self._are_few = wanted <= len(self._seen)  # beside those that stay

    def questions(self) -> Iterator[tuple[Question, str]]:
        """Queries with their statements, no two alike but for constants."""
        turns = self._turns()
        for turn in count(1):
            if not turns:
                yield from self._empty  # nothing else is left, or there never was anything else
                return
            if turn % _EVERY == 0 and (empty := next(self._empty, None)):
                self._left -= 1
                yield empty
            if found := self._of_the_unspoken():
                yield found
                continue
            due, number, size = heapq.heappop(turns)
            found = self._ask(number, size)
            if self._count_idle(found is None, len(turns)):
                turns = self._turns(due)  # this form among them
                continue
            if found is not None:
                yield found
                self._made.add(number)
            if found is not None or self._alive(number, size):
                wait = 1 / FORMS[number].weight(size)
                heapq.heappush(turns, (due + (wait if number in self._made else min(wait, _AGAIN)), number, size))

    def _turns(self, now: float = 0.0) -> list[tuple[float, int, int]]:
        """When each form is due for how many tables, as a heap."""
        turns = [
            (now + min(1 / form.weight(size), _SOON), number, size)
            for number, form in enumerate(FORMS)
            for size in _SIZES
            if form.weight(size) and self._suiting[number, size]
        ]
        heapq.heapify(turns)
        return turns

    def forget(self) -> None:
        """Nobody could word the last query: its columns are as unused as before."""
        self.usage.subtract(self._spoken)
        self._left += 1

    def _count(self, question: Question) -> None:
        """Its columns are spoken of now, but for a ranking's that hardly any query speaks of: a ranking may yet go, as
        those do in which rows share the last place.
        """
        ranked = any(query.limit for query in selects(question))
        self._spoken = [one for one in _columns(question) if not ranked or self.usage[one] or not self._is_seldom(one)]
        self.usage.update(self._spoken)

    def _is_seldom(self, place: tuple[tuple[str, str], str]) -> bool:
        """A record date, a key, what is of no kind."""
        subject = self.subjects.get(place[0])
        return subject is not None and subject.roles.get(place[1]) in (Role.RECORDED, Role.ID, Role.OTHER)

    def _of_the_unspoken(self) -> tuple[Question, str] | None:
        """A query about columns or a key that nothing speaks of, once hardly more queries are left than these take.

        A few beside many that stay may all be such; else only the last ones, and variety is worth more than the rest.
        """
        last = self._left if self._are_few else _LAST * (self._left + self._levels.total())
        if not 0 < self._left <= last:
            return None
        unused = [*self._of_unused_keys()]
        needed = sum(ceil(-self._unspoken(scope) / _AT_ONCE) for scope in self._alive(_COVERING, 1)) + len(unused)
        if self._left > needed:
            return None
        joined = (found for number, scope in unused if (found := self._draw(number, scope, pressing=True)))
        return next(joined, None) or self._ask(_COVERING, 1, pressing=True)

    def _of_unused_keys(self) -> Iterator[tuple[int, Scope]]:
        """Forms, with tables, that read a key along which nothing has been joined: for a key within a table, and for
        one of several columns, rows with those that they refer to; else rows that nothing refers to.
        """
        for scope in self._scopes[1]:
            for link in scope.subject.children:
                if points_at_one(link) and not self._is_used(link):
                    yield _LACKING, scope
        for scope in self._scopes[2]:
            link = scope.links[0][1]
            inner = link.child.key == link.parent.key or not points_at_one(link)
            if scope.size == 2 and inner and not self._is_used(link):
                yield from ((number, scope) for number in _JOINING)

    def _is_used(self, link: Link) -> bool:
        return all(self.usage[link.child.key, as_key(name)] for name in link.key.columns)

    def _alive(self, number: int, size: int) -> list[Scope]:
        """The scopes of that size that the form may still be drawn of."""
        patience = _FAILURES if number in self._made else _FAILURES_AT_FIRST
        patience *= 1 if self._leeway == _LEEWAY else _MORE_PATIENCE
        failed = self._failed[number]
        return [scope for scope in self._suiting[number, size] if failed[id(scope)] < patience]

    def _ask(self, number: int, size: int, *, pressing: bool = False) -> tuple[Question, str] | None:
        """A new query of a form, of the scope whose turn it is; None when the first few have none."""
        turn = self._unspoken if FORMS[number].covers else self._turn_of(number)
        for scope in sorted(self._alive(number, size), key=turn)[:_SCOPES]:
            found = self._draw(number, scope, pressing=pressing)
            if found:
                self._asked[id(scope)] += 1
                self._forms_asked[number][id(scope)] += 1
                return found
            if self._postponed:  # of other scopes it would be of the same level
                break
        return None

    def _unspoken(self, scope: Scope) -> int:
        """The scope with most columns that nothing speaks of comes first."""
        return -len(unspoken(scope.subject.table, self.usage))

    def _turn_of(self, number: int) -> Callable[[Scope], float]:
        """When a scope's turn is: the weightier it is and the less it was asked about, the sooner."""
        asked_of, same_of, random = self._asked, self._forms_asked[number], self.rng.random

        def turn(scope: Scope) -> float:
            asked = asked_of[id(scope)]
            forgotten = not scope.paths and not asked  # its first question does not wait for its weight
            weight = max(_FIRST, scope.weight) if forgotten else scope.weight
            return float((4 * asked + 20 * (same_of[id(scope)] + 1) + random()) / weight**_LIKING)

        return turn

    def _draw(self, number: int, scope: Scope, *, pressing: bool = False) -> tuple[Question, str] | None:
        """A new query; that its level has its part already says nothing against the form, or where it is pressing."""
        self._postponed = False
        ground, is_first = self._ground(scope), not self._forms_asked[number][id(scope)]
        for _ in range(_DRAWS):
            question = FORMS[number].draw(Draft(ground, self.subjects, self.usage, self.rng, is_first=is_first))
            if question is None:
                continue
            if self._is_over_quota(level := hardness(question)) and not pressing:
                self._postponed = True
                continue
            sql = to_sql(question)
            if (masked := _CONSTANT.sub("?", sql)) in self._seen:
                continue
            self._seen.add(masked)
            self._levels[level] += 1
            self._left -= 1
            self._count(question)
            return question, sql
        self._failed[number][id(scope)] += not self._postponed
        return None

    def _ground(self, scope: Scope) -> Ground:
        if id(scope) not in self._grounds:
            self._grounds[id(scope)] = ground_of(scope, self.subjects)
        return self._grounds[id(scope)]

    def _is_over_quota(self, level: Level) -> bool:
        """Never true of every level at once, as their parts and leeways come to more than everything."""
        return self._levels[level] > (SPIDER_MIX[level] + self._leeway) * sum(self._levels.values())

    def _count_idle(self, is_idle: bool, whole_round: int) -> bool:
        """When no form has anything to ask of a level that may have more, those that do may go further above theirs.

        The first time forms that were given up have another try, with more patience; then it is True.
        """
        self._idle = self._idle + 1 if is_idle else 0
        if self._idle <= whole_round:
            return False
        self._leeway, self._idle = 2 * self._leeway, 0
        return self._leeway == 2 * _LEEWAY


def _columns(question: Question) -> Iterator[tuple[tuple[str, str], str]]:
    """(table, column) of everything that the query uses."""
    for query in (question.left, right_side(question)) if isinstance(question, SetQuery) else selects(question):
        ordered = (order.by for order in query.orders)
        spoken = [field for output in (*query.outputs, *ordered) for field in _fields(output)]
        spoken += [condition.field for condition in plain_conditions(query.conditions)]
        yield from ((query.table_of(field).key, field.column.name) for field in spoken)
        yield from ((table.key, mark[0].name) for table in query.tables if (mark := mark_of_deletion(table)))
        for join in query.joins:
            yield from _of_key(query.tables[join.child], join.key)
            yield from ((query.tables[join.parent].key, name) for name in join.key.ref_columns)
        for related in query.conditions:
            if isinstance(related, Related):
                inner = rows_read(related)
                yield from ((inner.table_of(one.field).key, one.field.column.name) for one in related.conditions)
                yield from (column for join in inner.joins for column in _of_key(related.child, join.key))
                yield from _of_key(related.child, related.key)


def _of_key(child: Table, key: ForeignKey) -> Iterator[tuple[tuple[str, str], str]]:
    for name in key.columns:
        yield child.key, name
        yield child.key, as_key(name)


def _reads(question: Question, tables: Collection[tuple[str, str]]) -> bool:
    return any(table.key in tables for query in selects(question) for table in query.tables)


def _fields(output: Output) -> tuple[Field, ...]:
    """The columns that an output is made of."""
    by = output.by if isinstance(output, Over) else output
    value = by.of if isinstance(by, Measure) else by
    return fields_of(value) if value is not None else ()
