"""English names of columns that are called by the initials of Chinese words."""

from __future__ import annotations

import pytest

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.initials import english_name
from tests.pipeline.made_tables import column, table


@pytest.mark.parametrize(
    ("name", "comment", "said"),
    [
        ("wx", "微信支付金额", "WeChat payment amount"),
        ("zfb_je", "支付宝支付金额（元）", "Alipay payment amount"),
        ("zf_order", "支付宝订单数", "Alipay orders"),
        ("xs", "行吧支付金额", "行吧 payment amount"),
        ("ddzt", "订单状态：1-新建 2-已付款", "order status"),
        ("order", "处理优先级", "handling priority"),
        ("xs", "行吧", ""),
        ("fhyje", "非会员金额", ""),
        ("ywc", "已完成订单数", ""),
        ("wjs", "未结算金额", ""),
        ("xs", "按行吧规则折算后的支付金额", ""),
        ("wx", None, ""),
        ("wx", "paid with WeChat", ""),
        ("pay_sum", "支付总金额", ""),
        ("order_no", "订单编号", ""),
        ("km", "面积", ""),
    ],
)
def test_english_name(name: str, comment: str | None, said: str) -> None:
    assert english_name(column(name, comment=comment)) == said


def test_english_words__never_one_name_for_two_columns() -> None:
    twice = table(
        "sale",
        column("wx", comment="微信支付金额"),
        column("wxzf", comment="微信支付金额"),
        column("zfb", comment="支付宝金额"),
    )
    words = EnglishWords(Catalog("shop", (twice,)))
    assert [words.column(twice, one) for one in twice.columns] == ["wx", "wxzf", "Alipay amount"]


def test_generate_pairs__nobody_says_the_initials() -> None:
    numbers = {"bounds": tuple(str(n) for n in range(3, 90, 4)), "distinct": 80.0}
    sale = table(
        "sale",
        column("id", "integer"),
        column("wx", "integer", comment="微信支付金额", statistics=numbers),
        column("wx_order", "integer", comment="微信订单数", statistics=numbers),
    )
    asked = [pair.question for pair in generate_pairs(Catalog("shop", (sale,)), ("en",), count=60)]
    assert any("WeChat payment amount" in question for question in asked)
    assert any("number of WeChat orders" in question for question in asked)
    assert not [question for question in asked if "wx" in question]
