"""A query in the words of every language, never twice the same; the plainest counts once more in other words."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from data_pipeline.pairs.conditions import Equals, Related
from data_pipeline.pairs.slots import Slot
from data_pipeline.pairs.tree import Query, Question, selects
from data_pipeline.pairs.wording import Language, Wording
from data_pipeline.sentence import Sentence

logger = logging.getLogger(__name__)

_WORDINGS = 6  # tried before a query is left out because its question was asked before
_OTHER_WORDINGS = 24  # tried before a query has no question that begins otherwise
_OTHERWISE = 0.2  # how often things are called by their other names
_ONCE = 200  # queries that are asked once, whatever they are: variety first
_TWICE = 0.035  # the part of the further queries that may be ones asked again


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
        asked = [c for query in queries for c in query.conditions if isinstance(c, Related)]
        related = [table.key for condition in asked for table in condition.tables]
        return tuple(dict.fromkeys((*read, *related)))


def asked_again(queries: int) -> int:
    """How many of so many queries may be ones that were asked before, in other words."""
    return int(_TWICE * max(0, queries - _ONCE))


class Asking:
    """Words queries in every language, never twice the same."""

    def __init__(self, worded: Sequence[Sequence[Wording]], rng: Random, queries: int) -> None:
        """``worded``: by language, see ``wordings``; ``queries``: how many are wanted."""
        self.worded = worded
        self.rng = rng
        self.again: list[Pair] = []  # plain counts that were asked before, in words that begin otherwise
        self._most_again = asked_again(queries) * len(worded)
        self._asked: set[str] = set()

    def avoid(self, questions: Sequence[str]) -> None:
        """Questions that were asked elsewhere."""
        self._asked.update(map(_plain, questions))

    def pairs(self, question: Question, sql: str) -> list[Pair]:
        """One pair for each language; none when a language has no complete and new question."""
        pairs = self._paired(question, sql, [self._text(each, question) for each in self.worded])
        if pairs and len(self.again) < self._most_again and _counts_plainly(question):
            self.again += self._otherwise(pairs)
        return pairs

    def _otherwise(self, pairs: Sequence[Pair]) -> list[Pair]:
        query = pairs[0].query
        each = zip(self.worded, pairs, strict=True)
        return self._paired(query, pairs[0].sql, [self._text(one, query, unlike=pair.question) for one, pair in each])

    def _paired(self, question: Question, sql: str, texts: Sequence[str]) -> list[Pair]:
        if not all(texts):
            return []
        self.avoid(texts)
        return [Pair(text, sql, each[0].language, question) for text, each in zip(texts, self.worded, strict=True)]

    def _text(self, worded: Sequence[Wording], question: Question, *, unlike: str = "") -> str:
        """A complete question that nobody asked yet, and that begins otherwise than one; "" when tries bring none."""
        usual, *others = worded
        told: Sentence | None = None
        for _ in range(_OTHER_WORDINGS if unlike else _WORDINGS):
            chosen = self.rng.choice(others) if others and self.rng.random() < _OTHERWISE else usual
            text = chosen.ask(question, self.rng.getrandbits(32))
            if _plain(text) in self._asked or text[:2] == unlike[:2]:
                continue
            missing = chosen.missing(question, text)
            if not missing:
                return text
            told = _incomplete(missing, text)
        if told:
            logger.info(told)
        return ""


def _counts_plainly(question: Question) -> bool:
    """How many rows or different values, in all or of one named thing: asked most, and no other query is like it."""
    if not isinstance(question, Query) or question.dimensions or len(question.measures) != 1:
        return False
    measure = question.measures[0]
    if measure.kind not in ("count", "count_distinct") or measure.condition:
        return False
    return all(isinstance(condition, Equals) and condition.entity for condition in question.conditions)


def _incomplete(missing: Sequence[Slot], text: str) -> Sentence:
    unsaid = ", ".join("/".join(slot) for slot in missing)
    return Sentence(f"Left out, because it does not say {unsaid}: {text}", f"问题没有说明 {unsaid}，已舍弃：{text}")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
