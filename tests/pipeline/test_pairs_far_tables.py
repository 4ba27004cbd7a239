"""What rows of tables are called that are reached through others: by a role, or by a table that only links."""

from __future__ import annotations

from data_pipeline.catalog.model import Catalog, ForeignKey
from data_pipeline.pairs.conditions import Equals
from data_pipeline.pairs.tree import Dimension, Join, Measure, Order, Query
from data_pipeline.pairs.values import Field
from data_pipeline.pairs.wording import Language, wording
from tests.pipeline.made_tables import column, table

COMPANY = table("company", column("id", "integer"), column("city", comment="所在地市"), comment="公司表")
EMPLOYEE = table(
    "employee",
    column("id", "integer"),
    column("name", comment="姓名"),
    column("company_id", "integer", comment="所属公司ID"),
    keys={"company_id": "company"},
    comment="员工表",
)
CONTRACT = table(
    "contract",
    column("id", "integer"),
    column("approved_by", "integer", comment="审批人员工ID"),
    keys={"approved_by": "employee"},
    comment="合同表",
)
AREA = table("area", column("id", "integer"), column("star_level", comment="星级"), comment="服务区表")
ROUTE = table("route", column("id", "integer"), column("length", "integer", comment="里程"), comment="路线表")
TIE = table(
    "route_area",
    column("route_id", "integer"),
    column("area_id", "integer"),
    keys={"route_id": "route", "area_id": "area"},
)
CATALOG = Catalog("roads", (COMPANY, EMPLOYEE, CONTRACT, AREA, ROUTE, TIE))


def joined(child: int, parent: int, own: str, other: str) -> Join:
    return Join(parent, child, parent, ForeignKey((own,), "public", other, ("id",)))


def asked(query: Query, language: Language) -> set[str]:
    """Everything that the query may be worded as."""
    said = wording(CATALOG, language)
    texts = {said.ask(query, seed) for seed in range(60)}
    assert [text for text in texts if said.missing(query, text)] == []
    return texts


APPROVERS = (joined(0, 1, "approved_by", "employee"), joined(1, 2, "company_id", "company"))
TIED = (joined(0, 1, "route_id", "route"), joined(0, 2, "area_id", "area"))
FOUR_STARS = Equals(Field(2, AREA.column("star_level")), "4")


def test_to_english__a_far_table_by_the_role_that_leads_to_it() -> None:
    tables = (CONTRACT, EMPLOYEE, COMPANY)
    cities = Query(tables, APPROVERS, (Field(2, COMPANY.column("city")),))
    assert all("approver compan" in text for text in asked(cities, "en"))

    count, key = Measure("count"), Field(2, COMPANY.column("id"))
    most = Query(
        tables, APPROVERS, (key,), dimensions=(Dimension(key),), orders=(Order(count, descending=True),), limit=1
    )
    assert all("approver compan" in text for text in asked(most, "en"))


def test_wording__rows_of_a_link_by_their_other_end() -> None:
    listed = Query((TIE, ROUTE, AREA), TIED, (Field(1, ROUTE.column("length")),), (FOUR_STARS,))
    assert not [text for text in asked(listed, "en") if "route area" in text]
    assert all("路线的里程" in text for text in asked(listed, "zh")), asked(listed, "zh")


def test_wording__ties_are_not_counted_as_what_they_tie() -> None:
    """A route with two areas of four stars would count twice."""
    counted = Query((TIE, ROUTE, AREA), TIED, (Measure("count"),), (FOUR_STARS,))
    assert all("route area" in text for text in asked(counted, "en")), asked(counted, "en")


def test_query__beside_subject() -> None:
    query = Query((CONTRACT, EMPLOYEE, COMPANY), APPROVERS)
    assert [query.beside_subject(source) for source in (0, 1, 2)] == [0, 1, 1]
