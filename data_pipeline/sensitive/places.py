"""Columns that may hold addresses or else cities and halls: what they hold decides. ``home``, ``ship_to``, 地点."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column
from data_pipeline.sensitive.addresses import looks_like_address
from data_pipeline.sensitive.names import words_before_number
from data_pipeline.sensitive.values import values_of
from data_pipeline.word_split import split_words

_MOST = 0.5  # of the known values must look like addresses
_WORDS = re.compile(
    r"(?:.* )?(?:home|house|residence|residency|location|loc|place|(?:ship|bill|deliver|send|mail|sold)(?:ped|ed)? to"
    r"|line|domicile|dwelling|lives (?:at|in)|whereabouts|site|venue|destination|pick ?up|drop ?off|premises|lodging)"
)
_CHINESE = re.compile(
    "地点|位置|住处|住所|居住地|所在地|收货地|送货地|发货地|目的地|户籍|户口|籍贯|现住|常住|住在|家庭|门牌"
)


def holds_addresses(column: Column) -> bool:
    """Whether name or comment allow it and most known values look like addresses."""
    if column.category != "S" or not _may(column):
        return False
    values = values_of(column)
    return bool(values) and sum(map(looks_like_address, values)) >= _MOST * len(values)


def _may(column: Column) -> bool:
    words = " ".join(words_before_number(split_words(column.name))).lower()
    return bool(_WORDS.fullmatch(words) or _CHINESE.search(column.name) or _CHINESE.search(column.comment or ""))
