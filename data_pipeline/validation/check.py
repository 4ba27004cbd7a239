"""Many statements against one business database."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from data_pipeline.validation.execution import Verdict
from data_pipeline.validation.session import Session
from data_pipeline.validation.sessions import Sessions

_BATCH = 10  # statements that one connection checks before it reports


def check(
    url: str, statements: Iterable[str], *, timeout_seconds: float = 5.0, progress: Callable[[int, int], None]
) -> dict[str, Verdict]:
    """The verdict on every distinct statement. ``progress`` is told (done, total) from this thread.

    Nothing that is not one SELECT without side effects reaches the database. Raises PipelineError
    ``database_unreachable`` or ``database_connection_lost``.
    """
    distinct = list(dict.fromkeys(statements))
    batches = [distinct[start : start + _BATCH] for start in range(0, len(distinct), _BATCH)]
    verdicts: dict[str, Verdict] = {}
    with Sessions(url, timeout_seconds) as sessions:
        for checked in sessions.run(_check_batch, batches):
            verdicts |= checked
            progress(len(verdicts), len(distinct))
    return verdicts


def _check_batch(session: Session, batch: Iterable[str]) -> dict[str, Verdict]:
    return {sql: session.judge(sql) for sql in batch}
