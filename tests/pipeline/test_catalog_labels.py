"""Value labels in comments."""

from __future__ import annotations

import pytest

from data_pipeline.catalog.labels import parse_labels


@pytest.mark.parametrize(
    ("comment", "labels"),
    [
        ("状态：1-启用 2-停用", {"1": "启用", "2": "停用"}),
        ("status (1: active, 2: closed)", {"1": "active", "2": "closed"}),
        ("是否删除 0=否,1=是", {"0": "否", "1": "是"}),
        ("支付方式（0：现金；1：微信；2：支付宝）", {"0": "现金", "1": "微信", "2": "支付宝"}),
        ("1 - in progress, 2 - shipped to customer", {"1": "in progress", "2": "shipped to customer"}),
        ("1、小型车，2、大型车", {"1": "小型车", "2": "大型车"}),
        ("是否有效 0否 1是", {"0": "否", "1": "是"}),
        ("级别: -1=未知 0=普通", {"-1": "未知", "0": "普通"}),
    ],
)
def test_parse_labels__usual_forms(comment: str, labels: dict[str, str]) -> None:
    assert parse_labels(comment) == labels


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "",
        "车辆数量",
        "营业时间 9:00-18:00",
        "日期 2024-01-01",
        "共2个车道3个出口",
        "Note: see docs, unit: kg",
        "1-5 分",
    ],
)
def test_parse_labels__prose_has_none(comment: str | None) -> None:
    assert parse_labels(comment) == {}


def test_parse_labels__words_only_where_they_occur() -> None:
    comment = "gender: M=male, F=female"
    assert parse_labels(comment) == {}
    assert parse_labels(comment, ["M", "F"]) == {"M": "male", "F": "female"}


@pytest.mark.parametrize(
    ("comment", "values", "labels"),
    [
        ("状态：1-启用 2-停用", (), {"1": "启用", "2": "停用"}),
        ("status 1: active, 2: closed", (), {"1": "active", "2": "closed"}),
        ("0=否;1=是", (), {"0": "否", "1": "是"}),
        ("A active / I inactive", ("A", "I"), {"A": "active", "I": "inactive"}),
        ("用户性别（0男 1女 2未知）", ("0", "1", "2"), {"0": "男", "1": "女", "2": "未知"}),
        ("帐号状态（0正常 1停用）", ("0", "1"), {"0": "正常", "1": "停用"}),
        (
            "数据范围（1：全部数据权限 2：自定数据权限 3：本部门数据权限 4：本部门及以下数据权限）",
            (),
            {"1": "全部数据权限", "2": "自定数据权限", "3": "本部门数据权限", "4": "本部门及以下数据权限"},
        ),
        ("菜单类型（M目录 C菜单 F按钮）", ("M", "C", "F"), {"M": "目录", "C": "菜单", "F": "按钮"}),
        ("是否默认（Y是 N否）", ("Y", "N"), {"Y": "是", "N": "否"}),
        (
            "计划执行错误策略（1立即执行 2执行一次 3放弃执行）",
            (),
            {"1": "立即执行", "2": "执行一次", "3": "放弃执行"},
        ),
        ("业务类型（0其它 1新增 2修改 3删除）", (), {"0": "其它", "1": "新增", "2": "修改", "3": "删除"}),
        (
            "订单状态【0->待付款；1->待发货；2->已发货；3->已完成；4->已关闭；5->无效订单】",
            (),
            {"0": "待付款", "1": "待发货", "2": "已发货", "3": "已完成", "4": "已关闭", "5": "无效订单"},
        ),
        ("支付方式：0->未支付；1->支付宝；2->微信", (), {"0": "未支付", "1": "支付宝", "2": "微信"}),
        (
            "Order status: 1 = Pending; 2 = Processing; 3 = Rejected; 4 = Completed",
            (),
            {"1": "Pending", "2": "Processing", "3": "Rejected", "4": "Completed"},
        ),
        ("0 - disabled, 1 - enabled", (), {"0": "disabled", "1": "enabled"}),
        ("0: no; 1: yes", (), {"0": "no", "1": "yes"}),
        ("M = Male, F = Female", ("M", "F"), {"M": "Male", "F": "Female"}),
        ("S = Single, M = Married", ("S", "M"), {"S": "Single", "M": "Married"}),
        ("P=pending, A=approved, R=rejected", ("P", "A", "R"), {"P": "pending", "A": "approved", "R": "rejected"}),
        ("0 = Male 1 = Female", (), {"0": "Male", "1": "Female"}),
        ("level (0: low, 1: medium, 2: high)", (), {"0": "low", "1": "medium", "2": "high"}),
        ("1:待审核,2:审核通过,3:审核不通过", (), {"1": "待审核", "2": "审核通过", "3": "审核不通过"}),
        ("类型 1、普通 2、加急", (), {"1": "普通", "2": "加急"}),
        (
            "优惠券类型；0->全场赠券；1->会员赠券；2->购物赠券；3->注册赠券",
            (),
            {"0": "全场赠券", "1": "会员赠券", "2": "购物赠券", "3": "注册赠券"},
        ),
        ("使用状态：0->未使用；1->已使用；2->已过期", (), {"0": "未使用", "1": "已使用", "2": "已过期"}),
        ("性别 1.男 2.女", (), {"1": "男", "2": "女"}),
        ("删除标志（0代表存在 2代表删除）", ("0", "2"), {"0": "存在", "2": "删除"}),
        ("1表示启用，0表示禁用", ("0", "1"), {"1": "启用", "0": "禁用"}),
        ("01-居民身份证 02-护照 99-其他", ("01", "02", "99"), {"01": "居民身份证", "02": "护照", "99": "其他"}),
        ("PENDING:待处理,DONE:已完成", ("PENDING", "DONE"), {"PENDING": "待处理", "DONE": "已完成"}),
        ("[1] 男 [2] 女", (), {"1": "男", "2": "女"}),
        ("(1) open (2) closed", ("1", "2"), {"1": "open", "2": "closed"}),
        ("1|启用 0|停用", (), {"1": "启用", "0": "停用"}),
        (
            "state of order; O open, C closed, X cancelled",
            ("O", "C", "X"),
            {"O": "open", "C": "closed", "X": "cancelled"},
        ),
        ('{"1": "男", "2": "女"}', (), {"1": "男", "2": "女"}),
        ("1 for active, 0 for inactive", ("0", "1"), {"1": "active", "0": "inactive"}),
        ("审批结果：1—通过；2—驳回", (), {"1": "通过", "2": "驳回"}),
        ("10 草稿 20 提交 30 完成", ("10", "20", "30"), {"10": "草稿", "20": "提交", "30": "完成"}),
        ("true=是 false=否", ("true", "false"), {"true": "是", "false": "否"}),
        ("启用状态(1:启用/0:停用)", (), {"1": "启用", "0": "停用"}),
        ("active (1) or inactive (0)", ("0", "1"), {"1": "active", "0": "inactive"}),
    ],
)
def test_parse_labels__as_people_write_them(comment: str, values: tuple[str, ...], labels: dict[str, str]) -> None:
    assert parse_labels(comment, values) == labels


@pytest.mark.parametrize(
    ("comment", "values"),
    [
        ("客户等级，A类、B类、C类", ("A", "B")),
        ("评分 1-5", ("1", "2", "3", "4", "5")),
        ("共2个车道3个出口", ()),
        ("金额（单位：元），保留2位小数", ()),
        ("见文档 v2.0，2024年3月更新", ()),
        ("Number of rooms, 1 to 20", ("1", "2")),
        ("ratio 1:2", ()),
        ("last 30 days, 7 days rolling", ("7", "30")),
    ],
)
def test_parse_labels__values_in_prose_have_none(comment: str, values: tuple[str, ...]) -> None:
    assert parse_labels(comment, values) == {}
