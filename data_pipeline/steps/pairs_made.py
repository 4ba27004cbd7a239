"""The pairs of a run: what stays of the last one, and what is made for the tables that have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, TypedDict

from data_pipeline.catalog.connect import reading
from data_pipeline.catalog.model import Catalog
from data_pipeline.exports.schema import Schema, SchemaTable
from data_pipeline.exports.tables_used import tables_used
from data_pipeline.fingerprint.made import MadePair, Source, mixed
from data_pipeline.fingerprint.record import Changes, Key
from data_pipeline.llm.improved import improved
from data_pipeline.pairs.asking import Pair
from data_pipeline.pairs.generate import generate_pairs, usual_count
from data_pipeline.pairs.metadata import Theme
from data_pipeline.pairs.people import People, read_people, tables_of_people
from data_pipeline.pairs.referred import Referred, read_referred, references_of
from data_pipeline.pairs.ties_read import may_tie_once, read_ties
from data_pipeline.pairs.wording import Language
from data_pipeline.step import Step
from data_pipeline.whole_number import whole_number

OnPairs = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the last run, what is about tables that have not changed."""

    pairs: Sequence[MadePair] = ()  # as its file has them by now
    taken: Sequence[MadePair] = ()  # all that were made, also those that validation refused
    themes: Sequence[Theme] = ()  # those that the LLM thought of


@dataclass(frozen=True, slots=True)
class Made:
    """All pairs but those that are brought along, in their order, and the themes that the LLM thought of."""

    pairs: list[MadePair]
    record: list[MadePair]  # the pairs, those that validation refused in an earlier run, and spare ones
    themes: list[Theme]


def make_pairs(
    step: Step, catalog: Catalog, languages: Sequence[Language], kept: Kept, changes: Changes, on_pairs: OnPairs
) -> Made:
    """What stays, and new pairs about the changed tables: so many that there are as many as a new run would make.

    Never more than the task's ``max_pairs``: then the last of those that stayed make room.
    """
    most = _most(step)
    count = _count(catalog, kept, changes, len(languages), most)
    spares: list[MadePair] = []
    new, themes = _new_pairs(step, catalog, languages, kept, changes, count, on_pairs, spares)
    stay = list(kept.pairs)
    if most is not None:
        stay = stay[: max(0, most * len(languages) - len(new))]
    there = set(kept.pairs)
    # Spare ones of an earlier run would bring back what has not changed.
    refused = [pair for pair in kept.taken if pair not in there and pair.source != "spare"]
    return Made(pairs := mixed(stay, new), [*pairs, *refused, *spares], [*kept.themes, *themes])


def _most(step: Step) -> int | None:
    return whole_number(step, "max_pairs", 1, 100_000)


def _count(catalog: Catalog, kept: Kept, changes: Changes, languages: int, most: int | None) -> int:
    """How many queries are to be made: what is missing, at least the share of the tables that have changed."""
    filled = {table.key for table in catalog.tables if table.row_count}
    wanted = most if most is not None else usual_count(len(filled))
    share = ceil(wanted * len(filled & changes.changed) / max(1, len(filled)))
    alive = sum(pair.source not in ("edited", "spare") for pair in kept.taken)
    return max(wanted - alive // languages, share)


def _new_pairs(
    step: Step,
    catalog: Catalog,
    languages: Sequence[Language],
    kept: Kept,
    changes: Changes,
    count: int,
    on_pairs: OnPairs,
    spares: list[MadePair],
) -> tuple[list[MadePair], list[Theme]]:
    if not changes.changed:
        return [], []
    about, near = (changes.changed, changes.touched) if changes.unchanged else (None, None)
    taken = [(pair.question, pair.sql) for pair in (*kept.pairs, *kept.taken)]
    known = _known_rows(step, catalog)
    seed = whole_number(step, "seed", 0, 2**31 - 1)
    drawn = generate_pairs(
        catalog,
        languages,
        count=count,
        seed=1 if seed is None else seed,
        about=about,
        taken=taken,
        on_pairs=on_pairs,
        on_spares=lambda more: spares.extend(_made(more, "spare")),
        **known,
    )
    most = count * len(languages) if _most(step) is not None else None
    better = improved(step, catalog, drawn, languages, most=most, about=near, taken=taken)
    found = _made(better.pairs, "generated")
    found += [MadePair(one.question, one.sql, _tables(one.sql, catalog), "proposed") for one in better.added]
    asked = {question for question, _ in taken}
    return [pair for pair in found if pair.question not in asked], better.themes


def _made(pairs: Iterable[Pair], source: Source) -> list[MadePair]:
    return [MadePair(one.question, one.sql, one.tables, source) for one in pairs]


class _KnownRows(TypedDict, total=False):
    people: People
    referred: Referred
    once: frozenset[Key]


def _known_rows(step: Step, catalog: Catalog) -> _KnownRows:
    """Names of some rows, and which tie things once; where there is nothing to read, the database is not asked."""
    if not tables_of_people(catalog) and not references_of(catalog) and not may_tie_once(catalog):
        return {}
    with reading(step.connections["business"]) as connection:
        return {
            "people": read_people(connection, catalog),
            "referred": read_referred(connection, catalog),
            "once": read_ties(connection, catalog),
        }


def _tables(sql: str, catalog: Catalog) -> tuple[Key, ...]:
    tables = tuple(SchemaTable(*table.key, "", (), (), ()) for table in catalog.tables)
    return tuple(sorted(tables_used(sql, Schema(catalog.database, tables))))


def theme_record(theme: Theme) -> dict[str, Any]:
    """As a record keeps it."""
    return {
        "name": theme.name,
        "description": theme.description,
        "tables": [table.key for table in theme.tables],
        "entities": theme.entities,
        "metrics": theme.metrics,
    }


def recorded_themes(values: Any, catalog: Catalog, unchanged: frozenset[Key]) -> list[Theme]:
    """Those of a record that are about nothing but unchanged tables."""
    found = []
    for one in values or ():
        keys = [(key[0], key[1]) for key in one["tables"]]
        if unchanged.issuperset(keys):
            tables = tuple(catalog.table(*key) for key in keys)
            found.append(Theme(one["name"], one["description"], tables, tuple(one["entities"]), tuple(one["metrics"])))
    return found
