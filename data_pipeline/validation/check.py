"""Many statements against one business database."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from data_pipeline.validation.async_sessions import AsyncSessions
from data_pipeline.validation.execution import Verdict

_BATCH = 10  # statements, after which progress is told


def check(
    url: str,
    statements: Iterable[str],
    *,
    timeout_seconds: float = 5.0,
    progress: Callable[[int, int], None],
    meanwhile: Iterable[None] = (),
) -> dict[str, Verdict]:
    """The verdict on every distinct statement. ``progress`` is told (done, total) from this thread.

    ``meanwhile`` is other work in small parts, done where there is nothing to do but wait for the database.

    Nothing that is not one SELECT without side effects reaches the database. Raises PipelineError
    ``database_unreachable`` or ``database_connection_lost``.
    """
    distinct = list(dict.fromkeys(statements))
    verdicts: dict[str, Verdict] = {}
    with AsyncSessions(url, timeout_seconds, meanwhile) as sessions:
        for sql, verdict in sessions.judge(distinct):
            verdicts[sql] = verdict
            if len(verdicts) % _BATCH == 0 or len(verdicts) == len(distinct):
                progress(len(verdicts), len(distinct))
    return verdicts
