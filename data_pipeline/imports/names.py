"""What the fields of a pair are called in the files of others."""

from __future__ import annotations

from collections.abc import Iterable

# In the order of preference: with an instruction and an input, the input is the question and the other one the task.
_QUESTION = (
    "question", "问题", "提问", "自然语言问题", "nl", "naturallanguage", "utterance", "prompt", "input", "instruction",
)  # fmt: skip
_ENDS_OF_QUESTION, _ENDS_OF_SQL = ("question", "问题"), ("sql", "sqlquery")  # of longer names: nl_question, gold_sql
_SQL = (
    "sql",
    "sqlquery",
    "sqltext",
    "sqlstatement",
    "sql语句",
    "sql查询",
    "查询语句",
    "查询sql",
    "query",
    "statement",
    "output",
    "completion",
    "答案",
    "response",
)


HEADERS = f"{', '.join(_QUESTION)}", f"{', '.join(_SQL)}"  # for people: what the two columns may be called


def question_name(names: Iterable[str]) -> str | None:
    """The one of the names that stands for the question; None when there is none."""
    return _first(_QUESTION, _ENDS_OF_QUESTION, names)


def sql_name(names: Iterable[str]) -> str | None:
    """The one of the names that stands for the SQL."""
    return _first(_SQL, _ENDS_OF_SQL, names)


def _first(known: Iterable[str], ends: tuple[str, ...], names: Iterable[str]) -> str | None:
    folded = {name.strip().lower().replace(" ", "").replace("_", ""): name for name in names}
    longer = (name for one, name in folded.items() if one.endswith(ends))
    return next((folded[one] for one in known if one in folded), None) or next(longer, None)
