"""From a catalog to question-SQL pairs: the same catalog, count and seed always give the same pairs."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil
from random import Random

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.shapes import SHAPES
from data_pipeline.pairs.subjects import Subject, Subjects, read_subjects
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Query, Related
from data_pipeline.pairs.wording import Language, Wording, wording

logger = logging.getLogger(__name__)

_PER_TABLE, _FEWEST, _MOST = 10, 50, 1000
_DRAWS = 4  # of one shape before the next has its turn
_CONSTANT = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and the statement that answers it, with the tree that both were made from."""

    question: str
    sql: str
    language: Language
    query: Query

    @property
    def tables(self) -> tuple[tuple[str, str], ...]:
        """(schema, name) of every table that the statement reads, the subject first."""
        related = [condition.child for condition in self.query.conditions if isinstance(condition, Related)]
        return tuple(dict.fromkeys(table.key for table in (*self.query.tables, *related)))


def generate_pairs(
    catalog: Catalog,
    languages: Sequence[Language],
    *,
    count: int | None = None,
    seed: int = 1,
    on_table: Callable[[Table, int], None] = lambda table, drawn: None,
) -> list[Pair]:
    """``count`` queries (by default ten for each table with rows, 50 to 1,000), asked in every language.

    There are fewer where the schema has no more to ask. No question of a language occurs twice, and no
    statement, not even with other constants. The order goes round the tables and their shapes, so that any first part
    covers both. ``on_table`` is called after each table with the number of queries drawn about it.
    """
    subjects = read_subjects(catalog)
    wanted = count if count is not None else min(_MOST, max(_FEWEST, _PER_TABLE * len(subjects)))
    each = 2 * ceil(wanted / max(1, len(subjects)))  # twice the share makes up for tables with less to ask
    drawn: list[list[Query]] = []
    for number, subject in enumerate(subjects.values()):
        rng = Random(f"{seed} {subject.table.schema}.{subject.table.name}")  # noqa: S311 - repeatable on purpose
        drawn.append(list(_queries(subject, subjects, rng, first_shape=number, most=each)))
        on_table(subject.table, len(drawn[-1]))
    return _asked(_round_robin(drawn), [wording(catalog, language) for language in languages], wanted)


def _queries(subject: Subject, subjects: Subjects, rng: Random, *, first_shape: int, most: int) -> Iterator[Query]:
    """Up to ``most`` queries that differ in more than constants, shape after shape, until a whole round brings none."""
    seen: set[str] = set()
    while True:
        before = len(seen)
        for turn in range(len(SHAPES)):
            shape = SHAPES[(first_shape + turn) % len(SHAPES)]
            for _ in range(_DRAWS):
                query = shape(Draft(subject, subjects, rng))
                if query is not None and (form := _masked(to_sql(query))) not in seen:
                    seen.add(form)
                    yield query
                    break
            if len(seen) >= most:
                return
        if len(seen) == before:
            return


def _round_robin(drawn: list[list[Query]]) -> Iterator[Query]:
    for turn in zip_longest(*drawn):
        yield from (query for query in turn if query is not None)


def _asked(queries: Iterable[Query], worded: Sequence[Wording], wanted: int) -> list[Pair]:
    """The first queries whose questions are complete and new in every language."""
    pairs: list[Pair] = []
    asked: set[str] = set()
    for query in queries:
        if len(pairs) >= wanted * len(worded):
            break
        questions = [(each, each.ask(query)) for each in worded]
        if any(question in asked or not _complete(each, query, question) for each, question in questions):
            continue
        asked.update(question for _, question in questions)
        pairs += [Pair(question, to_sql(query), each.language, query) for each, question in questions]
    return pairs


def _complete(worded: Wording, query: Query, question: str) -> bool:
    missing = worded.missing(query, question)
    if missing:
        logger.warning("Left out, because it does not say %s: %s", missing, question)
    return not missing


def _masked(sql: str) -> str:
    return _CONSTANT.sub("?", sql)
