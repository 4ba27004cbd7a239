"""What people who work with them call tables in short."""

from __future__ import annotations

import pytest

from data_pipeline.catalog.model import Catalog, Column, Table
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.english.column_noun import column_noun
from data_pipeline.pairs.identifiers import plural, singular, spelled
from data_pipeline.pairs.short_names import key_stem, without_belonging
from tests.pipeline.made_tables import column, table


def keyed(name: str, comment: str | None, refers: dict[str, str], to: str) -> Table:
    """A table with a key, called so by its comment, for each column of ``refers``, all to one other table."""
    columns = (column(own, "integer", comment=said) for own, said in refers.items())
    return table(name, *columns, comment=comment, keys=dict.fromkeys(refers, to))


def named(first: Table, *others: Table) -> str:
    return ChineseWords(Catalog("d", (first, *others))).table(first)


CONTRACT = table("contract", column("id", "integer", comment="主键ID"), comment="档口租赁合同表")
PAYMENT = keyed("payment", "租金缴纳表", {"contract_id": "合同ID"}, "contract")
EVENT = ("服务质量巡检记录", "巡检日期", "巡检得分")


@pytest.mark.parametrize(
    ("first", "others", "noun"),
    [
        (CONTRACT, [], "档口租赁合同"),
        (CONTRACT, [PAYMENT], "合同"),
        (CONTRACT, [PAYMENT, table("purchase", comment="采购合同表")], "档口租赁合同"),  # of which one is meant?
        (CONTRACT, [keyed("log", "日志表", {"x_id": "凭证ID"}, "contract")], "档口租赁合同"),
        (CONTRACT, [keyed("log", "日志表", {"x_id": "签约人ID"}, "contract")], "档口租赁合同"),
        (table("parcel", comment="异常件登记表"), [keyed("claim", "理赔单", {"p": "异常件ID"}, "parcel")], "异常件"),
        (table("check", *(column(f"c{n}", comment=said) for n, said in enumerate(EVENT[1:])), comment=EVENT[0]), [],
         "巡检记录"),
        (table("complaint", column("c", comment="投诉渠道"), comment="客户投诉记录表"), [], "客户投诉记录"),
        (table("kuqu"), [keyed("item", "货品表", {"a": "默认库区", "b": "上架库区ID"}, "kuqu")], "库区"),
        (table("kuqu"), [keyed("item", "货品表", {"a": "默认库区", "b": "存放位置"}, "kuqu")], " kuqu "),
        (table("stock", comment="仓库库存日报（2024年起，每日汇总）"), [], "仓库库存日报"),
        (table("dates", column("id", "date"), comment="节假日日历表"), [], "日期"),
        (table("month", column("n", comment="门店名称"), comment="门店月度经营汇总"), [], "月度经营汇总"),
        (table("mark", column("n", comment="学生学号"), comment="学生成绩"), [], "学生成绩"),  # whose marks is not all
    ],
)  # fmt: skip
def test_table__in_short(first: Table, others: list[Table], noun: str) -> None:
    assert named(first, *others) == noun


def test_table__a_title_stays() -> None:
    titled = table("contract", comment="档口租赁合同表", titles={"zh": "租约"})
    assert named(titled, PAYMENT) == "租约"


def test_key_stem() -> None:
    assert [key_stem(name) for name in ("所属公司ID", "设备编号", "会员卡号")] == ["所属公司", "设备", "会员卡"]
    assert [without_belonging(stem) for stem in ("所属公司", "所在服务区", "公司")] == ["公司", "服务区", "公司"]


@pytest.mark.parametrize(
    ("comment", "noun"), [("期末数量=期初+入库-出库", "期末数量"), ("省", "省份"), ("市", "城市"), ("城市", "城市")]
)
def test_column(comment: str, noun: str) -> None:
    one = table("x", column("c", comment=comment), comment="仓库表")
    assert ChineseWords(Catalog("d", (one,))).column(one, one.columns[0]) == noun


@pytest.mark.parametrize(
    ("name", "noun"),
    [("duration_minutes", "duration in minutes"), ("weight_max_kg", "maximum weight in kg"),
     ("weight_max", "maximum weight"), ("price_min", "minimum price"), ("duration_min", "duration in min"),
     ("distance_in_km", "distance in km"),
     ("working_hours", "working hours"), ("minutes", "minutes"), ("address_line2", "address line 2")],
)  # fmt: skip
def test_column_noun(name: str, noun: str) -> None:
    one: Column = column(name, "integer")
    assert column_noun(spelled(name).split(), one) == noun


@pytest.mark.parametrize(
    ("one", "many"),
    [("quantity ordered", "quantities ordered"), ("amount due", "amounts due"), ("total paid", "totals paid"),
     ("line 2", "line 2"), ("paid order", "paid orders")],
)  # fmt: skip
def test_plural__of_what_something_was_done_with(one: str, many: str) -> None:
    assert (plural(one), singular(many)) == (many, one)
