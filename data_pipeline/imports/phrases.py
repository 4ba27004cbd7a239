"""The parts of a SELECT as phrases: columns, measures, arithmetic, times."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from data_pipeline.catalog.model import Column
from data_pipeline.imports.scope import Meant, Scope, Source, UnknownNameError
from data_pipeline.imports.vocabulary import CannotSayError, Vocabulary
from data_pipeline.pairs.identifiers import plural

if TYPE_CHECKING:
    from sqlglot import exp

Nested = Callable[["exp.Select", Scope], str]  # what a SELECT within the SELECT gives, as a noun
_TIMES = ("year", "quarter", "month", "week", "day", "hour", "dow")
_MEASURES = {"sum": "sum", "avg": "avg", "min": "min", "max": "max", "groupconcat": "list", "arrayagg": "list"}
_INTERVALS = ("minutes", "hours", "days", "weeks", "months", "years")
_KEY_ENDING = re.compile(r"\s*(?:\bids?\b|ID|编号|编码|标识|工号|号)\s*$", re.IGNORECASE)
_RANKS = ("RowNumber", "Rank", "DenseRank")


class Phrases:
    """Phrases about the expressions of one SELECT."""

    def __init__(self, scope: Scope, vocabulary: Vocabulary, nested: Nested) -> None:
        self.scope = scope
        self.vocabulary = vocabulary
        self.nested = nested
        self._say = vocabulary.say

    def value(self, node: exp.Expr) -> str:
        """What an expression gives, as a noun; CannotSayError."""
        from sqlglot import exp

        match node:
            case exp.Column():
                return self._star(node) if isinstance(node.this, exp.Star) else self.column(self.meaning(node))
            case exp.Star():
                return self._say("all")
            case exp.Literal():
                return self._say("quote", node.name) if node.is_string else node.name
            case exp.Boolean():
                return self._say("yes" if node.this else "no")
            case exp.Neg(this=exp.Literal() as number):
                return f"-{number.name}"
            case (
                exp.Alias()
                | exp.Paren()
                | exp.Cast()
                | exp.Round()
                | exp.Coalesce()
                | exp.Nullif()
                | exp.Lower()
                | exp.Upper()
            ):
                return self.value(node.this)
            case exp.Filter() | exp.AggFunc():
                return self.measure(node)
            case exp.Window():
                return self._window(node)
            case exp.Subquery(this=exp.Select() as select):
                return self.inner(select, correlated=False)
            case exp.Binary() | exp.Concat():
                return self._combined(node)
            case _:
                return self._time(node)

    def inner(self, node: exp.Expr, *, correlated: bool) -> str:
        """What a SELECT within this one gives; only EXISTS may, and must, be about the row at hand."""
        from sqlglot import exp

        if not isinstance(node, exp.Select) or Scope(node, self.scope.catalog, self.scope).reaches_out() != correlated:
            raise CannotSayError("subquery")
        return self.nested(node, self.scope)

    def measure(self, node: exp.Expr) -> str:
        """A count, a sum, an average, a least or greatest value."""
        from sqlglot import exp

        from data_pipeline.imports.predicates import condition

        if isinstance(node, exp.Filter):
            return self._say("only", self.measure(node.this), condition(self, node.expression.this))
        inner = node.this
        if isinstance(inner, exp.Case):
            return self._cases(node, inner)
        if isinstance(node, exp.Count):
            return self._count(inner)
        of_date = isinstance(inner, exp.Column) and self.meaning(inner).column.category == "D"
        form = {"min": "earliest", "max": "latest"}.get(node.key) if of_date else None
        form = form or _MEASURES.get(node.key)
        if form is None:
            raise CannotSayError(node.key)
        said = self._operand(inner)
        return self._say("sum_of" if form == "sum" and said.startswith("total") else form, said)

    def column(self, meant: Meant) -> str:
        """The column, with its table's noun where that is not clear without."""
        table, column = meant.source.table, meant.column
        noun, rows = self.vocabulary.words.column(table, column), self.vocabulary.noun(table).strip()
        if self.scope.twins(meant.source) and meant.source != self.scope.main:
            return self._owned(self._role(meant.source), noun.removeprefix(rows).strip(" 的") or noun)
        if rows in noun:
            alone = len(self.scope.sources) == 1 and self.scope.outer is None
            rest = noun.removeprefix(rows).strip(" 的")
            return rest if alone and len(rest) > 1 and noun.startswith(rows) else noun
        if len(self.scope.sources) == 1 and self.scope.outer is None:
            return noun
        clear = meant.source == self.scope.main and not self._shared(meant, noun)
        return noun if clear else self._owned(rows, noun)

    def meaning(self, node: exp.Column) -> Meant:
        """The column of the catalog; CannotSayError."""
        try:
            return self.scope.meaning(node)
        except UnknownNameError as error:
            raise CannotSayError(str(error)) from None

    def literal(self, column: Column | None, node: exp.Expr) -> str:
        """A constant that a column is compared with, as people say it."""
        from sqlglot import exp

        if column is None or not isinstance(node, exp.Literal):
            return self.value(node)
        said = self.vocabulary.words.value(column, node.name)
        return self._say("quote", said) if said == node.name and column.category in "SE" else said

    def _role(self, source: Source) -> str:
        """What a row of a table that is there twice is to the main one, by the key that leads to it: the manager."""
        key = self.scope.role_key(source)
        if key is None:
            raise CannotSayError("self join")
        called = _KEY_ENDING.sub("", self.vocabulary.words.column(key.source.table, key.column)).strip()
        if not called:
            raise CannotSayError("self join")
        return called

    def _owned(self, rows: str, noun: str) -> str:
        return f"{rows} {noun}" if self.vocabulary.language == "en" else f"{rows}{noun}"

    def _shared(self, meant: Meant, noun: str) -> bool:
        others = [source for source in self.scope.sources.values() if source != meant.source]
        words = self.vocabulary.words
        return any(words.column(source.table, column) == noun for source in others for column in source.table.columns)

    def _star(self, node: exp.Column) -> str:
        source = self.scope.sources.get(node.table)
        if source is None:
            raise CannotSayError(node.table)
        said = self._say("all")
        return said if source == self.scope.main else self._owned(self.vocabulary.noun(source.table), said)

    def _count(self, inner: exp.Expr) -> str:
        from sqlglot import exp

        if isinstance(inner, exp.Distinct):
            return self._say(
                "distinct", self.vocabulary.listed([self._many(self.value(one)) for one in inner.expressions])
            )
        if not isinstance(inner, exp.Column):
            return self._say("rows", self.vocabulary.rows(self.scope.counted.table))
        meant = self.meaning(inner)
        rows = self.vocabulary.rows(meant.source.table)
        if not meant.column.nullable or meant.column.name in meant.source.table.primary_key:
            return self._say("rows", rows)
        return self._say("filled", rows, self.column(meant))

    def _many(self, noun: str) -> str:
        return plural(noun) if self.vocabulary.language == "en" else noun

    def _cases(self, node: exp.Expr, case: exp.Case) -> str:
        """``SUM(CASE WHEN c THEN x ELSE 0 END)``: the sum of x where c; of 1, the number of rows."""
        from sqlglot import exp

        from data_pipeline.imports.predicates import condition

        branches, other = case.args["ifs"], case.args.get("default")
        empty = other is None or isinstance(other, exp.Null) or (isinstance(other, exp.Literal) and other.name == "0")
        if case.this is not None or len(branches) != 1 or not empty or not isinstance(node, exp.Sum | exp.Count):
            raise CannotSayError("CASE")
        given = branches[0].args["true"]
        counted = isinstance(node, exp.Count) or isinstance(given, exp.Literal)
        measured = self._count(exp.Star()) if counted else self._say("sum", self.value(given))
        return self._say("only", measured, condition(self, branches[0].this))

    def _window(self, node: exp.Window) -> str:
        if node.args.get("spec"):
            raise CannotSayError("frame")
        order = node.args.get("order")
        ordered = order.expressions[0] if order else None
        name = type(node.this).__name__
        if name in _RANKS and ordered is not None:
            said = self._say("rank_desc" if ordered.args.get("desc") else "rank", self.value(ordered.this))
        elif name in _RANKS:
            raise CannotSayError(name)
        else:
            said = self.measure(node.this)
            said = self._say("running", said, self.value(ordered.this)) if ordered is not None else said
        parts = node.args.get("partition_by") or []
        return self._say("per", said, self.vocabulary.listed([self.value(part) for part in parts])) if parts else said

    def _combined(self, node: exp.Expr) -> str:
        from sqlglot import exp

        if isinstance(node, exp.DPipe | exp.Concat):
            pieces = list(node.flatten()) if isinstance(node, exp.DPipe) else node.expressions
            return self._together([self.value(one) for one in pieces if not isinstance(one.unnest(), exp.Literal)])
        if isinstance(node, exp.Sub) and isinstance(node.expression, exp.Interval) and not node.this.find(exp.Column):
            return self._say("ago", self.interval(node.expression))
        if node.key not in ("add", "sub", "mul", "div"):
            raise CannotSayError(node.key)
        return self._say(node.key, *(self._operand(one) for one in (node.this, node.expression)))

    def interval(self, node: exp.Expr) -> str:
        """A length of time: ``30 days``."""
        unit = node.args.get("unit")
        count, name = (node.this.name, unit.name) if unit is not None else node.this.name.partition(" ")[::2]
        name = f"{name.lower().rstrip('s')}s"
        if name not in _INTERVALS or not count.isdigit():
            raise CannotSayError("interval")
        return self._say(name, count)

    def _together(self, parts: list[str]) -> str:
        """Columns that are shown as one text; a first and a last name are the full name."""
        if not parts:
            raise CannotSayError("||")
        owner = parts[0].removesuffix("first name")
        if [part.strip() for part in parts] == [f"{owner}first name".strip(), f"{owner}last name".strip()]:
            return self._say("full_name", owner)
        return "/".join(parts)

    def _operand(self, node: exp.Expr) -> str:
        from sqlglot import exp

        bare = node.unnest()
        is_sum = isinstance(bare, exp.Binary) and not isinstance(bare, exp.DPipe)
        return self._say("bracket", self.value(bare)) if is_sum else self.value(bare)

    def _time(self, node: exp.Expr) -> str:
        from sqlglot import exp

        if isinstance(node, exp.CurrentDate):
            return self._say("today")
        if isinstance(node, exp.CurrentTimestamp):
            return self._say("now")
        unit = ""
        if isinstance(node, exp.Extract):
            unit, node = node.this.name.lower(), node.expression
        elif isinstance(node, exp.TimestampTrunc | exp.DateTrunc):
            unit, node = str(node.args["unit"].name).lower(), node.this
        if unit not in _TIMES:
            raise CannotSayError(node.key)
        return self._say(unit, self.value(node))
