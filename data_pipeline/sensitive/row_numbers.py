"""Columns of numbers that tell rows apart: where they have eleven digits, they look like phone numbers."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column, Table
from data_pipeline.catalog.word_list import word_list
from data_pipeline.word_split import split_words

_KEYS = frozenset(word_list("id ids key code seq sequence serial sn uid uuid pk fk guid oid rowid"))
_NUMBERS = frozenset(("no", "nr", "num", "number", "nbr"))
_NUMBERED = frozenset(  # things, and people whom one gives a number of one's own
    word_list(
        """order bill ticket trade invoice item batch lot flow serial document doc contract case work job waybill
        tracking track shipment package parcel receipt voucher transaction trans txn payment refund request
        application policy part product sku asset device vehicle employee emp staff student stu member customer cust
        user account acct row line record reference ref registration reg patient room"""
    )
)
_CHINESE = re.compile("(?:编号|序号|流水号?|单号|工号|学号|批号|批次|主键|编码|代码|标识|订单|账号)$")


def counts_rows(table: Table, column: Column) -> bool:
    """Whether it is part of a key, drawn from a sequence, or called as the numbers of rows are."""
    keys = {*table.primary_key, *(name for key in table.foreign_keys for name in key.columns)}
    drawn = bool(column.identity) or (column.default or "").startswith("nextval(")
    return column.name in keys or drawn or _is_called_so(column)


def _is_called_so(column: Column) -> bool:
    words = [word.lower() for word in split_words(column.name)]
    clause = re.split(r"[:：,，;；（(。]", (column.comment or "").strip(), maxsplit=1)[0].strip()
    if words[-1:] and words[-1] in _NUMBERS:
        return len(words) == 1 or words[-2] in _NUMBERED
    return not _KEYS.isdisjoint(words[-1:]) or bool(_CHINESE.search(column.name) or _CHINESE.search(clause))
