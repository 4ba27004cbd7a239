"""English names by Chinese comments, for columns called by the initials of Chinese words: ``zfb`` is 支付宝, Alipay."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column
from data_pipeline.catalog.word_list import word_list
from data_pipeline.pairs.comments import chinese_name
from data_pipeline.pairs.identifiers import plural, words_of

_INITIALS = re.compile("[bcdfghjklmnpqrstvwxyz]{2,5}")  # the rare ones with a vowel may as well be English
_ENGLISH = frozenset(
    word_list(
        """
        addr amt avg by bps cnt cpm cpu crm css csv ctr db dbl ddl desc dns dpt dpi dr dt fk fps ft gb gdp ghz gmt
        gps gst hh hr hrs hs html http https hz jpg js kb kg km kpi kwh lat lbs lng ltd mb mgr mhz min ml mm mr mrs
        ms my mysql ndc nbr no nr ns num pct pdf ph php pk png ppm prd ptr pwd qr qty ref rgb rpm sc sd sec shp sku
        sms sn sql src ssl ssn st std str svg sync sys tcp tel tls tmp ts tv tz url usb vat vin vm vp vpn vs wms wt
        xml yr yrs zip
        """
    )
)
_VAGUE = (("order",), ("group",), ("key",), ("value",))  # words of SQL: as the name of a column they tell nothing
_WORDS = {
    chinese: english.replace("_", " ")
    for line in """
微信 WeChat|支付宝 Alipay|现金 cash|银联 UnionPay|银行卡 bank_card|信用卡 credit_card|会员卡 member_card
支付 payment|支付总 total_payment|付款 payment|收款 receipt|退款 refund|充值 top-up|金额 amount|总额 total
余额 balance|费用 cost|费 fee|电费 electricity_fee|运费 freight|单价 unit_price|总价 total_price|价格 price
折扣 discount|税额 tax|税 tax|订单 order|订单总 total_order|明细 item|发票 invoice|合同 contract|采购 purchase
销售 sales|退货 return|库存 stock|客户 customer|顾客 customer|会员 member|用户 user|员工 employee|供应商 supplier
公司 company|部门 department|门店 store|店铺 shop|仓库 warehouse|商品 product|产品 product|物料 material
设备 equipment|车辆 vehicle|项目 project|学生 student|教师 teacher|课程 course|班级 class|学校 school|医生 doctor
患者 patient|科室 department|病历 record|姓名 name|名称 name|性别 gender|年龄 age|生日 birthday|出生 birth
身份证 ID_card|电话 phone|手机 mobile_phone|邮箱 email|地址 address|邮编 postal_code|省份 province|城市 city
地区 region|区域 area|国家 country|学历 education|职务 position|岗位 position|职称 title|工资 salary
月薪 monthly_salary|奖金 bonus|状态 status|类型 type|类别 category|分类 category|级别 level|等级 level|方式 method
渠道 channel|来源 source|原因 reason|结果 result|备注 note|描述 description|说明 description|内容 content|标题 title
编号 number|编码 code|代码 code|号码 number|号 number|序号 sequence_number|单号 number|日期 date|时间 time|年份 year
月份 month|开始 start|结束 end|创建 creation|更新 update|修改 update|登记 registration|注册 registration
入库 stock-in|出库 stock-out|入职 hire|离职 leaving|到期 expiry|签订 signing|审批 approval|审核 review
完成 completion|下单 ordering|发货 shipping|收货 receiving|统计 report|营业 business|面积 area|重量 weight
长度 length|高度 height|宽度 width|体积 volume|数量 quantity|总 total|合计 total|平均 average|最大 maximum
最小 minimum|累计 cumulative|比例 ratio|比率 rate|率 rate|得分 score|评分 rating|成绩 score|积分 points
应收 receivable|实收 received|应付 payable|实付 paid|应缴 due|实缴 paid|净 net|毛 gross|利润 profit|成本 cost
收入 income|支出 expense|预算 budget|本金 principal|利息 interest|保险 insurance|贷款 loan|账户 account|银行 bank
币种 currency|优先级 priority|处理 handling|巡检 inspection|充电 charging|维修 repair|投诉 complaint|车流 traffic
经营 business
""".strip().splitlines()
    for chinese, english in (pair.split(" ") for pair in line.split("|"))
}
_LONGEST = max(map(len, _WORDS))
_BRAND = range(2, 5)  # characters of a name that is not translated
_MODIFYING = "非不未已无每各"  # what begins with one of these is no name
_NUMBER = re.compile("(?:总数|数量|个数|笔数|数)$")


def english_name(column: Column) -> str:
    """ "WeChat payment amount" of ``wx`` 微信支付金额, "handling priority" of ``order`` 处理优先级; "" where the
    identifier tells something, or the comment is not understood.
    """
    words = words_of(column.name)
    initials = any(_INITIALS.fullmatch(word) and word not in _ENGLISH for word in words)
    return _translated(chinese_name(column)) if initials or (*words,) in _VAGUE else ""


def _translated(name: str) -> str:
    """The words in English, one after the other; what is no known word may stand first: the name of something.

    Of how many things there are, the things: "WeChat orders" of 微信订单数.
    """
    things = _NUMBER.sub("", name)
    told, rest = _brand(things)
    words = [told] if told else []
    while rest:
        known = next((rest[:n] for n in range(min(_LONGEST, len(rest)), 0, -1) if rest[:n] in _WORDS), "")
        if not known:
            return ""
        words.append(_WORDS[known])
        rest = rest[len(known) :]
    if len(words) == bool(told):
        return ""
    return plural(" ".join(words)) if things != name else " ".join(words)


def _brand(name: str) -> tuple[str, str]:
    """What comes before the first known word, and the rest from there."""
    for start in (0, *_BRAND):
        if any(name[start : start + n] in _WORDS for n in range(1, _LONGEST + 1)):
            return ("", name) if name[0] in _MODIFYING else (name[:start], name[start:])
    return "", name
