"""A few tables with Chinese comments, and one without, for hand-made query trees."""

from __future__ import annotations

from datetime import date

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.conditions import Equals, Window
from data_pipeline.pairs.tree import Dimension, Join, Measure, Query
from data_pipeline.pairs.values import Bucket, Field
from data_pipeline.pairs.wording import wording


def column(name: str, comment: str | None, type: str = "integer", category: str = "N", **more: object) -> Column:
    return Column(name, type, category, 1, True, comment=comment, **more)  # type: ignore[arg-type]


def text(name: str, comment: str | None) -> Column:
    return column(name, comment, "text", "S")


def day(name: str, comment: str) -> Column:
    return column(name, comment, "date", "D")


def table(name: str, comment: str | None, *columns: Column, keys: tuple[ForeignKey, ...] = ()) -> Table:
    return Table("public", name, "table", comment, 900, columns, ("id",), foreign_keys=keys)


ID = column("id", "主键ID")
AREA = table(
    "area",
    "服务区信息表",
    ID,
    text("area_name", "服务区名称"),
    column("stars", "服务区星级"),
    column("status", "状态：1-启用 2-停用", value_labels={"1": "启用", "2": "停用"}),
    column("has_charging", "是否有充电桩", "boolean", "B"),
    day("opened_on", "开通日期"),
)
TO_AREA = ForeignKey(("area_id",), "public", "area", ("id",))
TO_BOSS = ForeignKey(("boss_id",), "public", "employee", ("id",))
EMPLOYEE = table(
    "employee",
    "员工表",
    ID,
    text("employee_name", "员工姓名"),
    text("post", "岗位"),
    column("salary", "月薪（元）"),
    column("area_id", "所在服务区ID"),
    column("boss_id", "直接上级的员工ID"),
    day("left_on", "离职日期"),
    keys=(TO_AREA, TO_BOSS),
)
HANDLER = ForeignKey(("handled_by",), "public", "employee", ("id",))
COMPLAINT = table(
    "complaint",
    "投诉记录表",
    ID,
    text("channel", "投诉渠道"),
    text("content", "投诉内容"),
    day("received_on", "受理日期"),
    column("score", "满意度评分（1至5分）"),
    column("cost", "赔付金额（元）"),
    column("area_id", "被投诉服务区ID"),
    column("handled_by", "处理人员工ID"),
    keys=(TO_AREA, HANDLER),
)
TO_ROUTE = ForeignKey(("route_id",), "public", "route", ("id",))
ROUTE = table("route", "路线表", ID, text("route_name", "路线名称"))
LINK = table(
    "route_area",
    "路线服务区关联表",
    ID,
    column("route_id", "路线ID"),
    column("area_id", "服务区ID"),
    keys=(TO_ROUTE, TO_AREA),
)
GADGET = table("gadgets", None, ID, text("gadget_name", None), text("origin", "where they are made"))
CATALOG = Catalog("highway", (AREA, EMPLOYEE, COMPLAINT, ROUTE, LINK, GADGET))
WORDS, WORDING = ChineseWords(CATALOG), wording(CATALOG, "zh")


def own(rows: Table, name: str, source: int = 0) -> Field:
    return Field(source, rows.column(name))


NAME, STARS, STATUS = own(AREA, "area_name"), own(AREA, "stars"), own(AREA, "status")
CHANNEL, RECEIVED, SCORE = own(COMPLAINT, "channel"), own(COMPLAINT, "received_on"), own(COMPLAINT, "score")
COST, SALARY, POST = own(COMPLAINT, "cost"), own(EMPLOYEE, "salary"), own(EMPLOYEE, "post")
PERSON, LEFT = own(EMPLOYEE, "employee_name"), own(EMPLOYEE, "left_on")
COUNT, SUM, MEAN = Measure("count"), Measure("sum", COST), Measure("avg", SALARY)
UP = Join(1, child=0, parent=1, key=TO_AREA)
AREAS = Dimension(own(AREA, "id", 1), entity=True, names=(own(AREA, "area_name", 1),))
MONTH, BY_CHANNEL = Dimension(Bucket(RECEIVED, "month", main=True)), Dimension(CHANNEL)
YEAR = Window(RECEIVED, "year", date(2024, 1, 1), main=True)
LUSHAN = Equals(own(AREA, "area_name", 1), "庐山服务区", entity=True)
BY_PHONE = Equals(CHANNEL, "电话")
TWO = (COMPLAINT, AREA)


def complaints(*outputs: object, **parts: object) -> Query:
    return Query((COMPLAINT,), outputs=outputs, **parts)  # type: ignore[arg-type]


def areas(*outputs: object, **parts: object) -> Query:
    return Query((AREA,), outputs=outputs, **parts)  # type: ignore[arg-type]


def employees(*outputs: object, **parts: object) -> Query:
    return Query((EMPLOYEE,), outputs=outputs, **parts)  # type: ignore[arg-type]
