"""How the order of rows or groups is asked for in English."""

from __future__ import annotations

from data_pipeline.pairs.english.names import row_value
from data_pipeline.pairs.english.phrases import EnglishPhrases
from data_pipeline.pairs.roles import is_year
from data_pipeline.pairs.tree import Measure
from data_pipeline.pairs.values import Bucket, Field


def order_of_rows(say: EnglishPhrases) -> str:
    """ ", from the highest to the lowest price", "in alphabetical order of name"; "" without an order."""
    if not say.query.orders:
        return ""
    order = say.query.orders[0]
    value = row_value(order.by)
    by, category = say.value(value), value.column.category if isinstance(value, Field) else "N"
    category = "D" if isinstance(value, Field) and is_year(value.column) else category
    if category in "SE":
        return say.pick(f" in alphabetical order of {by}", f", sorted alphabetically by {by}",
                        f", in alphabetical order by {by}")  # fmt: skip
    first, last = _ends(say, category, descending=order.descending)
    way = f"sorted by {by} in {'descending' if order.descending else 'ascending'} order"
    return say.pick(f", {way}", f", from the {first} to the {last} {by}", f", with the {first} {by} first")


def ties_of(say: EnglishPhrases) -> str:
    """ " (ties by title)": the order of rows that share their rank; "" where it does not matter."""
    further = [say.value(row_value(order.by)) for order in say.query.orders[1:]]
    if not further:
        return ""
    by = " and ".join(further)
    return say.pick(f" (ties by {by})", f" (ties in order of {by})", f", ties by {by}")


def _ends(say: EnglishPhrases, category: str, *, descending: bool) -> tuple[str, str]:
    most, least = (say.pick("latest", "most recent"), "earliest") if category == "D" else ("highest", "lowest")
    return (most, least) if descending else (least, most)


def order_of_groups(say: EnglishPhrases) -> str:
    """ ", from most to fewest", ", month by month"; "" without an order."""
    if not say.query.orders:
        return ""
    order = say.query.orders[0]
    if not isinstance(order.by, Measure):
        grain = f"{order.by.grain} by {order.by.grain}" if isinstance(order.by, Bucket) else "in order"
        return say.pick(", from the earliest to the latest", f", {grain} in ascending order", " in chronological order")
    most, least = ("most", "fewest") if order.by.kind.startswith("count") else ("highest", "lowest")
    first, last = (most, least) if order.descending else (least, most)
    told = [f", from {first} to {last}", f", with the {first} first"]
    if say.is_count(order.by):
        way = "descending" if order.descending else "ascending"
        told.append(f", sorted by number of {say.outer_rows() or say.nouns} in {way} order")
    return say.pick(*told)
