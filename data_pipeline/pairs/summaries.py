"""Tables with a row for each day, month or the like: people ask what the rows come to, not how many there are."""

from __future__ import annotations

import re
from functools import lru_cache

from data_pipeline.catalog.model import Column, Table
from data_pipeline.pairs.identifiers import words_of

_PERIODIC = {"day", "daily", "week", "weekly", "month", "monthly", "quarterly", "yearly", "annual", "stat", "stats",
             "statistics", "summary", "snapshot", "snapshots"}  # fmt: skip
_PERIODIC_ZH = re.compile("每日|每月|每天|日报|月报|日统计|月统计|月度|年度|日汇总|月汇总|统计|汇总|快照")
_STOCK = {"stock", "stocks", "inventory", "balance", "balances"}
_STOCK_ZH = re.compile("库存|余额|结余|结存|存量|期初|期末|在库")


@lru_cache(maxsize=2_000)
def sums_up(table: Table) -> bool:
    """By its name or comment, each row of the table sums up a day or the like, or is what was there on a day."""
    words, said = set(words_of(table.name)), _said(table.comment)
    return bool(_PERIODIC & words or _PERIODIC_ZH.search(said)) or tells_stocks(table)


@lru_cache(maxsize=2_000)
def tells_stocks(table: Table) -> bool:
    """Each row is what was there on one day of many: with a stock or balance in the name, and a day in a key."""
    named = not _STOCK.isdisjoint(words_of(table.name)) or bool(_STOCK_ZH.search(_said(table.comment)))
    keys = {name for key in (table.primary_key, *table.unique_keys) if len(key) > 1 for name in key}
    return named and any(table.column(name).type == "date" for name in keys)


def is_stock(column: Column) -> bool:
    """What is there at a time, which is not added up over days."""
    return not _STOCK.isdisjoint(words_of(column.name)) or bool(_STOCK_ZH.search(_said(column.comment)))


def _said(comment: str | None) -> str:
    return re.split(r"[\s:：,，;；（(。]", (comment or "").strip(), maxsplit=1)[0]
