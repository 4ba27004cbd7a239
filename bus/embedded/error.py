"""The one error of the embedded server: what failed, and the last that PostgreSQL said about it."""

from __future__ import annotations

from bus.embedded.layout import Layout
from bus.errors import TrainyardError

TAIL_LINES = 10
TAIL_BYTES = 8192


class EmbeddedPostgresError(TrainyardError):
    """The embedded PostgreSQL cannot be started, joined or stopped; the sentence says why and where its log is."""

    status, code = 503, "embedded_postgres_failed"


def failure(layout: Layout, en: str, zh: str) -> EmbeddedPostgresError:
    """An error of the two sentences, the name of the newest log file and its last lines."""
    log = layout.newest_log()
    if log is None:
        return EmbeddedPostgresError(en, zh)
    tail = "\n".join(log.read_bytes()[-TAIL_BYTES:].decode(errors="replace").splitlines()[-TAIL_LINES:])
    return EmbeddedPostgresError(
        f"{en} Its log is {log}; the last lines:\n{tail}", f"{zh}；日志文件 {log}，最后几行：\n{tail}"
    )
