"""Pairs of a catalog: what is asked, in which order, in which words."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import ceil
from random import Random

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.conditions import Related
from data_pipeline.pairs.people import People
from data_pipeline.pairs.plan import Plan
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.pairs.tree import Question, selects
from data_pipeline.pairs.wording import Language, Wording, wordings

logger = logging.getLogger(__name__)

_PER_TABLE, _FEWEST, _MOST = 10, 50, 1000
_WORDINGS = 6  # tried before a query is left out because its question was asked before
_OTHERWISE = 0.2  # how often things are called by their other names


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and the statement that answers it, with the tree that both were made from."""

    question: str
    sql: str
    language: Language
    query: Question

    @property
    def tables(self) -> tuple[tuple[str, str], ...]:
        """(schema, name) of every table that the statement reads, the subject first."""
        queries = selects(self.query)
        read = [table.key for query in queries for table in query.tables]
        related = [c.child.key for query in queries for c in query.conditions if isinstance(c, Related)]
        return tuple(dict.fromkeys((*read, *related)))


def generate_pairs(
    catalog: Catalog,
    languages: Sequence[Language],
    *,
    count: int | None = None,
    seed: int = 1,
    people: People | None = None,
    about: Collection[tuple[str, str]] | None = None,
    taken: Sequence[tuple[str, str]] = (),
    on_pairs: Callable[[int, int], None] = lambda done, wanted: None,
) -> list[Pair]:
    """``count`` queries (by default ten for each table with rows, 50 to 1,000), asked in every language.

    There are fewer where the schema has no more to ask. No question of a language occurs twice, and no statement, not
    even with other constants. Any first part of the pairs is a fair mixture of tables and patterns. ``on_pairs`` is
    told now and then how many of how many there are. ``people``: see read_people(). With ``about`` every query reads
    one of those tables; ``taken`` are pairs (question, SQL) that are there already.
    """
    subjects = read_subjects(catalog, people or {})
    wanted = count if count is not None else usual_count(len(subjects))
    asking = _Asking([wordings(catalog, language) for language in languages], Random(seed))  # noqa: S311 - repeatable
    asking.asked.update(_plain(question) for question, _ in taken)
    step = max(1, ceil(wanted / 20))
    pairs: list[Pair] = []
    for question, sql in Plan(catalog, subjects, seed, about, [sql for _, sql in taken]).questions():
        if len(pairs) >= wanted * len(languages):
            break
        pairs += asking.pairs(question, sql)
        if len(pairs) % step < len(languages):
            on_pairs(len(pairs), wanted * len(languages))
    return pairs


def usual_count(tables: int) -> int:
    """How many queries there are about so many tables with rows."""
    return min(_MOST, max(_FEWEST, _PER_TABLE * tables))


class _Asking:
    """Words queries in every language, never twice the same."""

    def __init__(self, worded: Sequence[Sequence[Wording]], rng: Random) -> None:
        """``worded``: by language, see ``wordings``."""
        self.worded = worded
        self.rng = rng
        self.asked: set[str] = set()

    def pairs(self, question: Question, sql: str) -> list[Pair]:
        """One pair for each language; none when a language has no complete and new question."""
        texts = [self._text(*each, question=question) for each in self.worded]
        if not all(texts):
            return []
        self.asked.update(_plain(text) for text in texts)
        return [Pair(text, sql, each[0].language, question) for text, each in zip(texts, self.worded, strict=True)]

    def _text(self, usual: Wording, *others: Wording, question: Question) -> str:
        """A complete question that nobody asked yet; "" when a few wordings bring none."""
        told: tuple[object, str] | None = None
        for _ in range(_WORDINGS):
            worded = self.rng.choice(others) if others and self.rng.random() < _OTHERWISE else usual
            text = worded.ask(question, self.rng.getrandbits(32))
            if _plain(text) in self.asked:
                continue
            missing = worded.missing(question, text)
            if not missing:
                return text
            told = (missing, text)
        if told:
            logger.info("Left out, because it does not say %s: %s", *told)
        return ""


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
