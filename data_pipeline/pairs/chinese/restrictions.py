"""What is said of rows in Chinese: time, place, and everything else that goes before 的 and the noun."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data_pipeline.han import has_han
from data_pipeline.pairs.chinese.conditions import Conditions
from data_pipeline.pairs.chinese.dates import done_at
from data_pipeline.pairs.chinese.grammar import listed, overlapped, period, since
from data_pipeline.pairs.chinese.names import names_a_row
from data_pipeline.pairs.conditions import (
    ColumnCondition,
    Condition,
    Either,
    Equals,
    IsNull,
    IsTrue,
    Related,
    Since,
    Window,
)  # fmt: skip

# Columns whose values go right before what they are of.
_PLACES = "国家|省份?|城市|地市|地区|区域|区县"
_OTHER_PLACE = re.compile("[收发寄送起终]|账单|开票|开户|出生|籍|目的|到达")  # where something else is: 收货城市
_LATIN_PLACE = re.compile(r"[A-Z][A-Za-z]{2,15}")  # a code of two letters says too little
_PLACE = re.compile(f"(?:{_PLACES})$")
_KIND = re.compile(f"(?:等级|级别|星级|类型|类别|分类|业态|种类|优先级|{_PLACES})$")
_DIVISIONS = ("省", "市", "区", "县", "州", "镇")
_AT_LENGTH = 0.2  # how often the column is said where the value says enough: 状态为已到期的合同
_VAGUE = re.compile("其他|其它|未知|无|默认|正常|一般")
_PLAIN_DATE = re.compile("(?:统计|日历|营业|业务)?日期")  # of which nobody says more than the day


class Restrictions(Conditions):
    """Conditions of one query in words."""

    # -- time, place and the rest

    def time(self) -> str:
        """2024年3月, 2024年3月31日之后; "" where no condition is about when it happened."""
        when = (c for c in self.query.conditions if isinstance(c, Window | Since) and self._is_time(c))
        return next((period(c) if isinstance(c, Window) else since(c) for c in when), "")

    def place(self) -> str:
        """Rows of other tables by their names: 庐山服务区, 供应商“绿滋肴”."""
        sources = dict.fromkeys(
            c.field.source for c in self.query.conditions if isinstance(c, Equals) and self._is_place(c)
        )
        return "".join(self.named(source) for source in sources)

    def which(self) -> str:
        """The other conditions, without 的: 严重程度为重大且渠道为电话."""
        rest = self.rest()
        short = self._short(rest[0]) if len(rest) == 1 else ""
        return short or self.all_of(rest)

    def rest(self) -> list[Condition]:
        """The conditions that are neither time nor place."""
        return [c for c in self.query.conditions if not self._is_time(c) and not self._is_place(c)]

    def all_of(self, conditions: Sequence[Condition]) -> str:
        """All conditions together; alternatives come last, so that it stays clear what they belong to."""
        once = [c for c in conditions if not names_a_row(c) or c == self.naming(c.field.source)[0]]  # a person's names
        ordered = sorted(once, key=lambda condition: isinstance(condition, Either))
        said = [self.condition(condition) for condition in ordered]
        if len(said) > 1 and isinstance(ordered[-1], Either):
            return f"{listed(said[:-1], '且')}，并且{said[-1]}"
        return listed(said, self.pick("且", "且", "并且")) if said else ""

    def asks_what(self) -> str:
        """What may follow 哪些 and the noun: 的经营业态为餐饮, 没有投诉记录; "" where that would not be clear."""
        rest = self.rest()
        if not rest or any(not isinstance(c, Related | Either) and c.field.source for c in rest):
            return ""
        return ("" if self._is_verbal(rest[0]) else "的") + self.all_of(rest)

    def before_noun(self, condition: Condition | None, noun: str) -> str:
        """The rows with a value right before their noun: 四星服务区, 信息化服务区; "" where nobody says so."""
        if not isinstance(condition, Equals) or condition.negated or condition.entity or not has_han(noun):
            return ""
        column = self.words.field(self.query, condition.field)
        value = self.words.value(condition.field.column, condition.value)
        if _PLACE.search(column) and _OTHER_PLACE.search(column):
            return ""
        if _PLACE.search(column) and _LATIN_PLACE.fullmatch(value):
            return f" {value} 的{noun}"  # Brazil 的客户
        if not _KIND.search(column) or not has_han(value) or len(value) > 6 or _VAGUE.fullmatch(value):
            return ""
        if _PLACE.search(column) and not value.endswith(_DIVISIONS):
            return f"{value}的{noun}"  # 上饶的公司, but 浙江省客户
        return overlapped(value, noun)

    def _short(self, condition: Condition) -> str:
        """已完成 for 状态为已完成, 小吃业态, 四星: as people say it when the column goes without saying."""
        if not isinstance(condition, Equals) or condition.negated or self.rng.random() < _AT_LENGTH:
            return ""
        if source := condition.field.source:
            noun = self.noun_of(source)
            return self.before_noun(condition, noun) if noun == self.words.noun(self.query, source) else ""
        column = self.words.field(self.query, condition.field)
        value = self.words.value(condition.field.column, condition.value)
        if not has_han(value) or not has_han(self.noun) or len(value) > 6:
            return ""
        owner = column.removesuffix("名称")
        if column.endswith(("状态", "星级")) or (owner != column and value.endswith(owner)):
            return value
        kind = next((kind for kind in ("业态", "渠道") if column.endswith(kind)), "")
        return f"{value}{kind}" if kind else ""

    def _is_place(self, condition: Condition) -> bool:
        """The name of a joined row, unless another condition would then seem to be about that row."""
        if not names_a_row(condition):
            return False
        source = condition.field.source
        if not source or self.is_role(source) or self.noun_of(source) != self.words.noun(self.query, source):
            return False
        table = self.query.tables[source]
        theirs = set(self.words.columns(table))
        others = [c for c in self.query.conditions if not self._is_time(c) and not self._names(c, source)]
        return all(isinstance(c, Related) or self._is_own(c, theirs) for c in others)

    def _names(self, condition: Condition, source: int) -> bool:
        return names_a_row(condition) and condition.field.source == source

    def _is_own(self, condition: ColumnCondition | Either, others: set[str]) -> bool:
        """About a column of the rows themselves, whose noun is none of the others."""
        if isinstance(condition, Either) or condition.field.source:
            return False
        return self.words.field(self.query, condition.field) not in others

    def _is_verbal(self, condition: Condition) -> bool:
        """Its phrase begins with a verb or a time, not with a column."""
        match condition:
            case Related() | IsNull():
                return True
            case IsTrue(field=field):
                return self.column(field).startswith("是否")
            case Window(field=field) | Since(field=field):
                return bool(done_at(self.words.field(self.query, field))) and not field.source
        return False

    def _is_time(self, condition: Condition) -> bool:
        if not isinstance(condition, Window | Since) or condition.field.source:
            return False
        if isinstance(condition, Window):
            return condition.main
        return bool(_PLAIN_DATE.fullmatch(self.words.field(self.query, condition.field)))
