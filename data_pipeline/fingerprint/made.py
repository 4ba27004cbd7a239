"""The pairs of the last run with the tables that each is about, and which of them stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from data_pipeline.fingerprint.record import Key

# A spare one is in no file, unless validation has put it in the place of another.
Source = Literal["generated", "proposed", "brought", "edited", "spare"]
_One = TypeVar("_One")


class _Asked(Protocol):
    @property
    def question(self) -> str: ...

    @property
    def sql(self) -> str: ...


@dataclass(frozen=True, slots=True)
class MadePair:
    """A pair of a run; ``tables`` are all that its statement reads, the one that it is about first."""

    question: str
    sql: str
    tables: tuple[Key, ...]
    source: Source

    def stays(self, standing: Collection[Key]) -> bool:
        """Whether it reads no other tables than these; what is brought along is brought anew by each run."""
        return self.source != "brought" and all(table in standing for table in self.tables)


def as_json(pairs: Iterable[MadePair]) -> list[dict[str, Any]]:
    """As a record keeps them."""
    return [{"question": one.question, "sql": one.sql, "tables": one.tables, "source": one.source} for one in pairs]


def from_json(values: Any) -> list[MadePair]:
    """The pairs of a record; none where it has no such list."""
    try:
        return [
            MadePair(one["question"], one["sql"], tuple((key[0], key[1]) for key in one["tables"]), one["source"])
            for one in values
        ]
    except (LookupError, TypeError):
        return []


def still_there(made: Sequence[MadePair], pairs: Iterable[Mapping[str, Any]]) -> Iterator[MadePair]:
    """The pairs of a file as they stand there: validated, repaired, edited. What a person wrote is ``edited``."""
    by_sql = {pair.sql: pair for pair in reversed(made)}
    by_question = {pair.question: pair for pair in reversed(made)}
    for pair in pairs:
        question, sql = pair["question"], pair["sql"]
        known = by_question.get(question) or by_sql.get(sql)
        yield MadePair(question, sql, known.tables, known.source) if known else MadePair(question, sql, (), "edited")


def mixed(kept: Sequence[_One], new: Sequence[_One]) -> list[_One]:
    """Both in their orders, the new ones spread evenly, so that the first part is still a fair mixture."""
    places = [((n + 0.5) / len(part), one) for part in (kept, new) for n, one in enumerate(part)]
    return [one for _, one in sorted(places, key=lambda place: place[0])]
