"""What is said to happen at a date column: 入职 of 入职日期, 离职 of 离职时间."""

from __future__ import annotations

import re

_ENDING = re.compile("(?:日期|时间|日)$")
_BEGUN = (
    "成立|入职|开通|开业|签订|签署|购置|采购|入库|出库|报修|受理|巡检|发卡|注册|下单|发货|发布|出生|创建|提交|上线|上架|投产|生产|立案|"
    "登记|申请|建成|入会|入学|借出|借阅|开票|投诉|检查|检测"
)
_ENDED = (
    "离职|停用|撤店|缴纳|完工|办结|支付|付款|收货|签收|归还|退款|退货|"
    "取消|关闭|审批|审核|完成|处理|回访|注销|毕业|下架|到账|整改|竣工|报废"
)


def done_at(column: str) -> str:
    """The verb of a date column's noun, "" where it has none."""
    stem = _ENDING.sub("", column)
    return stem if stem != column and re.fullmatch(f"(?:{_BEGUN}|{_ENDED})", stem) else ""


def ended_at(column: str) -> str:
    """The verb, where an empty date means that it has not happened yet: 离职, 办结, but not 成立."""
    stem = done_at(column)
    return stem if re.fullmatch(_ENDED, stem) else ""


def period_noun(column: str, grain: str) -> str:
    """签订日期 by months -> 签订月份."""
    ending = {"year": "年份", "quarter": "季度", "month": "月份", "weekday": "星期几"}[grain]
    stem = _ENDING.sub("", column)
    return f"{stem}{ending}" if stem and stem != column else f"{column}所在{ending}"
