"""Finding the attempts at one statement that the whole check accepts, rule by rule, error by error."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from data_pipeline.catalog.model import Catalog
from data_pipeline.validation.execution import Verdict
from data_pipeline.validation.failure import Failure
from data_pipeline.validation.repair.aliases import aliases, joins
from data_pipeline.validation.repair.broken import Broken, Rule
from data_pipeline.validation.repair.casts import casts
from data_pipeline.validation.repair.dialects import dialects
from data_pipeline.validation.repair.grouping import grouping
from data_pipeline.validation.repair.literals import bare_text, literals
from data_pipeline.validation.repair.misquoted import misquoted
from data_pipeline.validation.repair.misspelt import misspelt
from data_pipeline.validation.repair.punctuation import punctuation
from data_pipeline.validation.repair.reserved import reserved
from data_pipeline.validation.repair.says_less import says_less

# In the order in which they are tried: what changes least and is surest comes first.
_RULES: tuple[tuple[str, Rule], ...] = (
    ("literal", punctuation),
    ("literal", literals),
    ("quoted_identifier", misquoted),
    ("group_by", grouping),
    ("cast", casts),
    ("alias", aliases),
    ("reserved_word", reserved),
    ("dialect", dialects),
    ("identifier", misspelt),
    ("literal", bare_text),
    ("alias", joins),
)
_ROUNDS = 8  # faults in one statement
_TRIES = 80  # statements that are tried for one
_TRIES_OF_A_RULE = 8
_SECONDS = 10.0
_LONGEST = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Repair:
    """A statement, and what became of it."""

    before: str
    after: str
    verdict: Verdict  # on what it became: valid
    rules: tuple[str, ...]  # in the order in which they were used; "llm" for a language model


def repaired(sql: str, failure: Failure, catalog: Catalog, judge: Callable[[str], Verdict]) -> Repair | None:
    """The first attempt that ``judge`` calls valid; None when there is none within the bounds.

    Breadth first: an attempt that only meets another error is worked on in the next round.
    """
    body, end = _split(sql)
    queue = deque([(body, failure, tuple[str, ...]())])
    seen, until = {body}, time.monotonic() + _SECONDS
    while queue:
        broken, rules = Broken(queue[0][0], queue[0][1], catalog), queue.popleft()[2]
        for rule, attempt in _attempts(broken):
            if attempt in seen or len(attempt) > _LONGEST or says_less(attempt, broken.sql):
                continue
            if len(seen) > _TRIES or time.monotonic() > until:
                return None
            seen.add(attempt)
            verdict = judge(attempt + end)
            if verdict.status == "valid":
                return Repair(sql, attempt + end, verdict, (*rules, rule))
            met = verdict.failure
            if met is not None and len(rules) + 1 < _ROUNDS and _is_further(met, broken.failure, attempt, broken.sql):
                queue.append((attempt, met, (*rules, rule)))
    return None


def _attempts(broken: Broken) -> Iterator[tuple[str, str]]:
    for name, rule in _RULES:
        yield from ((name, attempt) for attempt in islice(rule(broken), _TRIES_OF_A_RULE))


def _split(sql: str) -> tuple[str, str]:
    """The statement and the semicolon at its end, if any."""
    body = sql.rstrip().rstrip(";").rstrip()
    return body, ";" if sql.rstrip() != body else ""


def _is_further(new: Failure, old: Failure, attempt: str, sql: str) -> bool:
    """Whether another error is met: of another kind, or in another place, counted from either end."""
    if (new.sqlstate, new.message) != (old.sqlstate, old.message):
        return True
    if new.position is None or old.position is None:
        return False
    return new.position != old.position and len(attempt) - new.position != len(sql) - old.position
