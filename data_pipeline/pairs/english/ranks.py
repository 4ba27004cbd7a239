"""Questions for the first rows by a value, of all or of each group, and for each row's place."""

from __future__ import annotations

from data_pipeline.pairs.english.degrees import adjective, degree
from data_pipeline.pairs.english.grammar import be, is_counted
from data_pipeline.pairs.english.names import row_value
from data_pipeline.pairs.english.orders import ties_of
from data_pipeline.pairs.english.phrases import EnglishPhrases
from data_pipeline.pairs.numbered import says_which
from data_pipeline.pairs.tree import Derived, Order, Over
from data_pipeline.pairs.values import Computed, Field, Value, fields_of


def first_rows(say: EnglishPhrases, order: Order, limit: int) -> str:
    """ "What are the names of the 5 most expensive products?"."""
    values, row = say.query.shown, say.rows(single=limit == 1)
    apt = _apt(say, order)
    ties = ties_of(say)
    if apt and say.rng.random() < 0.6:
        return _asked(say, values, limit, f"{apt} {row}{ties}", "")
    return _asked(say, values, limit, row, f"the {_most(say, order)} {say.value(row_value(order.by))}{ties}")


def _asked(say: EnglishPhrases, values: tuple[Value, ...], limit: int, row: str, degree_of: str) -> str:
    """``degree_of`` is "the highest price", "" where the row is called "cheapest product" itself."""
    shown = say.shown(values, many=limit > 1)
    having = f" with {degree_of}" if degree_of else ""
    if limit == 1:
        which = f"Which {row} has {degree_of}" if degree_of else f"Which is the {row}"
        what = f"What {be(shown, say.number_told(values))} the {shown} of the {row}{having}"
        asked = [what, what, f"Find the {shown} of the {row}{having}", f"Show the {shown} of the {row}{having}"]
        return say.pick(*asked, *([f"{which}? Give the {shown}"] if says_which(say.query) else []))
    which = f"Which {limit} {row} have {degree_of}" if degree_of else f"Which are the {limit} {row}"
    top = "top " if degree_of.startswith(("the most ", "the highest ", "the largest ", "the longest ")) else ""
    asked = [f"What are the {shown} of the {limit} {row}{having}", f"Find the {shown} of the {limit} {row}{having}",
             f"List the {shown} of the {limit} {row}{having}",
             f"Show the {shown} of the {top}{limit} {row}{having}"]  # fmt: skip
    return say.pick(*asked, *([f"{which}? List the {shown}"] if says_which(say.query) else []))


def _apt(say: EnglishPhrases, order: Order) -> str:
    """ "most expensive"; "most recent" only by the date that the rows are dated by."""
    by = order.by
    if not isinstance(by, Field) or by.source or say.query.conditions:
        return ""
    if say.words.is_doubled(say.query.tables[0], by.column):
        return ""
    apt = adjective(by.column, order.descending)
    return "" if apt in ("most recent", "earliest") and say.own(by) != "date" else apt


def _most(say: EnglishPhrases, order: Order) -> str:
    value = row_value(order.by)
    column = fields_of(value)[0].column
    if isinstance(value, Computed):
        return "highest" if order.descending else "lowest"
    if column.category == "D":
        return say.pick("latest", "most recent") if order.descending else "earliest"
    if is_counted(say.value(value)):
        return "most" if order.descending else "fewest"
    most, least = degree(column)
    return most if order.descending else least


def best_of_each(question: Derived, say: EnglishPhrases) -> str:
    """The first rows of each group."""
    assert question.partition is not None  # noqa: S101 - what a group is
    order, limit = question.query.orders[0], question.limit
    number, group = say.value(row_value(order.by)), say.partition(question.partition)
    by = f"the {_most(say, order)} {number}"
    values = tuple(value for value in question.query.shown if value not in (order.by, question.partition))
    shown, row = say.shown(values, many=limit > 1), say.rows(single=limit == 1)
    if limit == 1:
        be_told = be(shown, say.number_told(values))
        return say.pick(f"For each {group}, what {be_told} the {shown} of the {row} with {by}",
                        f"For each {group}, which {row} has {by}? Show the {shown} and the {number}",
                        f"Find the {shown} of the {row} with {by} for each {group}")  # fmt: skip
    return say.pick(f"For each {group}, what are the {shown} of the {limit} {row} with {by}",
                    f"Find the {shown} of the {limit} {row} with {by} for each {group}",
                    f"List the {shown} of the top {limit} {row} with {by} in each {group}")  # fmt: skip


def windowed(say: EnglishPhrases, over: Over) -> str:
    """Rows beside their rank, or beside the average of their group."""
    by = say.value(row_value(over.by))
    group = say.partition(over.partition) if over.partition else ""
    values = tuple(value for value in say.query.shown if value not in (over.by, over.partition))
    shown, rows = say.shown(values), say.rows()
    if over.kind == "group_average":
        shown = say.shown((*values, row_value(over.by)))
        return say.pick(f"Show the {shown} of {rows}, with the average {by} for each {group}",
                        f"List the {shown} of {rows} beside the average {by} of their {group}")  # fmt: skip
    within = f" within each {group}" if group else ""
    return say.pick(f"Rank {rows} by {by}{within}, the highest first, and show their {shown}",
                    f"List the {shown} of {rows} with their rank by {by}{within}",
                    f"What is the rank of each of the {rows} by {by}{within}? Show the {shown} too")  # fmt: skip
