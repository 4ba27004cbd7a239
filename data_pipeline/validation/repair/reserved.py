"""Names that are key words of SQL and stand without quotes."""

from __future__ import annotations

from collections.abc import Iterator

from data_pipeline.names import quoted
from data_pipeline.validation.failure import SYNTAX_ERROR
from data_pipeline.validation.repair.broken import Broken
from data_pipeline.validation.repair.lexer import Edit

# Key words that are plausible names, with what follows them where they are none.
_FOLLOWED = {"ORDER": "BY", "GROUP": "BY", "PRIMARY": "KEY", "FOREIGN": "KEY", "PARTITION": "BY", "CURRENT": "ROW"}
_NEVER_NAMES = frozenset(
    """
    SELECT FROM WHERE AND OR NOT IN IS NULL ON AS BY JOIN HAVING CASE WHEN THEN ELSE UNION LIKE BETWEEN DISTINCT
    """.split()  # noqa: SIM905 (a wall of quotes would read worse)
)


def reserved(broken: Broken) -> Iterator[str]:
    """Quote the key words that are names of the catalog, or stand near the failure; first everywhere, then there."""
    if broken.failure.sqlstate not in (SYNTAX_ERROR, "42703", "42P01", "42601"):
        return
    names = {name for table in broken.catalog.tables for name in (table.name, *(one.name for one in table.columns))}
    known = {name.upper() for name in names if quoted(name.lower()) != name.lower()}
    places = [i for i in range(len(broken.tokens)) if _may_be_name(broken, i)]
    if sure := [i for i in places if _is_surely_name(broken, i)]:
        yield broken.edited(_quote(broken, i) for i in sure)
    words = dict.fromkeys(broken.tokens[i].upper for i in sorted(places, key=lambda i: _distance(broken, i)))
    for word in sorted(words, key=lambda word: word not in known):
        same = [i for i in places if broken.tokens[i].upper == word]
        yield broken.edited(_quote(broken, i) for i in same)
        if len(same) > 1:
            yield from (broken.edited([_quote(broken, i)]) for i in same[:4])


def _may_be_name(broken: Broken, i: int) -> bool:
    token = broken.tokens[i]
    word, after = token.upper, broken.tokens[i + 1].upper if i + 1 < len(broken.tokens) else ""
    before = broken.tokens[i - 1].text if i else ""
    if token.kind != "word" or word in _NEVER_NAMES or quoted(token.name) == token.name:
        return False
    return (
        before != "." and after != "(" and (word not in _FOLLOWED or after != _FOLLOWED[word]) and not after.isdigit()
    )


def _is_surely_name(broken: Broken, i: int) -> bool:
    after = broken.tokens[i + 1].text if i + 1 < len(broken.tokens) else ""
    return after == "." or (i > 0 and broken.tokens[i - 1].upper == "AS")


def _distance(broken: Broken, i: int) -> int:
    return abs(broken.tokens[i].start - (broken.failure.position or 0))


def _quote(broken: Broken, i: int) -> Edit:
    token = broken.tokens[i]
    return token.start, token.end, f'"{token.name}"'
