"""Chinese words around values: counting words, degrees, totals, numbers, periods, states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from data_pipeline.catalog.model import Column
from data_pipeline.han import has_han
from data_pipeline.pairs.conditions import Since, Window
from data_pipeline.pairs.roles import is_year

_COUNTERS = (
    ("艺术家|歌手|兽医|牙医|主人|代表|教授|律师|会计|顾问|主管|主任|教练|访客|客服|者|师", "名"),
    ("清单|通知", "条"),
    ("商机", "个"),
    ("员工|职工|用户|客户|顾客|学生|教师|老师|司机|乘客|医生|护士|患者|经理|人|[^单]员|上级|下属", "名"),
    ("记录|流水|日志|明细|数据|统计|投诉|评论|评价|消息|汇总|巡检|缴纳|公告|线索|路线|路段|线路|道路|航线", "条"),
    ("合同|协议|报告|保单|问卷|文件|档案", "份"),
    ("订单|交易|支付|付款|退款|账单|贷款", "笔"),
    ("公司|企业|厂家|供应商|商户|门店|店|商铺|银行|酒店|机构|医院|餐厅|[运造销售发务]商|诊所|药房|影院|工厂"
     "|出版社|俱乐部", "家"),
    ("工单|单|任务单|卡|票|发票|照片|券", "张"),
    ("车|车辆|设备|机|机器|电脑|服务器", "台"),
    ("商品|产品|物料|菜品|药品|类型|类别|方式|业态|种类|渠道|分类|原因|等级|级别|称谓|职称|工种|性质", "种"),
    ("课程|课", "门"),
    ("图书|书籍|书", "本"),
    ("影片|电影", "部"),
    ("专辑|处方", "张"),
    ("曲目|歌曲", "首"),
    ("宠物|动物|狗|猫", "只"),
    ("学校|大学", "所"),
    ("房屋|房产|公寓", "套"),
    ("房间|教室|病房", "间"),
    ("演出|比赛|演唱会|考试", "场"),
    ("文章", "篇"),
    ("语言|流派|药品|疫苗|颜色|币种", "种"),
)  # fmt: skip
_SAID = Decimal(10) ** 16  # of more 万 nobody speaks
_RECORDS = re.compile(
    "(?:数据|统计|汇总|缴纳|台账|情况|分析|月报|日报)$"
)  # names of tables that are not names of their rows
_SUMMED = re.compile("(?<=....)(?:数据|统计)$")  # behind as much it says no more than 记录 does
_MANY = "(?:数|数量|次|车位|积分|人数|库存|件数)$"
_LARGE = "(?:大小|尺寸|面积|量|规模|资本|容量|体积|年龄|重量|余额)$"
_LONG = "(?:片长|里程|长度|时长|天数|年限|工龄|距离)$"
_ENGLISH_SCALES = (
    ("length|duration|milliseconds|minutes|hours|seconds|days|distance", ("长", "短")),
    ("quantity|count|number|stock|units|points", ("多", "少")),
    ("size|bytes|area|population|volume|weight|age|capacity", ("大", "小")),
)
_SHARED = "仓库店站厂单车卡区点"  # single characters that are said once: not 商 of 电商 and 商品
_STATES = {"有": "没有", "已": "未", "支持": "不支持", "可": "不可", "能": "不能", "提供": "不提供", "在": "不在",
           "需": "不需", "列入": "未列入", "启用": "未启用", "报废": "未报废", "删除": "未删除", "完成": "未完成",
           "通过": "未通过", "逾期": "未逾期", "为": "不为", "属于": "不属于", "参加": "未参加", "缴纳": "未缴纳",
           "包含": "不包含", "开通": "未开通"}  # fmt: skip
_DEEDS = re.compile(
    "(报修|经办|审批|处理|维修|巡检|推荐|申请|登记|检查|审核|签订|录入|创建|提交|复核|负责|采购|验收|受理|介绍|发起|批准|接待|撰写)(?:人|员|者)"
)
_MONEY = ("金额", "费用", "余额", "数量", "单数", "人数", "次数")


def listed(parts: Sequence[str], last: str = "和") -> str:
    """A, A和B, A、B和C."""
    return "、".join(parts[:-1]) + (last if len(parts) > 1 else "") + parts[-1]


def full_names(said: Sequence[str]) -> list[str]:
    """A person's first and last name together: 客户名字 and 客户姓氏 are the 客户姓名."""
    firsts = (text.removesuffix("名字") for text in said if text.endswith("名字"))
    whose = {of for of in firsts if f"{of}姓氏" in said}
    told = [next((f"{of}姓名" for of in whose if text in (f"{of}名字", f"{of}姓氏")), text) for text in said]
    return list(dict.fromkeys(told))


def full_name(names: Sequence[str]) -> str:
    """First and last name as the row's language has them: Ann Lee, 张三."""
    return "".join(reversed(names)) if all(map(has_han, names)) else " ".join(names)


def overlapped(first: str, second: str, *, least: int = 1) -> str:
    """租赁合同 and 合同状态 -> 租赁合同状态, 冷链仓 and 仓库 -> 冷链仓库: what they share is said once."""
    lengths = range(min(len(first), len(second)), least - 1, -1)
    shared = (n for n in lengths if first.endswith(second[:n]) and (n > 1 or second[0] in _SHARED))
    return first + second[next(shared, 0) :]


@lru_cache(maxsize=10_000)  # the same nouns stand in question after question
def counter(noun: str) -> str:
    """个, 家, 条 ...: by what the noun ends in."""
    return next((word for endings, word in _COUNTERS if re.search(f"(?:{endings})$", noun.strip())), "个")


def row_noun(noun: str) -> str:
    """One row of a table that is called after its contents: 租金缴纳记录, 每日车流量记录 of 每日车流量统计."""
    return f"{_SUMMED.sub('', noun)}记录" if _RECORDS.search(noun) else noun


def short_noun(noun: str) -> str:
    """As it is called when it is spoken of again: 记录 for 档口每日经营数据记录."""
    return "记录" if noun.endswith("记录") else noun


def which_one(unit: str) -> str:
    """哪家, 哪位."""
    return "哪位" if unit == "名" else f"哪{unit}"


def scale(column: Column, noun: str) -> tuple[str, str]:
    """(most, least) as this column has it: 高低, 大小, 多少, 长短, 晚早."""
    if column.category == "D" or is_year(column):
        return "晚", "早"
    if not has_han(noun):
        return next((pair for words, pair in _ENGLISH_SCALES if re.search(rf"\b(?:{words})\b", noun)), ("高", "低"))
    if re.search(_MANY, noun):
        return "多", "少"
    return ("长", "短") if re.search(_LONG, noun) else ("大", "小") if re.search(_LARGE, noun) else ("高", "低")


def total(column: str) -> str:
    """The sum of a column: 支付总金额, 订单总数, 总电费; what is a total already is called as it is."""
    if re.search("总|合计|累计", column):
        return column
    for ending in _MONEY:
        if column.endswith(ending) and len(column) > len(ending):
            added = (
                ending.replace("数量", "总数")
                if "数量" in ending
                else f"{ending[:-1]}总数"
                if ending.endswith("数")
                else f"总{ending}"
            )
            return column.removesuffix(ending) + added
    if not has_han(column):
        return f"{column}总和"
    return f"总{column}" if len(column) <= 3 and column[0] not in "年月日" else f"{column}合计"


def number(value: str) -> str:
    """500000 -> 50万; small or uneven numbers as they stand."""
    amount = Decimal(value)
    if 10000 <= abs(amount) < _SAID and amount % 100 == 0:
        return f"{(amount / 10000).normalize():f}万"
    return value


def period(window: Window) -> str:
    """2024年, 2024年第二季度, 2024年3月."""
    year = f"{window.start.year}年"
    if window.grain == "quarter":
        return f"{year}第{'一二三四'[window.start.month // 3]}季度"
    return f"{year}{window.start.month}月" if window.grain == "month" else year


def since(condition: Since) -> str:
    """2024年3月31日之后: from the next day on, which 以后 would not say."""
    return f"{day_of(condition.day)}{'之前' if condition.before else '之后'}"


def day_of(day: date) -> str:
    """2024年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def marked(text: str) -> str:
    """In quotation marks, others where the text has such in it."""
    return f"「{text}」" if re.search("[“”]", text) else f"“{text}”"


def quoted(value: str) -> str:
    """In quotation marks where the value would not stand out as one word; an English one between spaces."""
    if not re.fullmatch(r"[\w+\-.%]{1,12}", value):
        return marked(value)
    return value if has_han(value) or value[0].isdigit() else f" {value} "


def state(column: str, value: bool) -> str:
    """是否有充电桩 -> 有充电桩 / 没有充电桩; 是否自营 -> 自营 / 非自营; is active -> is active 为是."""
    if "是否" not in column:
        return f"{column}为{'是' if value else '否'}"
    before, _, said = column.partition("是否")
    for verb, negated in _STATES.items():
        if said.startswith(verb):
            return before + (said if value else negated + said.removeprefix(verb))
    return before + (said if value else f"非{said}")


def deed(role: str) -> str:
    """What somebody in a role does: 处理 of 处理人; "" where the word does not tell."""
    found = _DEEDS.fullmatch(role)
    return found.group(1) if found else ""
