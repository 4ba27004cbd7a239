"""Questions made of questions."""

from __future__ import annotations

from random import Random

from data_pipeline.pairs.english.figures import single
from data_pipeline.pairs.english.grammar import a, clause, closed
from data_pipeline.pairs.english.groups import grouped
from data_pipeline.pairs.english.lists import listing, names_rows
from data_pipeline.pairs.english.phrases import EnglishPhrases
from data_pipeline.pairs.english.ranks import best_of_each
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.related_rows import found_by_join, rows_told
from data_pipeline.pairs.tree import Derived, Query, Question, SetQuery, two_kinds, two_tables


def to_english(question: Question, words: EnglishWords, rng: Random) -> str:
    """One question or request; ``rng`` chooses among the wordings."""
    if isinstance(question, SetQuery):
        left, right = EnglishPhrases(question.left, words, rng), EnglishPhrases(question.right, words, rng)
        return closed(_combined(question, left, right))
    if isinstance(question, Derived):
        return closed(_derived(question, EnglishPhrases(question.query, words, rng)))
    return closed(_plain(question, EnglishPhrases(question, words, rng)))


def _plain(query: Query, say: EnglishPhrases) -> str:
    if query.dimensions:
        return grouped(say)
    return single(say) if query.measures else listing(say)


def _combined(question: SetQuery, left: EnglishPhrases, right: EnglishPhrases) -> str:
    if two_tables(question) and question.kind == "except":
        return _only_of_first(left, right)
    if two_kinds(question) or two_tables(question):
        return _both(left, right)
    shown, first = left.shown(question.left.shown), left.restriction()
    having = found_by_join(question.right, exists=True)
    second = clause(left.related(having) if having else right.restriction().strip())
    also = " and" if second.startswith("that ") else " and also"
    link = {"union": " or", "intersect": also, "except": " but not those"}[question.kind]
    told = f"{left.nouns}{first}{link} {second}"
    if question.kind == "except" and not first and (lacked := found_by_join(question.right)):
        told = f"{left.nouns} {left.related(lacked)}"
    return left.pick(f"What are the {shown} of {told}", f"Find the {shown} of {told}", f"List the {shown} of {told}",
                     f"Show the {shown} of {told}")  # fmt: skip


def _only_of_first(left: EnglishPhrases, right: EnglishPhrases) -> str:
    """Places of one table that another lacks: "Which cities have customers but no suppliers?"."""
    places = plural(left.value(left.query.shown[0]))
    told = f"{left.rows()} but no {right.rows()}"
    return left.pick(f"Which {places} have {told}", f"Find the {places} that have {told}",
                     f"List the different {places} with {told}")  # fmt: skip


def _both(left: EnglishPhrases, right: EnglishPhrases) -> str:
    """What rows of two kinds have in common: "Which cities have both shops with ... and shops with ..."."""
    query, first, second = left.query, _of_child(left), _of_child(right)
    if not first:
        groups = plural(left.partition(query.shown[0]))
        told = f"both {left.rows()} and {right.rows()}"
        return left.pick(f"Which {groups} have {told}", f"Find the {groups} that have {told}",
                         f"What are the {groups} with {told}", f"Show the {groups} with {told}")  # fmt: skip
    told, shown = f"{left.nouns} that have both {first} and {second}", left.shown(query.shown)
    if names_rows(left, query.shown):
        return left.pick(f"Which {left.nouns} have both {first} and {second}", f"What are the {shown} of the {told}")
    return left.pick(f"What are the {shown} of the {told}", f"Find the {shown} of the {told}",
                     f"Show the {shown} of {told}")  # fmt: skip


def _of_child(say: EnglishPhrases) -> str:
    """The child's rows that the rows of the query have, with what is said of them; "" without a child."""
    related = found_by_join(say.query)
    if related is None:
        return ""
    inner = EnglishPhrases(rows_told(related), say.words, say.rng)
    return say.child_noun(related) + inner.restriction()


def _derived(question: Derived, say: EnglishPhrases) -> str:
    match question.kind:
        case "any":
            return _any(say)
        case "alike":
            return _alike(question, say)
        case "top_per_group":
            return best_of_each(question, say)
        case "change":
            return _change(say)
        case "average_of_groups":
            return _average(say)
        case "groups_above_average":
            return _above_average(say)


def _any(say: EnglishPhrases) -> str:
    joined = [say.noun_of(join.source) for join in say.query.joins]
    belonging = f" that belong to {a(joined[0])}" if joined and not say.query.conditions else ""
    return say.pick(f"Are there any {say.rows()}{belonging}?", f"Do we have any {say.rows()}{belonging}?")


def _alike(question: Derived, say: EnglishPhrases) -> str:
    """Each two rows with the same value."""
    assert question.partition is not None  # noqa: S101 - what the rows have in common
    same, rows = say.partition(question.partition), say.rows()
    return say.pick(f"Which {rows} have the same {same}? List them in pairs",
                    f"Find all pairs of {rows} that have the same {same}",
                    f"List the pairs of {rows} that share the same {same}")  # fmt: skip


def _change(say: EnglishPhrases) -> str:
    told, period = say.what(say.query.measures), say.group()
    grain = period.partition(" ")[0]
    return say.pick(f"How did the {told} change from {period} to {grain}" if grain == period else
                    f"How did the {told} change by {period}",
                    f"What is the {told} for each {period}, and how does it differ from the previous {grain}",
                    f"Show the {told} for each {period} and the change from the previous {grain}")  # fmt: skip


def _average(say: EnglishPhrases) -> str:
    told, group = say.what(say.query.measures), say.group()
    if say.is_count(say.query.measures[0]):
        return say.pick(f"On average, how many {say.rows()} are there per {group}",
                        f"What is the average {told} per {group}", f"Find the average {told} per {group}")  # fmt: skip
    return say.pick(f"What is the average {told} per {group}", f"Find the average {told} per {group}")


def _above_average(say: EnglishPhrases) -> str:
    told, groups = say.what(say.query.measures), say.groups()
    if say.is_count(say.query.measures[0]):
        return say.pick(f"Which {groups} have more {say.rows()} than the average {say.group()}",
                        f"Find the {groups} with more than the average number of {say.rows()}")  # fmt: skip
    return say.pick(f"Which {groups} have a higher {told} than the average",
                    f"Find the {groups} with {a(told)} above the average")  # fmt: skip
