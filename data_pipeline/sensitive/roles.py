"""Columns called after somebody's part in a matter, if what they hold looks like names: ``assignee``, 客户经理."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column
from data_pipeline.catalog.word_list import word_list
from data_pipeline.sensitive.name_forms import looks_like_name
from data_pipeline.sensitive.names import words_before_number
from data_pipeline.sensitive.values import values_of
from data_pipeline.word_split import split_words

_MOST = 0.5  # more of the known values must look like names
_ROLES = frozenset(
    word_list(
        """emp empl employee staff cust customer client mgr manager rep salesrep salesman saleswoman salesperson seller
        agent assignee approver reviewer auditor creator editor modifier updater author writer reporter requester
        requestor handler responsible coordinator technician engineer clerk cashier accountant physician doctor
        surgeon therapist dentist nurse vet driver chauffeur courier captain pilot trainer tutor mentor teacher
        advisor adviser counselor counsellor consultant representative attendee participant invitee signer signatory
        witness beneficiary insured claimant plaintiff defendant landlord lessee tenant occupant resident principal
        chairman president ceo cfo cto founder boss leader secretary husband wife spouse mother father guardian
        referrer introducer attn attention supervisor superior user chief assistant buyer planner owner lead
        operator pic"""
    )
)
_VAGUE = frozenset(word_list("client agent user lead operator principal chief editor resident residents cust customer"))
_NAMES = frozenset(("name", "nm", "names", "fullname"))
_DEEDS = frozenset(word_list("sold made taken written given sent built run done held led seen"))  # before "by"
_CHINESE = re.compile(
    "(?:[人员者工师]|经理|主管|主任|医生|大夫|护士|司机|教练|[校院局处科店站班队组厂行村]长|会计|出纳|助理|客服|总监|顾问"
    "|代表|老板|秘书|学生|乘客|业主|客户|用户|顾客|家长|配偶|父亲|母亲|姓名|名字"
    "|(?:客户|会员|员工|用户|学生|患者|职工)名称?)(?:姓名|名字|名)?[0-9]*$"
)


def holds_names_by_role(column: Column) -> bool:
    """Whether the words tell of a person and most known values look like names.

    Where no value is known, the words decide if they can mean nothing but a name; vague ones, those before "by" and in
    Chinese are as often of an account or a kind.
    """
    if column.category != "S":
        return False
    words = [word.lower() for word in words_before_number(split_words(column.name))]
    role, values = _role(words), values_of(column)
    if not (role or _tells_deed(words) or _tells_in_chinese(column)):
        return False
    sure = bool(role) and (role not in _VAGUE or words[-1] in _NAMES)
    named = sum(looks_like_name(value, alone=sure) for value in values)
    return named > _MOST * len(values) if values else sure


def _role(words: list[str]) -> str:
    """The last word but for "name", if it is a role or several."""
    bare = words[:-1] if words[-1:] and words[-1] in _NAMES else words
    last = bare[-1] if bare else ""
    return last if last in _ROLES or last.removesuffix("s") in _ROLES else ""


def _tells_deed(words: list[str]) -> bool:
    """created_by, sold_by; not group_by."""
    return len(words) > 1 and words[-1] == "by" and (words[-2].endswith("ed") or words[-2] in _DEEDS)


def _tells_in_chinese(column: Column) -> bool:
    clause = re.split(r"[:：,，;；（(。]", (column.comment or "").strip(), maxsplit=1)[0].strip()
    return bool(_CHINESE.search(clause) or _CHINESE.search(column.name))
