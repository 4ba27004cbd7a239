"""Which columns hold the names of people, not those of products, places or companies."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column, Table
from data_pipeline.sensitive.names import words_before_number
from data_pipeline.word_split import split_words

_PEOPLE = (
    "employee", "staff", "member", "customer", "client", "contact", "person", "people", "student", "teacher",
    "doctor", "patient", "driver", "manager", "holder", "actor", "author", "director", "inspector", "guest",
    "owner", "applicant", "payee", "payer", "recipient", "receiver", "consignee", "sender", "buyer", "operator",
    "complainant", "passenger", "salesperson", "agent", "cardholder", "borrower", "tenant", "user", "nurse",
    "parent", "child", "spouse", "candidate", "visitor", "subscriber", "player", "coach", "judge", "lawyer",
    "pupil", "professor", "instructor", "rep", "supervisor", "worker",
)  # fmt: skip
_PERSON = frozenset((*_PEOPLE, *(f"{word}s" for word in _PEOPLE), "children"))
_WHO = frozenset(_PEOPLE) - {"user", "agent", "client", "people", "rep"}  # who that is, not an account or a program
_AROUND = ("list", "info", "information", "view", "profile", "detail", "details", "master", "base", "record")
_OF_A_PERSON = re.compile(r"(?:.* )?(?:first|last|middle|full|given|family|maiden|nick|real|user|sur) ?name|surname|xm")
_CHINESE = re.compile(
    "姓名|联系人|负责人|经办人|收货人|收件人|寄件人|持卡人|投保人|被保人|法人代表|法定代表人|操作人|申请人|审批人"
    "|昵称|真实名"
)
_CHINESE_PEOPLE = re.compile(r"员工|人员|会员|客户|用户|学生|教师|医生|患者|司机|联系人|职工|乘客|业主|客人|读者|演员")
_NOT_A_PERSON = re.compile(
    "公司|企业|单位|部门|商品|产品|机构|店|电话|手机|邮箱|编[号码]|工号|ID|id|角色|级别|等级|类型|人数"
)
_NOT_A_NAME = frozenset((
    "company", "product", "role", "group", "type", "department", "branch", "store", "table", "file",
))  # fmt: skip


def holds_person_names(table: Table, column: Column) -> bool:
    """Whether name, comment or the table around it say that the text column names people."""
    if column.category != "S":
        return False
    words = [word.lower() for word in words_before_number(split_words(column.name))]
    clause = re.split(r"[:：,，;；（(。]", (column.comment or "").strip(), maxsplit=1)[0]
    if _NOT_A_PERSON.search(clause + column.name) or not _NOT_A_NAME.isdisjoint(words):
        return False
    if _CHINESE.search(clause) or _CHINESE.search(column.name) or _OF_A_PERSON.fullmatch(" ".join(words)):
        return True
    if words[-1:] and words[-1] in _WHO:
        return True
    if words[-1:] != ["name"] and column.name not in ("名称", "名字"):
        return False
    return not _PERSON.isdisjoint(words[:-1]) or (len(words) == 1 and _is_about_people(table))


def _is_about_people(table: Table) -> bool:
    words = [word.lower() for word in split_words(table.name)]
    while words and words[-1] in _AROUND:
        words.pop()
    return not _PERSON.isdisjoint(words[-1:]) or bool(_CHINESE_PEOPLE.search(table.comment or ""))
