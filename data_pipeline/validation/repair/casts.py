"""Operators and functions that meet a type they do not take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data_pipeline.validation.repair.broken import Broken
from data_pipeline.validation.repair.lexer import Edit
from data_pipeline.validation.repair.operands import Span, arguments, is_one_primary, left_operand, right_operand

_NO_OPERATOR_OR_FUNCTION, _MISMATCH, _BAD_VALUE = "42883", "42804", "22P02"
_TEXTS = frozenset(("text", "character varying", "character", "name", '"char"', "unknown"))
_NUMBERS = frozenset(("smallint", "integer", "bigint", "numeric", "real", "double precision"))
_ORDERINGS = ("<", ">", "<=", ">=")  # which text and numbers do not share
_TIMES = ("date", "timestamp", "time")
_OF_TEXT = frozenset(
    """
    lower upper initcap length char_length substr substring left right replace trim btrim ltrim rtrim split_part
    strpos position concat_ws starts_with string_agg regexp_replace regexp_match lpad rpad reverse
    """.split()  # noqa: SIM905 (a wall of quotes would read worse)
)
_OF_NUMBERS = frozenset(
    """
    sum avg abs round ceil ceiling floor trunc sqrt power mod stddev variance sign
    """.split()  # noqa: SIM905 (a wall of quotes would read worse)
)
_OF_TIMES = frozenset(["date_trunc", "date_part", "extract", "to_char", "age", "date"])
_TYPES = re.compile(r"[:：]\s*(?P<left>[\w \"\[\].]*?)\s*(?P<operator>[^\w\s\"\[\]()]+)\s*(?P<right>[\w \"\[\].]+)$")
_CALL = re.compile(r"[\w.]+\((?P<types>.*)\)")


def casts(broken: Broken) -> Iterator[str]:
    """A cast on either side; quotes where a plain number is compared with text."""
    at, failure = broken.at, broken.failure
    if at is None:
        return
    if failure.sqlstate == _NO_OPERATOR_OR_FUNCTION and (types := _TYPES.search(failure.message)):
        yield from _operator(broken, at, types["operator"], types["left"].strip(), types["right"].strip())
    elif failure.sqlstate == _NO_OPERATOR_OR_FUNCTION and (call := _CALL.search(failure.message)):
        yield from _function(broken, broken.chain(at)[-1], call["types"].split(", "))
    elif failure.sqlstate == _MISMATCH:
        yield from _matched(broken, at)
    elif failure.sqlstate == _BAD_VALUE:
        yield from _mixed(broken, at)


def _operator(broken: Broken, at: int, operator: str, left_type: str, right_type: str) -> Iterator[str]:
    weak = operator not in ("+", "-", "*", "/", "%", "||")
    left = left_operand(broken.tokens, at - (broken.tokens[at - 1].upper == "NOT"), binds_weakly=weak)
    right = right_operand(broken.tokens, at, binds_weakly=weak)
    if operator.strip("!").startswith("~"):
        yield broken.edited([_cast(broken, left, "text")])
        return
    sides = ((left, left_type, right_type), (right, right_type, left_type))
    written = [attempt for span, _, other in sides for attempt in _literal(broken, span, other)]
    targets = [(span, target) for span, kind, other in sides for target in _targets(kind, other, operator)]
    targets.sort(key=lambda target: target[1] != "text")  # text never fails at a row
    cast = [broken.edited([_cast(broken, span, target)]) for span, target in targets]
    yield from (cast + written if operator in _ORDERINGS else written + cast)
    if operator in ("=", "<>", "||"):
        yield broken.edited([_cast(broken, left, "text"), _cast(broken, right, "text")])


def _literal(broken: Broken, span: Span, other: str) -> Iterator[str]:
    """The literal written as the other side's type needs it."""
    start, end = broken.tokens[span[0]].start, broken.tokens[span[1]].end
    text = broken.sql[start:end]
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return
    if other in _TEXTS:
        yield broken.edited([(start, end, f"'{text}'")])
    elif other == "boolean" and text in ("0", "1"):
        yield broken.edited([(start, end, "true" if text == "1" else "false")])
    elif other.startswith(_TIMES) or other == "interval":
        yield broken.edited([(start, end, f"INTERVAL '{text} day'")])


def _targets(kind: str, other: str, operator: str) -> Iterator[str]:
    """What a side of that type may be cast to beside the other's type, the likeliest first."""
    compares_text = operator in ("=", "<>", "||")
    if kind in _TEXTS and other.startswith(_TIMES):
        yield "timestamp" if operator == "-" else other
    elif (kind in _TEXTS and other in _NUMBERS and not compares_text) or (
        kind in _TEXTS and other in _TEXTS and operator not in ("||", "=")
    ):
        yield "numeric"
    elif compares_text and other in _TEXTS:
        yield "text"
    elif kind == "boolean" and other in _NUMBERS:
        yield "integer"
    elif kind == "double precision" and operator == "%":
        yield "numeric"
    if kind in _TEXTS and other in _NUMBERS and compares_text:
        yield "numeric"


def _function(broken: Broken, function: int, types: list[str]) -> Iterator[str]:
    if function + 1 >= len(broken.tokens) or broken.tokens[function + 1].text != "(":
        return
    name, spans = broken.tokens[function].name, arguments(broken.tokens, function)
    if name == "extract":
        types = types[-1:]
        spans = spans[-1:]
    for span, kind in zip(spans, types, strict=False):
        for target in _wanted(name, kind):
            yield broken.edited([_cast(broken, span, target)])
    edits = [
        _cast(broken, span, target) for span, kind in zip(spans, types, strict=False) for target in _wanted(name, kind)
    ]
    if len(edits) > 1:
        yield broken.edited(edits)


def _wanted(name: str, kind: str) -> Iterator[str]:
    if name in _OF_NUMBERS and (kind in _TEXTS or kind == "double precision"):
        yield "numeric"
    elif name in _OF_NUMBERS | {"min", "max"} and kind == "boolean":
        yield "integer"
    elif name in _OF_TEXT and kind not in _TEXTS:
        yield "text"
    elif name in _OF_TIMES and kind in _TEXTS - {"unknown"}:
        yield "timestamp"


def _matched(broken: Broken, at: int) -> Iterator[str]:
    """Branches of COALESCE, CASE or UNION that have different types: as text. A number as a condition: not zero."""
    span = right_operand(broken.tokens, at - 1)
    yield broken.edited([_cast(broken, span, "text")])
    start, end = broken.tokens[span[0]].start, broken.tokens[span[1]].end
    yield broken.edited([(start, end, f"{broken.sql[start:end]} <> 0")])
    yield from _mixed(broken, at)


def _mixed(broken: Broken, at: int) -> Iterator[str]:
    """The other branches beside one that is text: ``COALESCE(amount, 'none')``."""
    tokens = broken.tokens
    for i in range(at, -1, -1):
        if tokens[i].upper == "COALESCE" and i + 1 < len(tokens) and tokens[i + 1].text == "(":
            spans = arguments(tokens, i)
            if spans and spans[-1][1] >= at:
                yield broken.edited(_cast(broken, span, "text") for span in spans if not span[0] <= at <= span[1])
            return
        if tokens[i].upper in ("CASE", "THEN"):
            branches = [right_operand(tokens, j) for j in range(len(tokens)) if tokens[j].upper in ("THEN", "ELSE")]
            yield broken.edited(_cast(broken, span, "text") for span in branches)
            return


def _cast(broken: Broken, span: Span, target: str) -> Edit:
    """The operand cast."""
    start, end = broken.tokens[span[0]].start, broken.tokens[span[1]].end
    text = broken.sql[start:end]
    if is_one_primary(broken.tokens, span):
        return start, end, f"{text}::{target}"
    return start, end, f"CAST({text} AS {target})"
