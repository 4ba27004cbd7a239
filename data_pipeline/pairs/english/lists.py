"""Questions that list rows."""

from __future__ import annotations

from data_pipeline.pairs.english.grammar import adjective, asking, degree
from data_pipeline.pairs.english.phrases import EnglishPhrases
from data_pipeline.pairs.tree import Order, Query
from data_pipeline.pairs.values import Computed, Field, Value, fields_of


def listing(say: EnglishPhrases) -> str:
    """A question for rows, ordered and limited as the query is."""
    query = say.query
    if query.orders and query.limit:
        return _top(say, query.orders[0], query.limit)
    if query.windows:
        return _with_windows(say)
    return _frame(say, query.shown, say.rows()) + _order(say, query)


def _frame(say: EnglishPhrases, values: tuple[Value, ...], rows: str) -> str:
    """The request, without its closing mark where an order may follow."""
    one_thing = "" if say.query.orders or say.query.distinct else _of_one(say, values)
    if one_thing:
        return one_thing
    different = say.pick("different ", "distinct ", "unique ") if say.query.distinct else ""
    one, many = say.shown(values), say.shown(values, many=True)
    every = "" if say.restriction() else say.pick("all ", "the ", "all the ", "")
    if not different and not say.query.orders and len(values) <= 2 and _are_names(say, values):
        named = _which(say, rows)
        if named:
            return named
    return say.pick(
        f"What are the {different}{many} of {every or 'the '}{rows}",
        f"What are the {different}{many} of {every}{rows}",
        f"List the {different}{many if different else one} of {every}{rows}",
        f"Find the {different}{many if different else one} of {every}{rows}",
        f"Show the {different}{many} of {every or 'the '}{rows}",
        f"Give me the {different}{many} of {every}{rows}",
        f"Return the {different}{many if different else one} of {every}{rows}",
    )


def _of_one(say: EnglishPhrases, values: tuple[Value, ...]) -> str:
    """About one named thing: "How long is the film 'X'?", "What are the titles of Metallica's albums?"; or ""."""
    noun, name = say.one()
    if not name or not all(isinstance(value, Field) for value in values):
        return ""
    own = all(isinstance(value, Field) and not value.source for value in values)
    told, many = say.shown(values), say.shown(values, many=True)
    if noun != say.noun:
        bare = name.strip("'")
        return "" if not own else say.pick("", "", f"What are the {many} of {bare}'s {say.nouns}", f"List {bare}'s {say.nouns}"
                                           if _are_names(say, values) else f"List the {told} of {bare}'s {say.nouns}",
                                           f"Find the {told} of all {say.nouns} of {name}")  # fmt: skip
    column = values[0].column if isinstance(values[0], Field) else None
    asked = asking(column) if column is not None and len(values) == 1 else ""
    if asked and say.rng.random() < 0.6:
        return asked.format(f"the {noun} {name}" if "'" in name else f"{noun} {name}")
    return say.pick(f"What is the {told} of the {noun} {name}", f"What is the {told} of {noun} {name}",
                    f"What is the {noun} {name}'s {told}" if "'" not in name else f"What is the {told} of {name}",
                    f"Give me the {told} of {noun} {name}", f"Find the {told} for the {noun} called {name}")  # fmt: skip


def _which(say: EnglishPhrases, rows: str) -> str:
    """ "Which customers live ..." when only the names of restricted rows are asked for."""
    if not say.restriction() or say.rng.random() < 0.6:
        return ""
    return say.pick(f"Which {rows} are there", f"Which are the {rows}", f"List the {rows}")


def _are_names(say: EnglishPhrases, values: tuple[Value, ...]) -> bool:
    return all(isinstance(value, Field) and not value.source and "name" in say.value(value) for value in values)


def _order(say: EnglishPhrases, query: Query) -> str:
    if not query.orders:
        return ""
    order = query.orders[0]
    by = say.value(order.by) if not isinstance(order.by, (type(None),)) else ""  # type: ignore[arg-type]
    if _is_text(order.by):
        alphabetical = say.pick(" in alphabetical order", ", sorted alphabetically by {}", " ordered by {}")
        return alphabetical.format(by)
    if _is_date(order.by):
        first = ("from the latest to the earliest {}", "from the most recent {}") if order.descending else (
            "from the earliest to the latest {}", "in order of {}")  # fmt: skip
        return ", " + say.pick(*first).format(by)
    if order.descending:
        return say.pick(
            ", sorted by {} in descending order", ", from the highest to the lowest {}", " in descending order of {}"
        ).format(by)
    return say.pick(
        ", sorted by {} in ascending order", ", from the lowest to the highest {}", " in ascending order of {}"
    ).format(by)


def _top(say: EnglishPhrases, order: Order, limit: int) -> str:
    by = say.value(order.by)  # type: ignore[arg-type]
    most = _most(say, order)
    values = tuple(value for value in say.query.shown if value != order.by) or say.query.shown
    one = say.shown(values)
    is_plain = isinstance(order.by, Field) and not order.by.source
    apt = adjective(order.by.column, order.descending) if isinstance(order.by, Field) and is_plain else ""
    if apt and say.rng.random() < 0.5:
        return _apt(say, apt, limit, one)
    if limit == 1:
        row = say.rows(single=True)
        return say.pick(
            f"What is the {one} of the {row} with the {most} {by}",
            f"Which {row} has the {most} {by}? Give the {one}",
            f"Find the {one} of the {row} with the {most} {by}",
            f"Return the {one} of the {row} that has the {most} {by}",
        )
    rows, many = say.rows(), say.shown(values, many=True)
    return say.pick(
        f"What are the {many} of the {limit} {rows} with the {most} {by}",
        f"List the {one} of the {limit} {rows} with the {most} {by}",
        f"Find the {limit} {rows} with the {most} {by}. List the {one}",
        f"Which {limit} {rows} have the {most} {by}? List their {one}",
        f"Show the {many} of the top {limit} {rows} by {by}"
        if order.descending
        else f"Show the {many} of the {limit} {rows} with the {most} {by}",
    )


def _apt(say: EnglishPhrases, apt: str, limit: int, one: str) -> str:
    """ "the 5 most expensive tracks"."""
    if limit == 1:
        row = say.rows(single=True)
        return say.pick(f"What is the {one} of the {apt} {row}", f"Which {row} is the {apt}? Give the {one}",
                        f"Find the {one} of the {apt} {row}")  # fmt: skip
    rows = say.rows()
    return say.pick(f"What are the {say.shown(say.query.shown, many=True)} of the {limit} {apt} {rows}",
                    f"List the {one} of the {limit} {apt} {rows}",
                    f"Which are the {limit} {apt} {rows}? List their {one}")  # fmt: skip


def _most(say: EnglishPhrases, order: Order) -> str:
    column = fields_of(order.by)[0].column  # type: ignore[arg-type]
    if isinstance(order.by, Computed):
        return (
            "highest"
            if order.descending and order.by.kind == "product"
            else "largest"
            if order.descending
            else "smallest"
        )
    if column.category == "D":
        return say.pick("latest", "most recent") if order.descending else say.pick("earliest", "oldest")
    most, least = degree(column)
    return say.pick(most, most, "highest") if order.descending else say.pick(least, least, "lowest")


def _with_windows(say: EnglishPhrases) -> str:
    """Rows beside their rank or the average of their group."""
    query, over = say.query, say.query.windows[0]
    by = say.value(over.by)  # type: ignore[arg-type]
    within = say.value(over.partition) if over.partition else ""
    values = tuple(value for value in query.shown if value not in (over.by, over.partition))
    shown = say.shown(values)
    if over.kind == "group_average":
        return f"List the {shown} and {by} of the {say.rows()}, with the average {by} for each {within}"
    inside = f" within each {within}" if within else ""
    return say.pick(
        f"Rank the {say.rows()} by {by}{inside} and show the {shown}",
        f"What is the rank of each of the {say.rows()} by {by}{inside}? Show the {shown}",
    )


def _is_text(by: object) -> bool:
    return isinstance(by, Field) and by.column.category in "SE"


def _is_date(by: object) -> bool:
    return isinstance(by, Field) and by.column.category == "D"
