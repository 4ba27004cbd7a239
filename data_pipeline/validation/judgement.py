"""What a statement has to pass: the parse-tree gate, which asks nobody, then the database."""

from __future__ import annotations

from data_pipeline.sentence import Sentence
from data_pipeline.validation.execution import Judgement, Verdict, execution
from data_pipeline.validation.failure import SYNTAX_ERROR, Failure
from data_pipeline.validation.functions import VOLATILE, suspects
from data_pipeline.validation.statement import UnreadableSqlError, UnsafeSqlError, read_select

IsVolatile = dict[str, bool]  # by function name, as far as a database was asked


def gate(sql: str) -> Verdict | frozenset[str]:
    """The verdict on what must not reach a database; else the names that the statement calls as functions."""
    try:
        return read_select(sql)
    except UnreadableSqlError as error:
        failure = Failure(SYNTAX_ERROR, error.reason.en, position=error.position)
        return Verdict("invalid", error.reason, failure=failure)
    except UnsafeSqlError as error:
        return Verdict("unsafe", error.reason)


def judgement(sql: str, names: frozenset[str], is_volatile: IsVolatile, timeout_seconds: float) -> Judgement:
    """Of a statement that passed the gate; ``is_volatile`` learns about names that are new to it."""
    if unknown := names - is_volatile.keys():
        cursor = yield f"ROLLBACK; {VOLATILE}", {"names": suspects(unknown)}
        found = {name for (name,) in cursor.fetchall()}
        is_volatile |= {name: name in found for name in unknown}
    if unsafe := next((name for name in sorted(names) if is_volatile[name]), None):
        return Verdict("unsafe", _volatile_call(unsafe))
    return (yield from execution(sql, timeout_seconds))


def _volatile_call(name: str) -> Sentence:
    return Sentence(
        f"It calls {name}(), a VOLATILE function: it may change something.",
        f"调用了 VOLATILE 函数 {name}()，可能会改动数据",
    )
