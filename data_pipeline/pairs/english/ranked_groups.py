"""Questions for the groups with the highest figure, or with one above a number."""

from __future__ import annotations

from data_pipeline.pairs.english.grammar import a, be, is_plural, listed, number
from data_pipeline.pairs.english.orders import order_of_groups
from data_pipeline.pairs.english.phrases import EnglishPhrases
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.tree import Having, Measure, Order
from data_pipeline.pairs.values import Bucket, Field

# Columns that say no more than what the group is called.
_NAMES = ("", "name", "title", "first name and last name", "first and last name", "full name")
_SEVERAL_NAMES = ("", "names", "titles", "first names and last names", "first and last names",
                  "full names")  # fmt: skip
_COUNTED = {">": ("more than",), ">=": ("at least",), "<": ("fewer than",), "<=": ("at most",),
            "=": ("exactly",)}  # fmt: skip
_ABOVE = {
    ">": ("above", "greater than", "over"),
    ">=": ("of at least",),
    "<": ("below", "less than"),
    "<=": ("of at most",),
}


def first_groups(say: EnglishPhrases, order: Order, limit: int) -> str:
    """ "Which artist has the most albums?", "What are the names of the 3 genres with the most tracks?"."""
    assert isinstance(order.by, Measure)  # noqa: S101 - groups are ranked by figures
    most = _most(say, order.by, descending=order.descending)
    return _first(say, order, most) if limit == 1 else _several(say, order, most, limit)


def _first(say: EnglishPhrases, order: Order, most: str) -> str:
    columns, group = listed(say.group_columns() or [""]), say.group()
    named = f"{columns} of the {group}" if columns else group
    besides = _besides(say)
    told = [
        f"What {be(columns or group, len(say.group_columns()))} the {named} with the {most}{_then(say)}",
        f"Find the {named} with the {most}{besides}",
    ]
    if columns in _NAMES:
        told += [f"Which {group} has the {most}{_then(say)}"] * 3
    else:
        told += [f"Which {group} has the {most}? Show the {columns}{besides}"]
    return say.pick(*told, *_most_frequent(say, order, 1))


def _several(say: EnglishPhrases, order: Order, most: str, limit: int) -> str:
    columns, groups = listed([plural(column) for column in say.group_columns()] or [""]), say.groups()
    besides, named = _besides(say), f"{columns} of the {limit} {groups}" if columns else f"{limit} {groups}"
    then = _then(say, many=True)
    told = [
        f"What are the {named} with the {most}{then}",
        f"List the {named} with the {most}{besides}",
        f"Find the {named} with the {most}{besides}",
        f"Which {limit} {groups} have the {most}{f'? List their {columns}{besides}' if columns else then}",
    ]
    if order.descending:
        told.append(f"Show the top {limit} {groups} by {_by(say, order.by)}{besides}" if not columns else
                    f"Show the {columns} of the top {limit} {groups} by {_by(say, order.by)}{besides}")  # fmt: skip
    return say.pick(*told, *_most_frequent(say, order, limit))


def _most_frequent(say: EnglishPhrases, order: Order, limit: int) -> list[str]:
    """ "What is the most common rating of films?" where values of a column are counted."""
    dimension = say.query.dimensions[0]
    counted = isinstance(order.by, Measure) and say.is_count(order.by) and not say.query.measures
    if not counted or dimension.entity or isinstance(dimension.value, Bucket) or say.group_columns():
        return []
    most, value = "most" if order.descending else "least", say.value(dimension.value)
    if limit == 1:
        return [f"What is the {most} common {value} of {say.rows()}"] * 2
    return [f"What are the {limit} {most} common {plural(value)} of {say.rows()}"] * 2


def _then(say: EnglishPhrases, *, many: bool = False) -> str:
    """ ", and how many?" where the figure is asked for too."""
    if not say.query.measures:
        return ""
    if isinstance(say.query.dimensions[0].value, Bucket):
        return f", and what is the {_bare(say, say.query.measures[0])}{' in each' if many else ''}"
    if say.is_count(say.query.measures[0]) or say.query.measures[0].kind == "count_distinct":
        group = say.noun_of_group()
        one = "does it" if group.count(" ") > 1 else f"does that {group}"  # of a long noun once is enough
        one = "do they" if is_plural(group) else one
        return ", and how many" + say.pick("", f" {'do they' if many else one} have")
    return f", and what is {'the' if many else 'that'} {_bare(say, say.query.measures[0])}{' of each' if many else ''}"


def _besides(say: EnglishPhrases) -> str:
    """ " and the number of albums" where the figure is asked for too."""
    if not say.query.measures:
        return ""
    return f" and {'that' if not say.is_count(say.query.measures[0]) else 'the'} {_bare(say, say.query.measures[0])}"


def _bare(say: EnglishPhrases, measure: Measure) -> str:
    return f"number of {say.outer_rows() or say.nouns}" if say.is_count(measure) else say.figure(measure, say.nouns)


def _most(say: EnglishPhrases, measure: Measure, *, descending: bool) -> str:
    """ "most tracks", "largest number of tracks", "highest total amount of payments"."""
    rows = say.counted()
    if measure.kind == "count":
        many = say.pick("most", "most", "most", "largest number of", "highest number of")
        few = say.pick("fewest", "fewest", "smallest number of", "least number of")
        return f"{many if descending else few} {rows}{_some(say)}"
    if measure.kind == "count_distinct":
        return f"{'most' if descending else 'fewest'} {say.different()} {say.distinct_values(measure)} of {rows}"
    highest = say.pick("highest", "largest") if descending else say.pick("lowest", "smallest")
    highest = ("latest" if descending else "earliest") if _is_date(measure) else highest
    return f"{highest} {_figure(say, measure)}{say.of_rows()}"


def _some(say: EnglishPhrases) -> str:
    return " (but at least one)" if say.query.some else ""


def _figure(say: EnglishPhrases, measure: Measure) -> str:
    """The figure without a second degree: "maximum length" instead of "longest length"."""
    assert measure.of is not None  # noqa: S101 - counts are worded apart
    if measure.kind in ("sum", "avg"):
        return say.measure(measure)
    return f"{'maximum' if measure.kind == 'max' else 'minimum'} {say.measured(measure.of)}"


def _by(say: EnglishPhrases, by: object) -> str:
    assert isinstance(by, Measure)  # noqa: S101 - see first_groups
    if say.is_count(by):
        return f"number of {say.counted()}"
    return f"{say.figure(by, say.nouns)}{say.of_rows()}"


def _is_date(measure: Measure) -> bool:
    return isinstance(measure.of, Field) and measure.of.column.category == "D"


def matching_groups(say: EnglishPhrases, having: Having) -> str:
    """ "Which artists have at least 5 albums?"."""
    columns, groups = listed([plural(column) for column in say.group_columns()] or [""]), say.groups()
    met, named = f"{_met(say, having)}{order_of_groups(say)}", f"{columns} of the {groups}" if columns else groups
    then, besides = _then(say, many=True), _besides(say).replace(" and", ", and show", 1)
    told = [f"What are the {named} with {met}{then}", f"Find the {named} with {met}{besides}",
            f"List the {named} that have {met}{besides}", f"Show the {named} with {met}{besides}"]  # fmt: skip
    if columns in _SEVERAL_NAMES:
        told += [f"Which {groups} have {met}{then}"] * 3
    return say.pick(*told)


def _met(say: EnglishPhrases, having: Having) -> str:
    value = number(having.value)
    if having.measure.kind == "count":
        return f"{say.pick(*_COUNTED[having.operator])} {value} {say.counted()}{_some(say)}"
    return f"{a(say.figure(having.measure, say.nouns))}{say.of_rows()} {say.pick(*_ABOVE[having.operator])} {value}"
