"""Pairs of a catalog: what is asked, in which order, in which words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import chain, islice
from math import ceil
from random import Random

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.asking import Asking, Pair, asked_again
from data_pipeline.pairs.people import People
from data_pipeline.pairs.plan import Plan
from data_pipeline.pairs.referred import Referred
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.pairs.wording import Language, wordings

_PER_TABLE, _FEWEST, _MOST = 10, 50, 1000
_SPARE, _FEWEST_SPARE = 0.05, 10  # of the queries, and besides: of a hundred validation refuses two to ten


def generate_pairs(
    catalog: Catalog,
    languages: Sequence[Language],
    *,
    count: int | None = None,
    seed: int = 1,
    people: People | None = None,
    referred: Referred | None = None,
    once: Collection[tuple[str, str]] = (),
    about: Collection[tuple[str, str]] | None = None,
    taken: Sequence[tuple[str, str]] = (),
    on_pairs: Callable[[int, int], None] = lambda done, wanted: None,
    on_spares: Callable[[Sequence[Pair]], None] | None = None,
) -> list[Pair]:
    """``count`` queries (by default ten for each table with rows, 50 to 1,000), asked in every language.

    There are fewer where the schema has no more to ask. No question of a language occurs twice, and no statement, not
    even with other constants, but for some counts at the end, which are asked once more in other words. Any first part
    of the pairs is a fair mixture of tables and patterns. ``on_pairs`` is told now and then how many of how many there
    are. ``people``, ``referred``, ``once``: see read_people(), read_referred(), read_ties(). With ``about`` every query
    reads one of those tables; ``taken`` are pairs (question, SQL) that are there already. ``on_spares`` gets a few
    more, for those that turn out to be of no use; the others are the same with it and without.
    """
    subjects = read_subjects(catalog, people or {}, referred or {}, once)
    wanted = count if count is not None else usual_count(len(subjects))
    asking = Asking([wordings(catalog, language) for language in languages], Random(seed), wanted)  # noqa: S311 - repeatable
    asking.avoid([question for question, _ in taken])
    step, most = max(1, ceil(wanted / 20)), wanted * len(languages)
    plan = Plan(catalog, subjects, seed, about, [sql for _, sql in taken], wanted - asked_again(wanted))
    pairs: list[Pair] = []
    questions = plan.questions()
    for question, sql in questions:
        if len(pairs) + len(asking.again) >= most:
            break
        pairs += (new := asking.pairs(question, sql))
        if not new:
            plan.forget()
        if len(pairs) % step < len(languages):
            on_pairs(len(pairs), most)
    again = asked_again((len(pairs) + len(asking.again)) // len(languages))
    pairs += asking.again[: again * len(languages)]
    if on_spares:
        worded = (asking.pairs(question, sql) for question, sql in questions)
        on_spares(list(islice(chain.from_iterable(worded), (ceil(wanted * _SPARE) + _FEWEST_SPARE) * len(languages))))
    return pairs


def usual_count(tables: int) -> int:
    """How many queries there are about so many tables with rows."""
    return min(_MOST, max(_FEWEST, _PER_TABLE * tables))
