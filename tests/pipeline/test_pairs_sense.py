"""What nobody would ask is not asked, of the sample database."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, ForeignKey
from data_pipeline.pairs.conditions import Between, Compare, Equals, IsNull, Related, Relative, Since
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.groups import distinct_by
from data_pipeline.pairs.forms.related import further_link
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.owners import named_after
from data_pipeline.pairs.plan import Plan
from data_pipeline.pairs.roles import Role, distinct_values, is_state, roles_of, says_how_it_is
from data_pipeline.pairs.scopes import scopes
from data_pipeline.pairs.subjects import linking_keys, read_subjects
from data_pipeline.pairs.tree import Query, selects
from data_pipeline.pairs.values import Bucket, Field, fields_of
from tests.pipeline.made_tables import column, table

COUNT = 1000


@pytest.fixture(scope="module")
def queries(highway: Catalog) -> list[Query]:
    """Of three plans, so that there are enough of the rarer kinds."""
    subjects = read_subjects(highway)
    asked = [one for seed in (1, 2, 3) for one, _ in islice(Plan(highway, subjects, seed).questions(), COUNT)]
    return [query for one in asked for query in selects(one)]


def test_plan__no_groups_of_a_single_row(queries: list[Query]) -> None:
    """ "The number of suppliers called X for each credit level" asks nothing."""
    grouped = [query for query in queries if query.dimensions]
    picked = [(query, one.field) for query in grouped for one in query.conditions if isinstance(one, Equals)]
    wrong = [
        (query.tables[field.source].name, field.column.name)
        for query, field in picked
        if not query.joins and (field.column.name,) in query.tables[field.source].unique_keys
    ]
    assert (len(picked) > 20, wrong) == (True, [])


def test_plan__no_rank_of_yes_and_no_nor_of_scores(queries: list[Query]) -> None:
    """ "Which charging flag has the most inspections" is nobody's question."""
    ranked = [query for query in queries if query.dimensions and (query.having or (query.orders and query.limit))]
    fields = [(query, one.value) for query in ranked for one in query.dimensions if isinstance(one.value, Field)]
    tables = [(query.tables[field.source], field.column) for query, field in fields]
    wrong = [column.name for table, column in tables if roles_of(table)[column.name] in (Role.FLAG, Role.LEVEL)]
    assert (len(fields) > 100, wrong) == (True, [])


def test_plan__no_exact_value_of_what_is_measured(queries: list[Query]) -> None:
    """ "Tracks of exactly 2,649,938 bytes"."""
    exact = [(query.table_of(one.field), one.field.column) for query in queries for one in query.conditions
             if isinstance(one, Equals) and one.field.column.category == "N" and not one.entity]  # fmt: skip
    wrong = [column.name for table, column in exact
             if roles_of(table)[column.name] is not Role.ID and (column.statistics.distinct or 0) > 60]  # fmt: skip
    assert (len(exact) > 20, wrong) == (True, [])


def test_plan__no_figure_of_the_greatest(queries: list[Query]) -> None:
    """ "The number of kinds of the equipment with the highest price" is one."""
    greatest = [q for q in queries for c in q.conditions if isinstance(c, Relative) and c.kind in ("greatest", "least")]
    assert greatest and not [query for query in greatest if query.measures]


def test_plan__kinds_that_are_counted_are_several(queries: list[Query]) -> None:
    counted = [
        (query.tables[measure.of.source], measure.of)
        for query in queries
        for measure in query.measures
        if measure.kind == "count_distinct" and isinstance(measure.of, Field)
    ]
    kinds = [
        (distinct_values(field.column, table.row_count) or 0, 6 if field.source else 3)
        for table, field in counted
        if roles_of(table)[field.column.name] is not Role.NAME
    ]
    assert (len(kinds) > 20, [one for one in kinds if one[0] < one[1]]) == (True, [])


def test_plan__no_list_of_the_numbers_of_what_rows_belong_to(queries: list[Query]) -> None:
    """ "Which different numbers of parking spaces do employees have" asks nothing."""
    listed = [query for query in queries if query.distinct and query.joins]
    shown = [(query.tables[one.source], one) for query in listed for one in query.shown[:1] if isinstance(one, Field)]
    others = [roles_of(table)[field.column.name] for table, field in shown if field.source]
    assert (len(others) > 20, {Role.LEVEL, Role.QUANTITY} & {*others}) == (True, set())
    assert [field.column.name for _, field in shown if field.source and says_how_it_is(field.column)] == []


def test_plan__no_row_is_picked_by_a_sentence(queries: list[Query]) -> None:
    equal = [one for query in queries for one in query.conditions if isinstance(one, Equals)]
    assert (len(equal) > 100, [one.value for one in equal if re.search("[，。；！？]", one.value)]) == (True, [])


def test_plan__no_figures_of_a_single_row(queries: list[Query]) -> None:
    """ "How many addresses are called X" has an answer that everybody knows."""
    figures = [query for query in queries if query.measures and not query.dimensions]
    picked = [(query, one.field) for query in figures for one in query.conditions if isinstance(one, Equals)]
    wrong = [
        (query.tables[0].name, field.column.name)
        for query, field in picked
        if not field.source and (field.column.name,) in query.tables[0].unique_keys
    ]
    assert (len(picked) > 20, wrong) == (True, [])


def test_plan__nobody_lacks_one_certain_row(queries: list[Query]) -> None:
    """ "Companies without any employee called X", or with a certain number, are nearly all of them."""
    lacking = [one for query in queries for one in query.conditions if isinstance(one, Related) and not one.exists]
    equal = [(one.child, c) for one in lacking for c in one.conditions if isinstance(c, Equals)]
    own = [(child, c) for child, c in equal if not c.field.source]
    named = [c for child, c in own if c.entity or (c.field.column.name,) in child.unique_keys]
    assert (len(lacking) > 10, named) == (True, [])


def test_distinct_by__values_that_a_group_has_one_of_are_not_counted() -> None:
    """ "Which country has the most different country names of cities"; its different zones are worth counting."""
    names = {"distinct": 80.0, "bounds": tuple(f"n{number}" for number in range(9))}
    country = table("country", column("id", "integer"), column("title", statistics=names), row_count=80)
    key = column("country_id", "integer", statistics={"distinct": 80.0})
    zone = column("zone", statistics={"distinct": 9.0, "common_values": tuple("abcdefghi")})
    city = table("city", column("id", "integer"), key, zone, keys={"country_id": "country"})
    subjects = read_subjects(Catalog("world", (country, city)))
    grounds = [ground_of(scope, subjects) for scope in scopes(subjects)]
    drawn = [distinct_by(Draft(ground, subjects, Counter(), Random(seed))) for ground in grounds for seed in range(400)]
    counted = {
        (fields_of(query.dimensions[0].value)[0].column.name, fields_of(measure.of)[0].column.name)
        for query in drawn
        for measure in (query.measures if query else ())
        if query and measure.of
    }
    assert (counted & {("country_id", "title"), ("id", "title")}, ("country_id", "zone") in counted) == (set(), True)


def test_plan__no_order_of_phone_numbers(queries: list[Query]) -> None:
    ordered = [(query, one.by) for query in queries for one in query.orders if isinstance(one.by, Field)]
    by = [(query.table_of(field), field.column.name) for query, field in ordered]
    assert (len(by) > 50, [name for table, name in by if roles_of(table)[name] is Role.SENSITIVE]) == (True, [])


def test_plan__dated_rows_are_counted_by_their_own_dates(queries: list[Query]) -> None:
    """Not the daily sales of a shop by the month in which it was opened."""
    periods = [
        (query.tables[0], one.value) for query in queries for one in query.dimensions if isinstance(one.value, Bucket)
    ]
    dated = [bucket.field for table, bucket in periods if Role.DATE in roles_of(table).values()]
    assert (len(dated) > 10, [field.column.name for field in dated if field.source]) == (True, [])


def test_plan__no_period_of_rows_without_a_date(queries: list[Query]) -> None:
    """ "Which month did most employees leave in": never, of those that are still there."""
    grouped = [
        (query, one.value.field) for query in queries for one in query.dimensions if isinstance(one.value, Bucket)
    ]
    sparse = [(query, field) for query, field in grouped if field.column.statistics.null_fraction]
    wrong = [field.column.name for query, field in sparse if IsNull(field, negated=True) not in query.conditions]
    assert (len(sparse) > 2, wrong) == (True, [])


def test_plan__periods_have_several_rows(queries: list[Query]) -> None:
    """Not the companies founded in each month, of which there are eight."""
    grouped = [query.tables[0] for query in queries for one in query.dimensions if isinstance(one.value, Bucket)]
    assert (len(grouped) > 20, [table.name for table in grouped if table.row_count < 9]) == (True, [])


def test_plan__not_the_one_of_two(queries: list[Query]) -> None:
    """ "Employees whose gender is not male" are those whose gender is female."""
    negated = [c.field.column for q in queries for c in q.conditions if isinstance(c, Equals) and c.negated]
    assert (len(negated) > 5, [one.name for one in negated if (one.statistics.distinct or 9) < 3]) == (True, [])


def test_plan__ties_are_counted_for_one_named_row_or_for_each(queries: list[Query]) -> None:
    """ "How many route links have a service area with four stars" counts a route once for each of its areas."""
    ties = [query for query in queries if query.tables[0].name == "bss_section_route_area_link" and query.measures]
    counts = [query for query in ties if query.joins and not query.dimensions and query.measures[0].kind == "count"]
    named = [query for query in counts if any(isinstance(c, Equals) and c.entity for c in query.conditions)]
    assert (len(counts) > 3, counts) == (True, named)


def test_scopes__the_area_of_a_contract_is_that_of_its_branch(highway: Catalog) -> None:
    """Not that of the employee who signed it."""
    paths = [path for scope in scopes(read_subjects(highway)) for path in scope.paths]
    far = [path for path in paths if path[0].child.name == "bss_contract" and len(path) > 1]
    to_area = [path for path in far if path[-1].parent.name == "bss_service_area"]
    assert {path[0].parent.name for path in to_area} == {"bss_branch"}


def test_plan__no_question_whether_a_key_is_set_along_which_rows_are_joined() -> None:
    """ "Which bosses do workers without a boss have"."""
    names = {"distinct": 80.0, "bounds": tuple(f"n{number}" for number in range(9))}
    boss = column("boss_id", "integer", statistics={"distinct": 20.0, "null_fraction": 0.3})
    worker = table(
        "worker", column("id", "integer"), column("name", statistics=names), boss, keys={"boss_id": "worker"}
    )
    firm = Catalog("firm", (replace(worker, row_count=80),))
    asked = [one for seed in range(20) for one, _ in islice(Plan(firm, read_subjects(firm), seed).questions(), 60)]
    empty = [
        q for one in asked for q in selects(one) for c in q.conditions if c == IsNull(Field(0, boss), negated=False)
    ]
    along = [query for query in empty if any(not join.child and not join.outer for join in query.joins)]
    assert (len(empty) > 20, along) == (True, [])


def test_dimensions__no_groups_where_each_row_leads_to_another_one() -> None:
    """ "Which address has the most shops": each shop has one of its own."""
    names = {"distinct": -1.0, "bounds": tuple(f"n{number}" for number in range(9))}
    address = table("address", column("id", "integer"), column("title", statistics=names), row_count=90)

    def groups(shops: int) -> list[float]:
        key = column("address_id", "integer", statistics={"distinct": 30.0})
        shop = table("shop", column("id", "integer"), key, keys={"address_id": "address"}, row_count=shops)
        subjects = read_subjects(Catalog("town", (address, shop)))
        (scope,) = (one for one in scopes(subjects) if one.size == 2)
        drawn = (Draft(ground_of(scope, subjects), subjects, Counter(), Random(seed)) for seed in range(40))
        return [draft.groups for draft in drawn if (found := draft.dimension(up_to=99)) and found.entity]

    assert (groups(30), {*groups(300)}) == ([], {30.0})


def test_further_link__not_to_what_the_subject_refers_to_itself(highway: Catalog) -> None:
    """A branch is in one service area, and so are the complaints about it."""
    subjects = read_subjects(highway)
    (scope,) = (one for one in scopes(subjects) if one.size == 1 and one.subject.table.name == "bss_branch")
    draft = Draft(ground_of(scope, subjects), subjects, Counter(), Random(1))
    (link,) = (one for one in scope.subject.children if one.child.name == "bss_complaint")
    related, child = Related(link.child, link.key, exists=True), subjects[link.child.key]
    found = {one.parent.name for _ in range(60) if (one := further_link(draft, child, related))}
    assert "bss_service_area" in {one.parent.name for one in child.parents} and found == {"bss_employee"}


def test_plan__a_name_that_several_rows_have_names_none(queries: list[Query]) -> None:
    """ "The member card of Liu Jie" is one of five."""
    own = [(query.tables[one.field.source], one) for query in queries for one in query.conditions
           if isinstance(one, Equals) and one.entity and one.field.column.category == "S"]  # fmt: skip
    known = [(table, one, one.field.column.statistics) for table, one in own]
    shares = [dict(zip(seen.common_values, seen.common_fractions, strict=False)).get(one.value, 0) * table.row_count
              for table, one, seen in known]  # fmt: skip
    assert (len(shares) > 100, [rows for rows in shares if rows > 2]) == (True, [])


def test_plan__no_groups_by_how_others_are(queries: list[Query]) -> None:
    """ "Which status of inspectors has the highest score", "which approver's company": nobody's question."""
    grouped = [(query, one, fields_of(one.value)[0]) for query in queries for one in query.dimensions]
    joined = [(query, one, field) for query, one, field in grouped if field.source]
    states = [field.column.name for _, one, field in joined if not one.entity and is_state(field.column)]
    acting = [field.column.name for query, _, field in joined
              if says_how_it_is(field.column) and not all(map(named_after, _keys_to(query, field.source)))]  # fmt: skip
    far = [query.tables[field.source].name for query, one, field in joined
           for join in query.joins if one.entity and join.source == field.source and join.child
           and not all(map(named_after, _keys_to(query, join.child)))]  # fmt: skip
    assert (len(joined) > 100, states, acting, far) == (True, [], [], [])


def _keys_to(query: Query, source: int) -> list[ForeignKey]:
    return [join.key for join in query.joins if join.source == source]


def test_plan__those_above_a_number_are_of_many_groups(queries: list[Query]) -> None:
    """Of three statuses one wants to see each; and of ten groups not the first eight."""
    of_values = [(query, field) for query in queries for one in query.dimensions
                 if isinstance(field := one.value, Field) and not one.entity]  # fmt: skip
    groups = [(query, distinct_values(field.column, query.table_of(field).row_count) or 0)
              for query, field in of_values]  # fmt: skip
    above = [number for query, number in groups if query.having]
    first = [(number, query.limit) for query, number in groups if query.limit and query.orders and not query.windows]
    assert (len(above) > 20, min(above) >= 6) == (True, True)
    assert (len(first) > 20, [one for one in first if one[1] > one[0] / 2]) == (True, [])


def test_plan__the_ties_of_a_link_are_told_by_their_ends(queries: list[Query]) -> None:
    """ "The section route ids and service area ids of the links" tells nobody anything."""
    links = [
        query for query in queries if linking_keys(query.tables[0]) and not query.measures and len(query.tables) > 1
    ]
    assert links and not [query for query in links if all(field.source == 0 for field in query.shown)]


def test_plan__no_details_of_what_is_far(queries: list[Query]) -> None:
    """Orders repaired by people of companies founded after 2000: names, kinds and places are enough."""
    compared = [(query, one.field.source) for query in queries for one in query.conditions
                if isinstance(one, Compare | Since | Between)]  # fmt: skip
    up = [(query, source) for query, source in compared if all(join.parent == join.source for join in query.joins)]
    far = [(query, source) for query, source in up for join in query.joins if join.source == source and join.child]
    assert (len(up) > 100, [query.tables[source].name for query, source in far]) == (True, [])
