"""One statement on one connection: planned, run to a bound, rolled back."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import psycopg2
from psycopg2.errors import LockNotAvailable, QueryCanceled
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extensions import new_type, register_type, string_types

from data_pipeline.sentence import Sentence
from data_pipeline.validation.failure import Failure, failure_of
from data_pipeline.validation.ties import with_ties

Status = Literal["valid", "invalid", "unsafe", "empty", "trivial", "tied", "outside"]
STATUSES: tuple[Status, ...] = get_args(Status)

_LOCK_SECONDS = 1.0  # that a locked table is waited for at most; always less than for the statement
_ROWS = 1_000  # that are executed at most
_LOOK = 20  # rows that are looked at first; mostly enough to see a value

# The statement travels as a value, so that the server itself refuses a second one ("cannot open multi-query plan as
# cursor") even if our parser and the server's ever disagreed about where a statement ends.
# One round trip for most statements: the rollback of the one before, opening, and the first rows.
_OPEN = f"""
ROLLBACK;
BEGIN READ ONLY;
SET LOCAL statement_timeout = %(milliseconds)s; SET LOCAL lock_timeout = %(lock)s;
SET LOCAL trainyard.statement = %(sql)s; SET LOCAL trainyard.ties = %(ties)s;
DO $trainyard$
DECLARE
    statement CONSTANT text := current_setting('trainyard.statement');
    ties CONSTANT text := current_setting('trainyard.ties');
    plan_line text;
    result refcursor := 'trainyard_result';
BEGIN
    FOR plan_line IN EXECUTE 'EXPLAIN ' || statement LOOP
        EXIT;
    END LOOP;
    IF ties <> '' AND current_setting('server_version_num')::int >= 130000 THEN
        OPEN result FOR EXECUTE ties;
    ELSE
        OPEN result FOR EXECUTE statement;
    END IF;
END $trainyard$;
FETCH FORWARD {_LOOK} FROM trainyard_result
"""
_AS_TEXT = new_type(
    tuple(string_types), "AS_TEXT", lambda value, _cursor: value
)  # a date may be none that Python knows

Row = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a statement is worth. Only ``valid`` ones ship: they run, and their answer says something."""

    status: Status
    reason: Sentence | None = None  # None when valid
    rows: int = 0  # executed, at most 1,000
    seconds: float = 0.0
    failure: Failure | None = None  # of an invalid one that may be repaired; None for one that takes too long
    locked: bool = False  # whether it only says that other work holds a table locked


# A judgement asks for statements with their values; it is sent the cursor that has executed each, or thrown its error,
# unless the connection is lost: that is not its business.
Judgement = Generator[tuple[str, Mapping[str, object]], Cursor, Verdict]


def execution(sql: str, timeout_seconds: float) -> Judgement:
    """EXPLAIN one statement, then run it to at most 1,000 rows, read-only; the next one rolls it back.

    A statement that fails or takes longer is ``invalid``; one whose first rows are left to chance is ``tied``. To see
    that, all rows are sorted: where it takes too long, the statement is run as it is.
    """
    started, (ties, first) = time.monotonic(), with_ties(sql)
    verdict = yield from _run(sql, ties, first, timeout_seconds)
    if first and verdict.status == "invalid" and verdict.failure is None and not verdict.locked:
        verdict = yield from _run(sql, "", 0, timeout_seconds)
    return replace(verdict, seconds=time.monotonic() - started)


def _run(sql: str, ties: str, first: int, timeout_seconds: float) -> Judgement:
    try:
        cursor = yield _OPEN, {**_limits(timeout_seconds), "sql": sql, "ties": ties}
        return (yield from _judged(cursor, first))
    except LockNotAvailable:
        reason = Sentence("Other work holds a table of it locked.", "其中的表被其他操作锁定")
        return Verdict("invalid", reason, locked=True)
    except QueryCanceled:
        limit = f"{timeout_seconds:g}"
        return Verdict("invalid", Sentence(f"It takes longer than {limit} s.", f"执行超过 {limit} 秒"))
    except psycopg2.Error as error:
        failure = failure_of(error, sql)
        return Verdict("invalid", failure.sentence, failure=failure)


def text_cursor(connection: Connection) -> Cursor:
    """A cursor whose values are the server's texts."""
    cursor = connection.cursor()
    register_type(_AS_TEXT, cursor)
    return cursor


def execute(connection: Connection, judgement: Judgement) -> Verdict:
    """Carry a judgement through, waiting for every answer; psycopg2's errors when the connection is lost."""
    with text_cursor(connection) as cursor:
        try:
            statement = next(judgement)
            while True:
                try:
                    cursor.execute(*statement)
                except psycopg2.Error as error:
                    if connection.closed:
                        raise
                    statement = judgement.throw(error)
                else:
                    statement = judgement.send(cursor)
        except StopIteration as end:
            verdict: Verdict = end.value
            return verdict


def _limits(timeout_seconds: float) -> dict[str, str]:
    lock_seconds = min(_LOCK_SECONDS, timeout_seconds / 2)
    return {"milliseconds": str(int(timeout_seconds * 1000)), "lock": str(max(1, int(lock_seconds * 1000)))}


def _judged(cursor: Cursor, first: int) -> Judgement:
    """Run the opened cursor on; rows are moved over unseen as soon as one of them holds a value.

    ``first``: of so many rows the statement asks for, those that share the last place are opened, too; 0 for all rows.
    """
    rows = cursor.fetchall()
    if not rows:
        return Verdict("empty", Sentence("It returns no rows.", "没有返回任何行"))
    speaks, count = _has_value(rows), len(rows)
    if count == _LOOK:
        yield f"{'MOVE' if speaks else 'FETCH'} FORWARD {_ROWS - _LOOK} FROM trainyard_result", {}
        count += cursor.rowcount
        speaks = speaks or _has_value(cursor.fetchall())
    if not speaks:
        return Verdict("trivial", Sentence("Every value it returns is NULL.", "返回的值全部为 NULL"), count)
    if count == 1 and _is_single_zero(rows[0]):
        return Verdict("trivial", Sentence("It returns a single zero.", "只返回了一个 0"), count)
    if 0 < first < count:
        return Verdict("tied", _shared(first), first)
    return Verdict("valid", None, count)


def _shared(first: int) -> Sentence:
    if first == 1:
        return Sentence("More than one row shares the first place.", "第 1 名有并列，取哪一行不确定")
    return Sentence(f"More than {first} rows share the first {first} places.", f"前 {first} 名有并列，取哪几行不确定")


def _has_value(rows: Sequence[Row]) -> bool:
    return any(value is not None for row in rows for value in row)


def _is_single_zero(row: Row) -> bool:
    if len(row) != 1 or row[0] is None:
        return False
    try:
        return float(row[0]) == 0
    except ValueError:
        return False
