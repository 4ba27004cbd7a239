"""Questions for one row of figures."""

from __future__ import annotations

from data_pipeline.pairs.english.grammar import listed
from data_pipeline.pairs.english.phrases import EnglishPhrases
from data_pipeline.pairs.owners import OWNING, owner
from data_pipeline.pairs.tree import Measure


def single(say: EnglishPhrases) -> str:
    """How many, how much, what part."""
    first, *others = say.query.measures
    if others:
        return _several(say)
    match first.kind:
        case "share":
            return _share(say, first)
        case "count":
            return _count(say)
        case "count_distinct":
            return _distinct(say, first)
    named = f"{say.measure(first)}{_of_all(say)}"
    return say.pick(f"What is the {named}", f"What is the {named}", f"Find the {named}", f"Return the {named}",
                    f"Show the {named}")  # fmt: skip


def _of_all(say: EnglishPhrases) -> str:
    """ " of all tracks"; "" where the figure says enough."""
    of = say.of_rows()
    return of if say.query.conditions or not of else f" of {_all(say)}"


def _all(say: EnglishPhrases) -> str:
    return (
        say.rows() if say.query.conditions else say.pick(f"all {say.nouns}", f"the {say.nouns}", f"all the {say.nouns}")
    )


def _count(say: EnglishPhrases) -> str:
    noun, name = say.one()
    if name and noun != say.noun and not say.is_by_one() and say.rng.random() < 0.6:
        return _count_of_one(say, noun, name)
    done = say.predicate()
    if done and say.rng.random() < 0.45:
        return f"How many {say.nouns} {done}"
    rows = say.rows()
    if not say.query.conditions:
        return say.pick(*[f"How many {rows} are there"] * 4, f"Count the number of {rows}")
    return say.pick(f"How many {rows} are there", f"How many {rows} are there", f"How many {rows} are there",
                    f"Count the number of {rows}", f"Find the number of {rows}")  # fmt: skip


def _count_of_one(say: EnglishPhrases, noun: str, name: str) -> str:
    if " " in name and "'" not in name and say.rng.random() < 0.5:
        return say.pick(f"How many {say.nouns} does {name} have", f"Count the number of {say.nouns} of {name}")
    return say.pick(f"How many {say.nouns} does the {noun} {name} have",
                    f"How many {say.nouns} does {noun} {name} have",
                    f"Count the number of {say.nouns} of the {noun} {name}",
                    f"How many {say.nouns} belong to the {noun} {name}")  # fmt: skip


def _distinct(say: EnglishPhrases, measure: Measure) -> str:
    values, different, rows = say.distinct_values(measure), say.different(), _all(say)
    if owner(say.query) and values != say.nouns and say.rng.random() < OWNING:
        return say.pick(f"How many {values} have {say.rows()}", f"Count the number of {values} that have {say.rows()}")
    return say.pick(f"How many {different} {values} do {rows} have",
                    f"Count the number of {different} {values} of {rows}",
                    f"How many {different} {values} are there among {rows}",
                    f"What is the number of {different} {values} of {rows}")  # fmt: skip


def _several(say: EnglishPhrases) -> str:
    measures, rows = say.query.measures, say.rows()
    counted = [measure for measure in measures if measure.condition]
    if counted and say.is_count(measures[0]):
        return _count_and_part(say, counted[0], rows)
    columns = {measure.of for measure in measures}
    if len(columns) == 1 and measures[0].of is not None:
        told = f"{listed([say.degree_of(m) for m in measures])} {say.measured(measures[0].of)}{_of_all(say)}"
    elif say.is_count(measures[0]) and say.rng.random() < 0.5:
        their = listed([f"their {say.figure(measure, rows)}" for measure in measures[1:]])
        return f"How many {rows} are there, and what is {their}"
    else:
        told = say.what(measures)
    return say.pick(f"What are the {told}", f"Find the {told}", f"Show the {told}")


def _count_and_part(say: EnglishPhrases, part: Measure, rows: str) -> str:
    if done := say.meeting(part):
        return say.pick(f"How many {rows} are there, and how many of them {done}",
                        f"Count all {rows} and those that {done}")  # fmt: skip
    return f"How many {rows} are there, and how many {say.figure(part, say.nouns).removeprefix('number of ')} are there"


def _share(say: EnglishPhrases, measure: Measure) -> str:
    if done := say.meeting(measure):
        return say.pick(f"What percentage of {say.rows()} {done}", f"What percentage of the {say.rows()} {done}")
    told = say.figure(measure, say.rows())
    return say.pick(f"What is the {told}", f"Find the {told}")
