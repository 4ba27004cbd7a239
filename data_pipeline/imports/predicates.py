"""Conditions as clauses: what a WHERE, a HAVING or a FILTER asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data_pipeline.catalog.model import Column
from data_pipeline.imports.phrases import Phrases
from data_pipeline.imports.vocabulary import CannotSayError

if TYPE_CHECKING:
    from sqlglot import exp

_ASKS = re.compile(r"\s*(?:is |是否)")
_OF_DATES = {"gt": "after", "gte": "since", "lt": "before", "lte": "until"}


def condition(phrases: Phrases, node: exp.Expr) -> str:
    """The clause for one condition, with all that is joined by AND and OR in it; CannotSayError."""
    from sqlglot import exp

    say = phrases.vocabulary.say
    if node.args.get("negate"):
        bare = node.copy()
        bare.set("negate", None)
        return _negated(phrases, bare)
    match node:
        case exp.Paren():
            return condition(phrases, node.this)
        case exp.And():
            return say("both").join(condition(phrases, one) for one in node.flatten())
        case exp.Or():
            return say("either", say("or").join(condition(phrases, one) for one in node.flatten()))
        case exp.Not():
            return _negated(phrases, node.this.unnest())
        case exp.Column():
            return _truth(phrases, node, True)
        case exp.Exists(this=exp.Select() as select):
            return say("exists", phrases.inner(select, correlated=True))
        case exp.Between():
            return _between(phrases, node, "between")
        case exp.In():
            return _among(phrases, node, "in", "among")
        case exp.Like() | exp.ILike():
            return _like(phrases, node, "")
        case exp.Is():
            return _is(phrases, node)
        case exp.EQ() | exp.NEQ() | exp.GT() | exp.GTE() | exp.LT() | exp.LTE():
            return _compared(phrases, node)
    raise CannotSayError(node.key)


def _negated(phrases: Phrases, node: exp.Expr) -> str:
    from sqlglot import exp

    say = phrases.vocabulary.say
    match node:
        case exp.Column():
            return _truth(phrases, node, False)
        case exp.Exists(this=exp.Select() as select):
            return say("not_exists", phrases.inner(select, correlated=True))
        case exp.In():
            return _among(phrases, node, "not_in", "not_among")
        case exp.Between():
            return _between(phrases, node, "not_between")
        case exp.Like() | exp.ILike():
            return _like(phrases, node, "not_")
        case exp.Is(expression=exp.Null()):
            return say("not_null", phrases.value(node.this))
    return say("not", condition(phrases, node))


def _compared(phrases: Phrases, node: exp.Expr) -> str:
    from sqlglot import exp

    left, right = node.this, node.expression
    if isinstance(left, exp.Literal) and not isinstance(right, exp.Literal):
        turned = {"gt": exp.LT, "lt": exp.GT, "gte": exp.LTE, "lte": exp.GTE}.get(node.key, type(node))
        return _compared(phrases, turned(this=right.copy(), expression=left.copy()))
    column = _column(phrases, left)
    if isinstance(right, exp.Boolean):
        is_true = bool(right.this) == isinstance(node, exp.EQ)
        return _truth(phrases, left, is_true)
    of_date = column is not None and column.category == "D"
    form = _OF_DATES.get(node.key, node.key) if of_date else node.key
    return phrases.vocabulary.say(form, phrases.value(left), phrases.literal(column, right))


def _among(phrases: Phrases, node: exp.In, listed: str, among: str) -> str:
    query = node.args.get("query")
    said = phrases.value(node.this)
    if query is not None:
        return phrases.vocabulary.say(among, said, phrases.inner(query.unnest(), correlated=False))
    column = _column(phrases, node.this)
    values = [phrases.literal(column, one) for one in node.expressions]
    return phrases.vocabulary.say(listed, said, phrases.vocabulary.listed(values, "or"))


def _truth(phrases: Phrases, node: exp.Expr, is_true: bool) -> str:
    """``is_active`` and 是否自营 are questions themselves: what they ask is so, or is not."""
    said = phrases.value(node)
    asked = _ASKS.match(said)
    form = f"{'asked_' if asked else ''}{'true' if is_true else 'false'}"
    return phrases.vocabulary.say(form, said[asked.end() :] if asked else said)


def _between(phrases: Phrases, node: exp.Expr, form: str) -> str:
    column = _column(phrases, node.this)
    bounds = (phrases.literal(column, node.args[end]) for end in ("low", "high"))
    return phrases.vocabulary.say(form, phrases.value(node.this), *bounds)


def _like(phrases: Phrases, node: exp.Expr, negated: str) -> str:
    from sqlglot import exp

    if not isinstance(node.expression, exp.Literal):
        raise CannotSayError("LIKE")
    pattern = node.expression.name
    part = pattern.strip("%")
    if not part or "%" in part or "_" in part:
        form, part = "like", pattern
    else:
        form = {(True, True): "contains", (False, True): "starts", (True, False): "ends", (False, False): "eq"}[
            pattern.startswith("%"), pattern.endswith("%")
        ]
    return phrases.vocabulary.say(negated + form, phrases.value(node.this), phrases.vocabulary.say("quote", part))


def _is(phrases: Phrases, node: exp.Is) -> str:
    """IS NULL; of a table that need not be there (LEFT JOIN), that it is not there; IS TRUE and IS FALSE."""
    from sqlglot import exp

    say = phrases.vocabulary.say
    if isinstance(node.expression, exp.Boolean):
        return _truth(phrases, node.this, bool(node.expression.this))
    if not isinstance(node.expression, exp.Null):
        raise CannotSayError("IS")
    if isinstance(node.this, exp.Column):
        meant = phrases.meaning(node.this)
        if meant.source.alias in phrases.scope.optional and not meant.column.nullable:
            return say("not_exists", phrases.vocabulary.rows(meant.source.table))
    return say("null", phrases.value(node.this))


def _column(phrases: Phrases, node: exp.Expr) -> Column | None:
    """The column whose values are compared, bare or within lower()."""
    from sqlglot import exp

    inner = node.this if isinstance(node, exp.Lower | exp.Upper | exp.Cast) else node
    return phrases.meaning(inner).column if isinstance(inner, exp.Column) else None
