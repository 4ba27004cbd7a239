"""What is asked next: the forms in turn by their weights, each of the scopes that have been asked about least."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterator
from itertools import count
from random import Random

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.conditions import Related, plain_conditions
from data_pipeline.pairs.draft import Draft, Usage
from data_pipeline.pairs.forms.presence import of_empty_tables
from data_pipeline.pairs.hardness import SPIDER_MIX, Level, hardness
from data_pipeline.pairs.mix import FORMS, Form
from data_pipeline.pairs.scopes import Scope, scopes
from data_pipeline.pairs.subjects import Subjects
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Measure, Output, Over, Question, selects
from data_pipeline.pairs.values import Field, fields_of

_CONSTANT = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_SIZES = (1, 2, 3)
_DRAWS = 3  # of one form about one scope before another scope has its turn
_FAILURES = 3  # turns without a new query after which a form is given up for a scope
_LEEWAY = 0.03  # how far a level of hardness may be above its part


_EVERY = 30  # questions between two about empty tables


class Plan:
    """An endless order of things to ask, as long as the schema has any; every first part of it is a fair mixture."""

    def __init__(self, catalog: Catalog, subjects: Subjects, seed: int) -> None:
        self.subjects = subjects
        self._empty = of_empty_tables(catalog)
        self.rng = Random(seed)  # noqa: S311 - repeatable on purpose
        self.usage: Usage = Counter()
        self._scopes = {size: [scope for scope in scopes(subjects) if min(scope.size, 3) == size] for size in _SIZES}
        self._asked: Counter[int] = Counter()  # by scope
        self._forms_asked: Counter[tuple[int, int]] = Counter()  # by form and scope
        self._failed: Counter[tuple[int, int]] = Counter()
        self._seen: set[str] = set()
        self._levels: Counter[Level] = Counter()

    def questions(self) -> Iterator[tuple[Question, str]]:
        """Queries with their statements, no two alike but for constants."""
        turns = [(1 / form.weight(size), number, size) for number, form in enumerate(FORMS) for size in _SIZES
                 if form.weight(size) and self._scopes[size]]  # fmt: skip
        heapq.heapify(turns)
        for turn in count(1):
            if not turns:
                break
            if turn % _EVERY == 0 and (empty := next(self._empty, None)):
                yield empty, to_sql(empty)
            due, number, size = heapq.heappop(turns)
            found = self._ask(number, size)
            if found is not None:
                yield found
            if found is not None or self._alive(number, size):
                heapq.heappush(turns, (due + 1 / FORMS[number].weight(size), number, size))

    def _alive(self, number: int, size: int) -> bool:
        return any(self._may(number, scope) for scope in self._scopes[size])

    def _may(self, number: int, scope: Scope) -> bool:
        return self._failed[number, id(scope)] < _FAILURES and FORMS[number].suits(scope)

    def _ask(self, number: int, size: int) -> tuple[Question, str] | None:
        """A new query of a form, of the scope whose turn it is; None when the first few have none."""
        alive = [scope for scope in self._scopes[size] if self._may(number, scope)]
        for scope in sorted(alive, key=lambda scope: self._turn(number, scope))[:6]:
            found = self._draw(FORMS[number], scope)
            if found:
                self._asked[id(scope)] += 1
                self._forms_asked[number, id(scope)] += 1
                return found
            self._failed[number, id(scope)] += 1
        return None

    def _turn(self, number: int, scope: Scope) -> float:
        asked, same = self._asked[id(scope)], self._forms_asked[number, id(scope)]
        return (0.3 * asked + 20 * (same + 1) + self.rng.random()) / scope.weight

    def _draw(self, form: Form, scope: Scope) -> tuple[Question, str] | None:
        for _ in range(_DRAWS):
            question = form.draw(Draft(scope, self.subjects, self.usage, self.rng))
            if question is None or self._is_over_quota(level := hardness(question)):
                continue
            sql = to_sql(question)
            if (masked := _CONSTANT.sub("?", sql)) in self._seen:
                continue
            self._seen.add(masked)
            self._levels[level] += 1
            self._count_columns(question)
            return question, sql
        return None

    def _is_over_quota(self, level: Level) -> bool:
        total = sum(self._levels.values())
        return total >= 20 and self._levels[level] + 1 > (SPIDER_MIX[level] + _LEEWAY) * (total + 1)

    def _count_columns(self, question: Question) -> None:
        for query in selects(question):
            spoken = [
                field for output in (*query.outputs, *(order.by for order in query.orders)) for field in _fields(output)
            ]
            spoken += [condition.field for condition in plain_conditions(query.conditions)]
            self.usage.update((query.table_of(field).key, field.column.name) for field in spoken)
            for related in query.conditions:
                if isinstance(related, Related):
                    self.usage.update((related.child.key, inner.field.column.name) for inner in related.conditions)


def _fields(output: Output) -> tuple[Field, ...]:
    """The columns that an output is made of."""
    by = output.by if isinstance(output, Over) else output
    value = by.of if isinstance(by, Measure) else by
    return fields_of(value) if value is not None else ()
