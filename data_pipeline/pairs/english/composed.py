"""Questions made of questions."""

from __future__ import annotations

from random import Random

from data_pipeline.pairs.english import figures
from data_pipeline.pairs.english.grammar import a, listed
from data_pipeline.pairs.english.lists import listing
from data_pipeline.pairs.english.phrases import EnglishPhrases
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.tree import Derived, Query, Question, SetQuery
from data_pipeline.pairs.words import EnglishWords


def to_english(question: Question, words: EnglishWords, rng: Random) -> str:
    """One question or request; ``rng`` chooses among the wordings."""
    text = _told(question, words, rng).strip()
    if text[-1] in ".?":
        return text
    last = text.rpartition("? ")[2]
    return text + (
        "?"
        if (last.startswith(("What", "Which", "How", "For each")) and " how " in f" {last.lower()}")
        or last.startswith(("What", "Which", "How"))
        else "."
    )


def _told(question: Question, words: EnglishWords, rng: Random) -> str:
    if isinstance(question, SetQuery):
        return _combined(question, words, rng)
    if isinstance(question, Derived):
        return _derived(question, EnglishPhrases(question.query, words, rng))
    return _plain(EnglishPhrases(question, words, rng))


def _plain(say: EnglishPhrases) -> str:
    query: Query = say.query
    if query.dimensions:
        return figures.grouped(say)
    return figures.single(say) if query.measures else listing(say)


def _combined(question: SetQuery, words: EnglishWords, rng: Random) -> str:
    left, right = EnglishPhrases(question.left, words, rng), EnglishPhrases(question.right, words, rng)
    shown = left.shown(question.left.shown, many=True)
    first, second = left.restriction().strip(), right.restriction().strip()
    link = {"union": "or", "intersect": "and also", "except": "but not"}[question.kind]
    if question.kind == "except":
        second = f"those {second}"
        link = left.pick("except", "but not")
    told = f"{left.nouns} {first} {link} {second}"
    return left.pick(f"What are the {shown} of {told}", f"Find the {shown} of {told}", f"List the {shown} of {told}")


def _derived(question: Derived, say: EnglishPhrases) -> str:
    query = question.query
    match question.kind:
        case "any":
            return _any(say)
        case "top_per_group":
            return _best(question, say)
        case "change":
            told, period = figures.what(say, query.measures, say.rows()), figures.groups_of(say)
            return say.pick(f"What is the {told} for each {period}, and how does it differ from the {period} before",
                            f"Show the {told} by {period} with the change from the previous {period}")  # fmt: skip
        case "average_of_groups":
            told, group = figures.what(say, query.measures, say.rows()), figures.groups_of(say)
            return say.pick(f"What is the average {told} per {group}", f"On average, what is the {told} of one {group}",
                            f"Find the average {told} for each {group}, as one figure")  # fmt: skip
        case "groups_above_average":
            told, group = figures.what(say, query.measures, say.rows()), figures.groups_of(say)
            return say.pick(f"Which {plural(group)} are above the average in {told}",
                            f"Find the {plural(group)} whose {told} is above that of the average {group}")  # fmt: skip


def _any(say: EnglishPhrases) -> str:
    joined = [say.words.noun(say.query, join.source) for join in say.query.joins]
    belonging = f" that belong to {a(joined[0])}" if joined and not say.restriction() else ""
    return say.pick(f"Are there any {say.rows()}{belonging}?", f"Do we have any {say.rows()}{belonging}?",
                    f"Is there any {say.rows(single=True)}{belonging.replace('belong', 'belongs')}?")  # fmt: skip


def _best(question: Derived, say: EnglishPhrases) -> str:
    query = question.query
    order = query.orders[0]
    by, group = say.value(order.by), say.value(question.partition)  # type: ignore[arg-type]
    values = tuple(value for value in query.shown if value not in (order.by, question.partition))
    shown = listed(list(dict.fromkeys(say.value(value) for value in values)))
    if question.limit == 1:
        return say.pick(f"For each {group}, which {say.rows(single=True)} has the highest {by}? Show the {shown}",
                        f"Find the {shown} of the {say.rows(single=True)} with the highest {by} in each {group}")  # fmt: skip
    return say.pick(f"What are the {question.limit} {say.rows()} with the highest {by} in each {group}? Show the {shown}",
                    f"List the {shown} of the top {question.limit} {say.rows()} by {by} for each {group}")  # fmt: skip
