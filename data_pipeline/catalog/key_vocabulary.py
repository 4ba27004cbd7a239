"""The words that schemas use around keys, in English, Chinese and pinyin; all as ``stems`` writes them."""

from __future__ import annotations

from collections.abc import Mapping

from data_pipeline.catalog.word_list import word_list

KEY_KINDS: Mapping[str, str] = {
    **dict.fromkeys(word_list("id uid uuid guid oid sid pk sk key rid identifier fk ref 标识 主键 外键 内码"), "id"),
    **dict.fromkeys(word_list("no nr nbr sn 编号 序号 号码 号 bh"), "no"),
    **dict.fromkeys(word_list("cod code cd 编码 代码 码 代号 dm bm"), "code"),
    **dict.fromkeys(word_list("num number"), "num"),
}
KEY_MARKS = frozenset({"fk", "ref", "idx"})  # first words that say "this is a key" and nothing else
NOT_COMPOUND = frozenset(word_list("paid void avoid valid grid bid aid kid lid mid raid solid"))
# Whole names of columns that put rows in order, though a table may be called so.
PLACES_IN_LINE = frozenset({("order",), ("ord",), ("sort", "order"), ("sequenc",)})
LINKING = frozenset(word_list("via by to from in for of with at"))
TABLE_STARTS = frozenset(
    word_list("t tb tbl tabl dim fact fct sys ods dwd dws ads dw stg lkp lu mst biz bas d f m r vw app cfg ref")
)
TABLE_ENDS = frozenset(
    word_list("info information master list tbl tabl table dim mst main bas header hdr data dict dictionary record")
)
IRREGULAR: Mapping[str, str] = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "indices": "index",
    "analyses": "analysis",
}

# Columns that refer to another row of their own table.
SELF_ROLES = frozenset(
    word_list(
        """parent father mother pid superior upper higher ancestor root predecessor successor previous prev next
        original origin reply linked related replaced replac duplicat"""
    )
)
SELF_PHRASES = ("上级", "父级", "父", "上一级", "上层", "前一", "原")

# Columns that refer to whoever did something, and the tables of such people, the likeliest first.
PERSON_ROLES = frozenset(
    word_list(
        """manager mgr supervisor superior boss leader head chief lead rep representativ agent owner author writer
        creator editor modifier updater reviewer approver auditor operator assigne reporter sender receiver recipient
        requester applicant handler responsibl coordinator salesperson salesman salesrep clerk cashier assistant
        inspector advisor adviser mentor tutor principal director follower followe friend person captain
        instructor actor"""
    )
)
# Before "by"; so does any word that ends in -ed.
PERSON_ACTS = frozenset(
    word_list("creat updat modifi delet approv review assign submit request chang edit sold made taken written")
)
ACT_PHRASES = ("创建", "修改", "更新", "录入")
PERSON_PHRASES = word_list(
    """创建人 创建者 修改人 更新人 更新者 负责人 经办人 审核人 审批人 操作人 操作员 经理 主管 制单人 业务员 申请人
    发起人 处理人 跟进人 收款人 录入人 班主任 店长 站长 收银员 导购员 客服 管理员"""
)
PERSON_TABLES = word_list(
    "employe staff user person worker personnel member operator account teacher admin yuangong yonghu yh yg"
)
ACT_TABLES = word_list("user account employe staff operator admin person member yonghu")
PERSON_NAMES = word_list("员工 职员 用户 人员 职工 教师 操作员 会员")

SYNONYMS = tuple(
    frozenset(word_list(group))
    for group in (
        "supplier vendor provider",
        "customer client buyer",
        "product item good sku commodity articl",
        "employe staff worker rep",
        "user account member",
        "department org organization division unit",
        "person individual",
        "shipper carrier",
        "shop store",
        "category class type",
        "location place site",
        "picture image photo",
        "bill invoic",
        "doctor physician",
    )
)
# Last words of tables that only add columns to the rows of another one.
EXTENSIONS = frozenset(
    word_list(
        """profil detail info ext extension extra text data setting stat summary meta metadata bio login credential
        preferenc content balanc 扩 详 信 资 档 附"""
    )
)
# Last words of unique columns that nobody refers by.
DESCRIBING = frozenset(
    word_list("nam titl label desc description email mail phon mobil url path 名 称 名称 标题 电话 邮箱 手机")
)
