"""Questions for a figure of each group."""

from __future__ import annotations

from data_pipeline.pairs.english.grammar import number
from data_pipeline.pairs.english.orders import order_of_groups
from data_pipeline.pairs.english.phrases import EnglishPhrases
from data_pipeline.pairs.english.ranked_groups import first_groups, matching_groups
from data_pipeline.pairs.english.restrictions import HOLDERS
from data_pipeline.pairs.values import Band, Bucket


def grouped(say: EnglishPhrases) -> str:
    """A figure for each group, or the groups that stand out by it."""
    query = say.query
    if query.windows:
        return _beside(say)
    if query.limit and query.orders:
        return first_groups(say, query.orders[0], query.limit)
    if query.having:
        return matching_groups(say, query.having)
    if isinstance(band := query.dimensions[0].value, Band):
        return _banded(say, band)
    if say.outer_rows():
        return _none_included(say) + order_of_groups(say)
    if len(query.measures) == 1 and say.is_count(query.measures[0]):
        return _counts(say) + order_of_groups(say)
    return _figures(say) + order_of_groups(say)


def _each(say: EnglishPhrases) -> str:
    """What "for each" is followed by: "genre", or "genre id" where only that is shown."""
    columns = say.group_columns()
    return f"{say.group()} id" if columns == ["id"] else say.group()


def _shown(say: EnglishPhrases) -> str:
    """The columns shown of a group: "first name, last name", else what it is called."""
    columns = say.group_columns()
    return ", ".join(columns) if columns and columns != ["id"] else _each(say)


def _counts(say: EnglishPhrases) -> str:
    rows, each = say.rows(), _each(say)
    if say.query.some:
        each = f"{each} that has any"
        return say.pick(f"How many {rows} are there for each {each}", f"Find the number of {rows} for each {each}",
                        f"Count the number of {rows} for each {each}",
                        f"Show the {_shown(say)} and the number of {rows} for each {each}")  # fmt: skip
    told = [f"How many {rows} are there for each {each}", f"What is the number of {rows} for each {each}",
            f"Find the number of {rows} for each {each}", f"Count the number of {rows} for each {each}",
            f"Show the {_shown(say)} and the number of {rows} for each {each}"]  # fmt: skip
    if each.rpartition(" ")[2] in HOLDERS:
        told += [f"Show the number of {rows} in each {each}", f"How many {rows} are in each {each}"]
    if say.query.dimensions[0].entity and len(say.query.dimensions) == 1:
        told += [f"How many {rows} does each {each} have"] * 2
    if any(isinstance(dimension.value, Bucket) for dimension in say.query.dimensions):
        told = [f"How many {rows} were there in each {each}", f"Show the number of {rows} by {each}",
                f"What is the number of {rows} for each {each}"]  # fmt: skip
    return say.pick(*told)


def _figures(say: EnglishPhrases) -> str:
    told, each = say.what(say.query.measures), _each(say)
    each += " that has any" if say.query.some else ""
    if any(measure.kind == "count" and measure.condition for measure in say.query.measures):
        each += ", including those with none"
    be = "are" if len(say.query.measures) > 1 else "is"
    return say.pick(f"What {be} the {told} for each {each}", f"Find the {told} for each {each}",
                    f"Show the {told} for each {each}", f"For each {each}, what {be} the {told}",
                    f"List the {_shown(say)} and the {told} for each {each}"
                    if len(say.query.dimensions) == 1 else f"List the {told} for each {each}")  # fmt: skip


def _banded(say: EnglishPhrases, band: Band) -> str:
    told, each = say.what(say.query.measures), _each(say)
    low, high = number(band.low), number(band.high)
    bands = f"low (below {low}), medium ({low} up to {high}) and high ({high} or more)"
    return say.pick(f"What is the {told} for each {each}: {bands}", f"Show the {told} for each {each}: {bands}",
                    f"Find the {told} by {each}, which is {bands}")  # fmt: skip


def _none_included(say: EnglishPhrases) -> str:
    rows, children = say.rows(), say.outer_rows()
    return say.pick(f"How many {children} does each of the {rows} have, including {say.nouns} without any",
                    f"List all {rows} and the number of {children} of each, including those without any",
                    f"Count the {children} of each of the {rows}, including {say.nouns} with none")  # fmt: skip


def _beside(say: EnglishPhrases) -> str:
    """Each group's figure with the running total, or with its percentage of the whole."""
    told, each = say.what(say.query.measures), _each(say)
    if say.query.windows[0].kind == "running":
        return say.pick(f"Show the {told} for each {each} with a running total",
                        f"What is the {told} by {each}, and what is the running total",
                        f"Find the {told} and the cumulative total by {each}")  # fmt: skip
    return say.pick(f"What is the {told} for each {each}, and what percentage of the total is that",
                    f"Show the {told} for each {each} and its percentage of the total")  # fmt: skip
