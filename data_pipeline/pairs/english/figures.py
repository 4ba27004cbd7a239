"""Questions for figures: of all rows, of each group, of the groups that stand out."""

from __future__ import annotations

from data_pipeline.pairs.english.grammar import listed, number
from data_pipeline.pairs.english.phrases import EnglishPhrases
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.tree import Measure, Order
from data_pipeline.pairs.values import Bucket, Field, fields_of

_HAVING = {">": ("more than",), ">=": ("at least",), "<": ("fewer than", "less than"), "<=": ("at most",)}


def single(say: EnglishPhrases) -> str:
    """One row of figures."""
    first = say.query.measures[0]
    if len(say.query.measures) > 1:
        return _several(say)
    if first.kind == "share":
        return _share(say, first)
    if first.kind == "count":
        return _count(say)
    if first.kind == "count_distinct":
        return _distinct(say, first)
    named = say.measure(first)
    rows = say.rows() if say.restriction() else say.pick(f"all {say.nouns}", f"the {say.nouns}", say.nouns)
    return say.pick(f"What is the {named} of {rows}", f"Find the {named} of {rows}", f"Return the {named} of {rows}",
                    f"Show the {named} for {rows}")  # fmt: skip


def grouped(say: EnglishPhrases) -> str:
    """A figure for each group."""
    query = say.query
    if query.windows:
        return _with_windows(say)
    if query.limit and query.orders:
        return _top(say, query.orders[0], query.limit)
    if query.having:
        return _filtered(say)
    if any(join.outer for join in query.joins):
        return _with_zero(say)
    return _each(say) + _order(say)


def what(say: EnglishPhrases, measures: tuple[Measure, ...], rows: str) -> str:
    """The figures as a noun: "number of tracks and average price"."""
    parts = [_figure(say, measure, rows) for measure in measures]
    told = any(measure.kind == "count" and measure.of is None and not measure.condition for measure in measures)
    return listed(list(dict.fromkeys(parts))) + ("" if told else f" of {rows}")


def _figure(say: EnglishPhrases, measure: Measure, rows: str) -> str:
    if measure.kind == "share" and measure.condition:
        return f"percentage of {rows} {say.condition(measure.condition)}"
    if measure.kind == "count" and measure.condition:
        return f"number of those {say.condition(measure.condition)}"
    if measure.kind == "count":
        return f"number of {rows}"
    if measure.kind == "count_distinct":
        return f"number of {say.pick('different', 'distinct')} {_counted(say, measure)}"
    return say.measure(measure)


def _count(say: EnglishPhrases) -> str:
    rows = say.rows()
    noun, name = say.one()
    if name and noun != say.noun and say.rng.random() < 0.7:
        return say.pick(f"How many {say.nouns} does the {noun} {name} have", f"How many {say.nouns} does {name} have",
                        f"Count the number of {say.nouns} of {noun} {name}", f"How many {say.nouns} belong to {noun} {name}")  # fmt: skip
    return say.pick(f"How many {rows} are there", f"How many {rows} are there", f"Count the number of {rows}",
                    f"What is the number of {rows}", f"Find the number of {rows}",
                    f"What is the total number of {rows}")  # fmt: skip


def _distinct(say: EnglishPhrases, measure: Measure) -> str:
    counted, different = _counted(say, measure), say.pick("different", "distinct")
    rows = say.rows() if say.restriction() else say.pick(f"all {say.nouns}", f"the {say.nouns}")
    return say.pick(f"How many {different} {counted} do {rows} have", f"Count the number of {different} {counted} of {rows}",
                    f"How many {different} {counted} are there among {rows}",
                    f"What is the number of {different} {counted} of {rows}")  # fmt: skip


def _counted(say: EnglishPhrases, measure: Measure) -> str:
    assert isinstance(measure.of, Field)  # noqa: S101 - distinct values are of a column
    table = say.query.table_of(measure.of)
    return plural(say.words.of_column(table, measure.of.column) or say.column(measure.of))


def _several(say: EnglishPhrases) -> str:
    rows = say.rows()
    columns = {measure.of for measure in say.query.measures}
    if len(columns) == 1 and None not in columns:
        first, *rest = [say.measure(measure) for measure in say.query.measures]
        column = say.value(next(iter(columns)))  # type: ignore[arg-type]
        degrees = [named.removesuffix(column).strip() for named in (first, *rest)]
        told = f"{listed(degrees)} {column} of {rows}"
    else:
        told = what(say, say.query.measures, rows)
    return say.pick(f"What are the {told}", f"Find the {told}", f"Show the {told}")


def _share(say: EnglishPhrases, measure: Measure) -> str:
    assert measure.condition is not None  # noqa: S101 - that is what a share is of
    return say.pick(f"What percentage of the {say.rows()} are {say.noun} records {say.condition(measure.condition)}",
                    f"What is the percentage of {say.rows()} {say.condition(measure.condition)}",
                    f"What share of all {say.rows()} is made up of those {say.condition(measure.condition)}, in percent")  # fmt: skip


def _each(say: EnglishPhrases) -> str:
    query, rows = say.query, say.rows()
    groups = groups_of(say)
    shown = _names(say)
    if len(query.measures) == 1 and query.measures[0].kind == "count" and not query.measures[0].condition:
        return say.pick(f"How many {rows} are there for each {groups}", f"How many {rows} does each {groups} have",
                        f"Find the number of {rows} for each {groups}", f"Count the number of {rows} in each {groups}",
                        f"Show the {shown or groups} and the number of {rows} for each {groups}",
                        f"What is the number of {rows} by {groups}",
                        f"For each {groups}, how many {rows} are there")  # fmt: skip
    told = what(say, query.measures, rows)
    return say.pick(f"What is the {told} for each {groups}", f"Find the {told} for each {groups}",
                    f"Show the {told} by {groups}", f"For each {groups}, what is the {told}",
                    f"List the {shown or groups} and the {told} for each {groups}")  # fmt: skip


def groups_of(say: EnglishPhrases) -> str:
    """What the groups are: "customer", "year and country"."""
    return listed([say.dimension(dimension) for dimension in say.query.dimensions])


def _names(say: EnglishPhrases) -> str:
    """The columns shown of an entity, where they are more than what the group is called."""
    shown = [value for value in say.query.shown if isinstance(value, Field)]
    if not say.query.dimensions[0].entity or not shown:
        return ""
    noun = say.dimension(say.query.dimensions[0])
    return listed(list(dict.fromkeys(say.column(field).removeprefix(f"{noun} ") for field in shown)))


def _order(say: EnglishPhrases) -> str:
    if not say.query.orders:
        return ""
    order = say.query.orders[0]
    if isinstance(order.by, Bucket):
        return say.pick(", in order of time", f", {order.by.grain} by {order.by.grain}")
    counted = isinstance(order.by, Measure) and order.by.kind.startswith("count")
    most, least = ("most", "fewest") if counted else ("highest", "lowest")
    first, last = (most, least) if order.descending else (least, most)
    return say.pick(f", from {first} to {last}", f", sorted with the {first} first",
                    f", in {'descending' if order.descending else 'ascending'} order")  # fmt: skip


def _top(say: EnglishPhrases, order: Order, limit: int) -> str:
    query, rows = say.query, say.rows()
    dimension = query.dimensions[0]
    group, names = say.dimension(dimension), _names(say)
    ranked = _ranked(say, order, rows)
    also = f", and what is the {what(say, query.measures, rows)}" if query.measures and limit == 1 else ""
    asked = f" and the {what(say, query.measures, rows)}" if query.measures else ""
    named = (names or group).replace(" and ", ", ") if asked else names or group
    if limit == 1:
        has = say.pick("has", "has") if dimension.entity or not isinstance(dimension.value, Bucket) else "has"
        common = f"What is the {'most' if order.descending else 'least'} common {group} of {rows}"
        wordings = [f"Which {group} {has} the {ranked}{also}", f"What is the {named} of the {group} with the {ranked}{also}" if names else f"What is the {group} with the {ranked}{also}",
                    f"Find the {named} {'of the ' + group + ' ' if names else ''}with the {ranked}{also and asked}",
                    f"Which {group} has the {ranked}? List the {named}{asked}"]  # fmt: skip
        plain = isinstance(order.by, Measure) and order.by.kind == "count" and not dimension.entity and not also
        return say.pick(*wordings, *([common, common] if plain and order.by.of is None else []))
    groups = plural(group)
    of = f" of the {limit} {groups}" if names else f" of the {limit}"
    return say.pick(f"Which {limit} {groups} have the {ranked}" + (f"? List the {named}{asked}" if asked or names else ""),
                    f"What are the top {limit} {groups} by {_by(say, order, rows)}" + (f"? Give the {named}{asked}" if asked or names else "") if order.descending else f"Which {limit} {groups} have the {ranked}",
                    f"List the {named}{of if names else ' of the ' + str(limit) + ' ' + groups} with the {ranked}{' and the ' + what(say, query.measures, rows) if asked else ''}",
                    f"Find the {limit} {groups} with the {ranked}" + (f". List the {named}{asked}" if asked or names else ""))  # fmt: skip


def _ranked(say: EnglishPhrases, order: Order, rows: str) -> str:
    """ "most tracks", "largest number of tracks", "highest total amount of payments"."""
    measure = order.by
    assert isinstance(measure, Measure)  # noqa: S101 - groups are ranked by figures
    if measure.kind == "count":
        many = say.pick("most", "most", "largest number of", "highest number of")
        few = say.pick("fewest", "smallest number of", "least number of")
        return f"{many if order.descending else few} {_counted_rows(say, measure, rows)}"
    if measure.kind == "count_distinct":
        return f"{'most' if order.descending else 'fewest'} different {_counted(say, measure)} of {rows}"
    highest = say.pick("highest", "largest") if order.descending else say.pick("lowest", "smallest")
    named = (
        say.measure(measure)
        if measure.kind in ("sum", "avg")
        else f"{'maximum' if measure.kind == 'max' else 'minimum'} {say.value(measure.of)}"
    )  # type: ignore[arg-type]
    return f"{highest} {named} of {rows}"


def _counted_rows(say: EnglishPhrases, measure: Measure, rows: str) -> str:
    return plural(say.words.table(say.query.table_of(fields_of(measure.of)[0]))) if measure.of else rows


def _by(say: EnglishPhrases, order: Order, rows: str) -> str:
    assert isinstance(order.by, Measure)  # noqa: S101 - as in _ranked
    return (
        what(say, (order.by,), rows)
        if order.by.of is None or order.by.kind != "count"
        else f"number of {_counted_rows(say, order.by, rows)}"
    )


def _filtered(say: EnglishPhrases) -> str:
    query, rows = say.query, say.rows()
    having = query.having
    assert having is not None  # noqa: S101 - the caller asks only then
    group, names = say.dimension(query.dimensions[0]), _names(say)
    groups, value = plural(group), number(having.value)
    if having.measure.kind == "count":
        met = f"{say.pick(*_HAVING[having.operator])} {value} {rows}"
    else:
        met = f"{a_or_an(say.measure(having.measure))} of {rows} above {value}"
    asked = f" Show the {what(say, query.measures, rows)} too." if query.measures else ""
    named = f"the {names} of the {groups}" if names else f"the {groups}"
    order = _order(say)
    question = say.pick(f"Which {groups} have {met}{order}?", f"What are {named} with {met}{order}?",
                        f"Find {named} that have {met}{order}.", f"List {named} with {met}{order}.")  # fmt: skip
    return question + asked


def a_or_an(noun: str) -> str:
    """The noun with its article."""
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def _with_zero(say: EnglishPhrases) -> str:
    measure = say.query.measures[0]
    children = _counted_rows(say, measure, "")
    from data_pipeline.pairs.conditions import Related

    join = say.query.joins[-1]
    children = say.child_noun(Related(say.query.tables[join.source], join.key, exists=True)) or children
    rows = say.rows()
    return say.pick(f"How many {children} does each of the {rows} have, including {say.nouns} without any",
                    f"List all {rows} with their number of {children}, also those that have none",
                    f"For every one of the {rows}, count the {children}, including {say.nouns} with zero") + _order(say)  # fmt: skip


def _with_windows(say: EnglishPhrases) -> str:
    over, rows = say.query.windows[0], say.rows()
    told, groups = what(say, say.query.measures, rows), groups_of(say)
    if over.kind == "running":
        return say.pick(f"Show the {told} for each {groups} and the running total",
                        f"What is the {told} by {groups}, with a cumulative total")  # fmt: skip
    return say.pick(f"What is the {told} for each {groups}, and what percentage of the total is that",
                    f"Show each {groups} with the {told} and its share of the total in percent")  # fmt: skip
