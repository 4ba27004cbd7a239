"""What is asked for by its rank: the first rows, the groups with the fewest."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, Column
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.groups import count_by, frequent_enough, most_frequent
from data_pipeline.pairs.forms.rows import top
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.options import rankable
from data_pipeline.pairs.owners import named_after
from data_pipeline.pairs.roles import distinct_values
from data_pipeline.pairs.scopes import scopes
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.pairs.tree import Measure
from data_pipeline.pairs.values import Field, fields_of
from data_pipeline.pairs.wording import wordings
from tests.pipeline.made_tables import column, table


def test_top__no_first_row_of_a_year_that_many_share() -> None:
    """ "The take with the latest year" is one of fifty."""

    def ranked(distinct: float) -> tuple[str, ...]:
        year = column("year", "integer", statistics={"distinct": distinct, "bounds": ("1990", "1995", "2009")})
        (subject,) = read_subjects(Catalog("d", (table("take", column("id", "integer"), year),))).values()
        return tuple(one.name for one in rankable(subject))

    assert (ranked(8.0), ranked(-0.9)) == ((), ("year",))


def test_top__no_last_day_of_a_calendar() -> None:
    """The day with the latest date is nothing to ask for; with the latest date of daily figures it is."""

    def ranked(*columns: Column) -> tuple[str, ...]:
        made = table("calendar", column("day", "date"), column("kind"), *columns, row_count=900, primary_key=("day",))
        (subject,) = read_subjects(Catalog("d", (made,))).values()
        return tuple(one.name for one in rankable(subject))

    spread = {"distinct": 500.0, "bounds": tuple(map(str, range(100)))}
    assert ranked() == ()
    assert ranked(column("total_price", "numeric", statistics=spread)) == ("total_price", "day")


def test_plan__the_fewest_are_not_those_with_none_and_that_is_told(highway: Catalog) -> None:
    """Of eight managers one has no employee, and the one with the fewest is another one."""
    subjects = read_subjects(highway)
    forms = [(form, scope) for form in (most_frequent, frequent_enough, count_by) for scope in scopes(subjects)
             if scope.size <= 2]  # fmt: skip
    drafts = ((form, Draft(ground_of(scope, subjects), subjects, Counter(), Random(seed)))
              for form, scope in forms for seed in range(40))  # fmt: skip
    asked = [query for form, draft in drafts if (query := form(draft))]
    fewest = [q for q in asked if q.limit and isinstance(q.orders[0].by, Measure)
              and q.orders[0].by.kind == "count" and not q.orders[0].descending]  # fmt: skip
    assert not [query for query in fewest if query.conditions], "those that have none of that kind are left out, too"
    by = [(query, fields_of(query.dimensions[0].value)[0]) for query in fewest if query.dimensions[0].entity]
    reached = [(join, query) for query, field in by for join in query.joins if join.source == field.source
               and named_after(join.key) and not query.some]  # fmt: skip
    known = [(distinct_values(query.tables[join.child].column(join.key.columns[0]), query.tables[join.child].row_count),
              query.tables[join.parent].row_count) for join, query in reached]  # fmt: skip
    assert (len(fewest) > 20, [one for one in known if one[0] is not None and one[0] < 0.98 * one[1]]) == (True, [])
    told = {language: wordings(highway, language)[0] for language in ("zh", "en")}
    few = [query for query in asked if query.some][:200]
    said = [word.ask(query, 1) for query in few for word in told.values()]
    assert said and all("没有的不算" in one or "but at least one" in one or "that has any" in one for one in said), said


@pytest.mark.parametrize(
    ("share", "different", "ordered_by"),
    [(0.34, 30.0, ["rate", "title"]), (0.01, 30.0, ["rate", "title"]), (0.001, 900.0, ["rate"])],
)
def test_top__the_title_decides_where_rows_share_a_rank(share: float, different: float, ordered_by: list[str]) -> None:
    """ "The film with the highest rate": 336 of 1,000; and of 30 rates the first five are likely to be shared."""
    rates = {"distinct": different, "common_values": ("4.99", "2.99", "0.99"), "common_fractions": (share, 0.3, share),
             "bounds": ("1", "1.5", "2", "2.2", "3", "4")}  # fmt: skip
    names = {"distinct": 1000.0, "bounds": tuple(f"n{number}" for number in range(9))}
    film = table(
        "film", column("id", "integer"), column("title", statistics=names), column("rate", "numeric", statistics=rates)
    )
    subjects = read_subjects(Catalog("d", (film,)))
    (scope,) = scopes(subjects)
    drawn = [top(Draft(ground_of(scope, subjects), subjects, Counter(), Random(seed))) for seed in range(60)]
    orders = [[one.by.column.name for one in q.orders if isinstance(one.by, Field)] for q in drawn if q and q.limit]
    assert ordered_by in orders and len([one for one in orders if one[0] == "rate"]) == orders.count(ordered_by)
