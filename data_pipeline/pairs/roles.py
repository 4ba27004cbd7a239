"""What a column means, as far as its name, comment, type and statistics tell: what may be summed, grouped, shown."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from data_pipeline.catalog.model import Column, Table
from data_pipeline.pairs.flags import is_flag, is_switch
from data_pipeline.pairs.identifiers import counted_things, words_of
from data_pipeline.pairs.summaries import is_stock, sums_up, tells_stocks


class Role(StrEnum):
    """The use that questions may make of a column."""

    ID = "id"  # joins only
    CODE = "code"  # shown and compared, never added up
    CATEGORY = "category"  # few values that repeat: filters and groups
    FLAG = "flag"  # true or false
    AMOUNT = "amount"  # money: may be added up
    QUANTITY = "quantity"  # counts of things: may be added up
    LEVEL = "level"  # prices, rates, ages: averaged and compared, never added up
    DATE = "date"  # when it happened
    RECORDED = "recorded"  # when and by whom the row was written or changed, and whether it was deleted
    NAME = "name"  # what people call the row
    TEXT = "text"  # free text
    SENSITIVE = "sensitive"  # phone, identity card, bank card, email, password: shown at most, never a literal
    OTHER = "other"  # json, arrays, bytes, coordinates, addresses of files and pages: left alone


# English words of the identifier, and parts of a Chinese comment or identifier.
_SENSITIVE = (
    {"phone", "mobile", "tel", "telephone", "cellphone", "fax", "email", "mail", "ssn", "passport", "idcard", "iban",
     "password", "passwd", "pwd", "secret", "token", "salt"},
    "手机|电话|邮箱|邮件|身份证|证件号|银行卡|银行账|卡号|账号|密码|护照|联系方式|传真|微信号",
)  # fmt: skip
_RECORDED = (
    {"created", "create", "updated", "update", "modified", "modify", "inserted", "deleted", "delete", "changed", "gmt"},
    "创建|更新|修改|删除|录入|入库",
)
_WRITTEN = (  # who wrote the row, and whether it still counts
    {"creator", "modifier", "updater", "deleted", "delflag", "isdelete", "isdeleted"},
    "创建人|创建者|更新人|更新者|修改人|修改者|录入人|删除标[志识记]|(?:是否|逻辑)删除|乐观锁",
)
_WRITERS = (["created", "by"], ["updated", "by"], ["modified", "by"], ["last", "modified", "by"], ["del", "flag"],
            ["create", "by"], ["update", "by"], ["is", "delete"], ["is", "deleted"])  # fmt: skip
_CATEGORY = (
    {"type", "status", "state", "kind", "class", "category", "gender", "sex", "method", "channel", "mode", "level",
     "source", "grade", "priority"},
    "类型|状态|类别|分类|方式|级别|等级|性别|标志|渠道|来源|是否|种类",
)  # fmt: skip
_CONDITION = (
    {"status", "gender", "sex", "active", "enabled", "position", "job", "education"},
    "状态|性别|是否|岗位|职务|职位|学历",
)
_SERIAL = ({"line", "seq", "sequence", "sort"}, "行号|序号|排序|顺序|次序")
_SHOWN_IN_ORDER = {"display", "list", "menu", "show", "view", "sorting"}  # before "order", a place and no purchase
_STATE = ({"status"}, "状态")
_CODE = (
    {"code", "no", "number", "zip", "postcode", "postal", "version", "sort", "seq", "sequence", "index", "year",
     "quarter", "month", "day", "week", "hour", "major", "room", "floor", "gate", "seat", "platform", "jersey"},
    "编码|代码|编号|工号|期次|序号|行号|排序|版本|单号|号码|流水号|年份|月份|年度|邮编|桩号",
)  # fmt: skip
_LEVEL = (
    {"rate", "ratio", "percent", "percentage", "pct", "price", "score", "rating", "age", "avg", "average", "discount",
     "temperature", "salary", "length", "level", "distance", "weight", "height", "width", "depth", "speed", "altitude",
     "elevation", "horsepower", "mileage"},
    "率|比例|占比|上限|下限|课时费|时薪|单价|均价|价格|评分|得分|分数|年龄|平均|温度|里程|工资|薪|折扣|满意度|系数",
)  # fmt: skip
_AMOUNT = (
    {"amount", "amt", "total", "subtotal", "sum", "fee", "cost", "revenue", "sales", "income", "pay", "paid", "payment",
     "money", "tax", "profit", "budget", "freight", "spend", "expense", "turnover"},
    "金额|额|费|收入|支出|营收|利润|成本|税|货款|总价|合计|租金|预算|支付|销售",
)  # fmt: skip
_QUANTITY = (
    {"qty", "quantity", "count", "cnt", "num", "volume", "flow", "visits", "hours", "minutes", "seconds", "people",
     "stock", "units", "points", "area", "bytes", "milliseconds", "duration", "size", "spaces", "trips", "orders",
     "cars", "population", "attendance", "passengers", "visitors", "employees", "students", "votes", "capacity",
     "enrollment", "enrolment"},
    "数量|人数|次数|车次|车流|流量|客流|时长|面积|数|量|车位|订单数|笔数|小时|分钟",
)  # fmt: skip
_COORDINATE = ({"lat", "lng", "lon", "latitude", "longitude", "coordinates"}, "经度|纬度|坐标|经纬")
_NAME = ({"name", "title"}, "名称|姓名|名字|标题|简称|全称")
_PROSE = (
    {"remark", "remarks", "description", "desc", "note", "notes", "comment", "comments", "memo", "content", "details",
     "address"},
    "备注|描述|说明|内容|地址|原因",
)  # fmt: skip
_REMARK = (
    {"remark", "remarks", "note", "notes", "comment", "comments", "memo", "body", "response", "feedback", "message",
     "description", "desc", "address", "addr"},
    "备注|意见|留言|反馈|描述|说明|地址",
)  # fmt: skip
_LINK = (
    {"url", "uri", "href", "path", "homepage", "website", "picture", "photo", "image", "avatar", "logo", "hash",
     "ancestors"},
    "网址|链接|附件|图片|照片|头像|路径|祖级|祖先",
)  # fmt: skip
_NOT_A_NUMBER = ("oid", "reg", "xid", "cid", "money")
_INTEGERS = ("smallint", "integer", "bigint")
_BLANK = 0.97  # of the rows
_YEARS = range(1000, 3000)
_NO_YEAR = {"per", "in", "last", "of", "hours", "days", "times"}  # hours last year
# Whole numbers called so are somebody's number: no average of advisors.
_PERSONS = {"advisor", "adviser", "manager", "supervisor", "instructor", "teacher", "professor", "doctor", "physician",
            "nurse", "author", "editor", "director", "coach", "captain", "owner", "mayor", "president", "chairman",
            "driver", "pilot", "agent", "seller", "buyer", "customer", "client", "employee", "student", "user",
            "leader", "referee", "judge", "host", "reviewer", "operator", "assignee", "winner", "loser",
            "inspector"}  # fmt: skip
_SHORT_ID = re.compile(r"(?![abklm])[a-z]id")  # sid, uid; not aid, bid, kid, lid, mid
_PRIVATE_VALUE = re.compile(r"1[3-9]\d{9}|\d{17}[\dXx]|[^@\s]+@[^@\s]+\.[^@\s]+")


def roles_of(table: Table) -> dict[str, Role]:
    """The role of every column of a table, by name.

    A text within a key of several columns is what it says (the language of a country, the semester of a class), unless
    it refers to something on its own; so is a year in any key. A stock is not added up over days.
    """
    keys = {name for key in table.foreign_keys for name in _keys(table, key.columns)}
    keys.update(_keys(table, table.primary_key))
    roles = {column.name: role_of(column, table.row_count, in_key=column.name in keys) for column in table.columns}
    stocks = [c for c in table.columns if tells_stocks(table) or (sums_up(table) and is_stock(c))]
    added_up = (Role.AMOUNT, Role.QUANTITY)
    return roles | {column.name: Role.LEVEL for column in stocks if roles[column.name] in added_up}


def _keys(table: Table, key: tuple[str, ...]) -> list[str]:
    """The columns of a key that say nothing on their own."""
    columns = [table.column(name) for name in key]
    return [c.name for c in columns if not is_year(c) and (len(key) == 1 or c.category != "S")]


def role_of(column: Column, rows: int, *, in_key: bool = False) -> Role:
    """The role of one column of a table of ``rows`` rows; ``in_key``: part of its primary or of a foreign key."""
    if column.sensitive or _is(column, _SENSITIVE) or _looks_private(column):
        return Role.SENSITIVE
    if column.category == "D":
        return _date_role(column)
    if in_key or column.type == "uuid" or _names_an_id(column):
        return Role.ID
    if _is(column, _WRITTEN) or words_of(column.name) in _WRITERS:
        return Role.RECORDED
    if is_flag(column):
        return Role.FLAG
    if column.category == "N":
        return _number_role(column, rows)
    return _text_role(column, rows) if column.category in ("S", "E") else Role.OTHER


def is_year(column: Column) -> bool:
    """A whole number that is a year by its name or comment, and by its values as far as they are known."""
    if column.type not in _INTEGERS:
        return False
    *before, last = words_of(column.name) or [""]
    named = (last == "year" and _NO_YEAR.isdisjoint(before)) or _head(column.comment or "").endswith(("年份", "年度"))
    known = (*column.statistics.common_values, *column.statistics.bounds)
    return named and all(value.isdigit() and int(value) in _YEARS for value in known)


def says_how_it_is(column: Column) -> bool:
    """A status, gender or position: of interest with the thing itself, hardly with what belongs to it."""
    return _is(column, _CONDITION)


def is_code(column: Column) -> bool:
    """A code or number that something is known by."""
    return _is(column, _CODE)


def is_serial(column: Column) -> bool:
    """The place of a row among others, which nobody asks about: line number 2."""
    *before, last = words_of(column.name) or [""]
    placed = last in ("order", "position") and not _SHOWN_IN_ORDER.isdisjoint(before)
    return _is(column, _SERIAL) or placed


def is_remark(column: Column) -> bool:
    """What somebody wrote about the row, or where it is to be found: read, or searched for a word, never grouped."""
    return _is(column, _REMARK)


def is_state(column: Column) -> bool:
    """A status: of interest with the thing itself alone."""
    return _is(column, _STATE)


def is_constant(column: Column) -> bool:
    """Every row says the same, or nothing: released in 2006, the language English, a phone that is an empty text."""
    common = dict(zip(column.statistics.common_values, column.statistics.common_fractions, strict=False))
    blank = column.statistics.null_fraction + common.get("", 0.0) > _BLANK
    return blank or (column.statistics.distinct == 1 and not column.statistics.null_fraction)


def distinct_values(column: Column, rows: int) -> float | None:
    """How many different values the column has, as far as is known; a negative estimate is a share of the rows."""
    distinct = column.statistics.distinct
    return -distinct * rows if distinct is not None and distinct < 0 else distinct


def _date_role(column: Column) -> Role:
    if not column.type.startswith(("date", "timestamp")):
        return Role.OTHER
    return Role.RECORDED if _is(column, _RECORDED) else Role.DATE


def _number_role(column: Column, rows: int) -> Role:
    if column.type.startswith(_NOT_A_NUMBER) or _is(column, _COORDINATE):
        return Role.OTHER
    if column.value_labels or (column.is_enum and _is(column, _CATEGORY)) or is_switch(column):
        return Role.CATEGORY
    measured = _measured_role(column)
    if measured:
        return measured
    distinct = distinct_values(column, rows)
    unique = column.type in _INTEGERS and distinct is not None and rows >= 20 and distinct >= 0.95 * rows
    return Role.CODE if unique and not _spread(column) else Role.LEVEL


def _spread(column: Column) -> bool:
    """Values of few digits and of many: what is measured, not counted up or given out."""
    lengths = {len(value.lstrip("-")) for value in column.statistics.bounds if value.lstrip("-").isdigit()}
    return bool(lengths) and max(lengths) - min(lengths) > 1


def _measured_role(column: Column) -> Role | None:
    """By words alone: whole numbers called type or code are codes; a price or rate is a level whatever else it says."""
    whole = column.type in _INTEGERS
    if whole and counted_things(column.name):
        return Role.QUANTITY
    if whole and _is(column, _CATEGORY):
        return Role.CATEGORY if column.is_enum else Role.CODE
    if _is(column, _LEVEL):
        return Role.LEVEL
    if whole and is_serial(column):
        return Role.CODE
    if whole and _is(column, _CODE) and not _is(column, _QUANTITY):
        return Role.CODE
    if _is(column, _AMOUNT):
        return Role.AMOUNT
    return Role.QUANTITY if _is(column, _QUANTITY) else None


def _text_role(column: Column, rows: int) -> Role:
    if _is(column, _COORDINATE) or _is(column, _LINK):
        return Role.OTHER
    if _is(column, _PROSE):
        return Role.TEXT
    repeats = _repeats(column, rows)
    if _is(column, _NAME):
        return Role.CATEGORY if repeats else Role.NAME
    if _is(column, _CODE) and not column.value_labels:
        return Role.CODE
    if column.is_enum or column.value_labels or column.category == "E" or repeats:
        return Role.CATEGORY
    return Role.TEXT


def _repeats(column: Column, rows: int) -> bool:
    """At most 60 values, each in three rows on average, none of them long."""
    distinct = distinct_values(column, rows)
    short = all(len(value) <= 40 for value in column.statistics.common_values)
    return distinct is not None and distinct <= 60 and distinct * 3 <= rows and short


def _names_an_id(column: Column) -> bool:
    last = (words_of(column.name) or [""])[-1]
    ends_so = last in ("id", "uuid", "guid", "pk", "fk") or bool(_SHORT_ID.fullmatch(last))
    ends_so |= last in _PERSONS and column.type in _INTEGERS
    return ends_so or (column.comment or "").upper().endswith("ID")


def _looks_private(column: Column) -> bool:
    values = column.statistics.common_values + column.statistics.bounds
    return column.category == "S" and any(_PRIVATE_VALUE.fullmatch(value.strip()) for value in values)


def _is(column: Column, meaning: tuple[set[str], str]) -> bool:
    """Whether the identifier's words or the comment speak of it; the comment only up to where values or notes begin."""
    words, chinese = meaning
    spoken = _head(column.comment or "") + " " + column.name
    return not words.isdisjoint(words_of(column.name)) or bool(re.search(chinese, spoken))


@lru_cache(maxsize=10_000)  # a column is asked about one meaning after the other
def _head(comment: str) -> str:
    return re.split(r"[\s:：,，;；（(。]", comment.strip(), maxsplit=1)[0]
