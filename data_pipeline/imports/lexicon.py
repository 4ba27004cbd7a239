"""The words with which a SELECT is put into a question, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

Lexicon = Mapping[str, str]

ENGLISH: Lexicon = {
    "and": ", ", "last_and": " and ", "or": " or ", "both": " and ", "either": "either {0}",
    "rows": "number of {0}", "filled": "number of {0} with {1}", "distinct": "number of different {0}",
    "sum": "total {0}", "sum_of": "sum of the {0}", "avg": "average {0}", "min": "lowest {0}", "max": "highest {0}",
    "earliest": "earliest {0}", "latest": "latest {0}", "only": "{0} where {1}", "per": "{0} within each {1}",
    "all": "all details", "full_name": "{0}full name", "list": "list of {0}",
    "add": "{0} plus {1}", "sub": "{0} minus {1}", "mul": "{0} times {1}", "div": "ratio of {0} to {1}",
    "bracket": "({0})",
    "year": "year of the {0}", "quarter": "quarter of the {0}", "month": "month of the {0}", "week": "week of the {0}",
    "day": "day of the {0}", "hour": "hour of the {0}", "dow": "day of the week of the {0}",
    "rank": "rank by {0}", "rank_desc": "rank by descending {0}", "running": "running {0} in order of {1}",
    "minutes": "{0} minutes", "hours": "{0} hours", "days": "{0} days", "weeks": "{0} weeks", "months": "{0} months",
    "years": "{0} years",
    "today": "today", "now": "now", "yes": "true", "no": "false", "quote": '"{0}"',
    "eq": "{0} is {1}", "neq": "{0} is not {1}", "gt": "{0} is above {1}", "gte": "{0} is at least {1}",
    "lt": "{0} is below {1}", "lte": "{0} is at most {1}", "after": "{0} is after {1}",
    "since": "{0} is {1} or later", "before": "{0} is before {1}", "until": "{0} is {1} or earlier",
    "between": "{0} is between {1} and {2}", "in": "{0} is {1}", "not_in": "{0} is not {1}",
    "among": "{0} is one of the {1}", "not_among": "{0} is not one of the {1}",
    "null": "{0} is missing", "not_null": "{0} is known", "contains": "{0} contains {1}",
    "starts": "{0} starts with {1}", "ends": "{0} ends with {1}", "like": "{0} is like {1}",
    "not_contains": "{0} does not contain {1}", "not_starts": "{0} does not start with {1}",
    "not_ends": "{0} does not end with {1}", "not_like": "{0} is not like {1}", "not_eq": "{0} is not {1}",
    "not_between": "{0} is not between {1} and {2}", "ago": "{0} ago",
    "not": "it is not the case that {0}", "exists": "have {0}", "not_exists": "have no {0}",
    "true": "{0} is true", "false": "{0} is false",
    "asked_true": "they are {0}", "asked_false": "they are not {0}",
}  # fmt: skip

CHINESE: Lexicon = {
    "and": "、", "last_and": "和", "or": "或", "both": "且", "either": "（{0}）",
    "rows": "{0}数量", "filled": "有{1}的{0}数量", "distinct": "不同{0}的数量",
    "sum": "{0}合计", "sum_of": "{0}合计", "avg": "平均{0}", "min": "最低{0}", "max": "最高{0}",
    "earliest": "最早的{0}", "latest": "最晚的{0}", "only": "{1}的{0}", "per": "各{1}的{0}",
    "all": "全部信息", "full_name": "{0}姓名", "list": "{0}列表",
    "add": "{0}加{1}", "sub": "{0}减去{1}", "mul": "{0}乘以{1}", "div": "{0}与{1}之比", "bracket": "（{0}）",
    "year": "{0}的年份", "quarter": "{0}所在季度", "month": "{0}所在月份", "week": "{0}所在周", "day": "{0}当天",
    "hour": "{0}的小时", "dow": "{0}是星期几",
    "rank": "按{0}从低到高的排名", "rank_desc": "按{0}从高到低的排名", "running": "按{1}累计的{0}",
    "minutes": "{0}分钟", "hours": "{0}小时", "days": "{0}天", "weeks": "{0}周", "months": "{0}个月", "years": "{0}年",
    "today": "今天", "now": "现在", "yes": "是", "no": "否", "quote": "“{0}”",
    "eq": "{0}为{1}", "neq": "{0}不为{1}", "gt": "{0}大于{1}", "gte": "{0}不低于{1}", "lt": "{0}小于{1}",
    "lte": "{0}不超过{1}", "after": "{0}晚于{1}", "since": "{0}在{1}及以后", "before": "{0}早于{1}",
    "until": "{0}在{1}及以前", "between": "{0}在{1}到{2}之间", "in": "{0}为{1}", "not_in": "{0}不为{1}",
    "among": "{0}属于{1}", "not_among": "{0}不属于{1}", "null": "{0}为空", "not_null": "{0}不为空",
    "contains": "{0}包含{1}", "starts": "{0}以{1}开头", "ends": "{0}以{1}结尾", "like": "{0}形如{1}",
    "not_contains": "{0}不包含{1}", "not_starts": "{0}不以{1}开头", "not_ends": "{0}不以{1}结尾",
    "not_like": "{0}不形如{1}", "not_eq": "{0}不为{1}", "not_between": "{0}不在{1}到{2}之间", "ago": "{0}前",
    "not": "并非{0}", "exists": "有{0}", "not_exists": "没有{0}", "true": "{0}为是", "false": "{0}为否",
    "asked_true": "{0}", "asked_false": "非{0}",
}  # fmt: skip
