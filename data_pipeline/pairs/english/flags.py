"""Flags among what is listed: "List the names of the customers in Oslo, and whether they are active"."""

from __future__ import annotations

from dataclasses import replace

from data_pipeline.pairs.english.grammar import asks, listed, of_one, questioned, state
from data_pipeline.pairs.english.phrases import EnglishPhrases
from data_pipeline.pairs.flags import is_flag
from data_pipeline.pairs.values import Field


def shown_flags(say: EnglishPhrases) -> tuple[Field, ...]:
    """The rows' own yes and no columns among those listed, unless the rows are ordered by one."""
    ordered = {order.by for order in say.query.orders}
    fields = [value for value in say.query.shown if isinstance(value, Field) and value not in ordered]
    return tuple(field for field in fields if not field.source and is_flag(field.column))


def without(say: EnglishPhrases, flags: tuple[Field, ...]) -> EnglishPhrases:
    """The same question without these columns."""
    rest = tuple(output for output in say.query.outputs if output not in flags)
    return EnglishPhrases(replace(say.query, outputs=rest), say.words, say.rng)


def also(say: EnglishPhrases, flags: tuple[Field, ...], asked: str) -> str:
    """What follows the question for the rest: ", and are they active", ", and whether it has parking"."""
    noun, name = say.one()
    single = (say.query.limit == 1 or bool(name and noun == say.noun)) and not say.is_person(0)
    who, states = "it" if single else "they", _states(say, flags)
    if asks(asked):
        return f", and {listed([questioned(who, each, many=not single) for each in states])}"
    return f", and whether {who} {listed([of_one(each) if single else each for each in states])}"


def alone(say: EnglishPhrases, flags: tuple[Field, ...]) -> str:
    """Nothing else is asked for: "Is customer TAN active", "Show whether each equipment item in Oslo is scrapped"."""
    noun, name = say.one()
    if name and noun == say.noun:
        who = f"{say.pick('the ', '')}{noun} {name}"
        asked = listed([questioned(who, each, many=False) for each in _states(say, flags)])
        return asked[0].upper() + asked[1:]
    stated = listed([of_one(each) for each in _states(say, flags)])
    return f"{say.pick('Show', 'List')} whether each {say.rows(single=True)} {stated}"


def _states(say: EnglishPhrases, flags: tuple[Field, ...]) -> list[str]:
    """ "are active", "have parking"."""
    return [state(say.words.field(say.query, flag), value=True) for flag in flags]
