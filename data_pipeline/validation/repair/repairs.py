"""Everything that failed, mended as far as rules go, then by a language model where there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data_pipeline.catalog.model import Catalog
from data_pipeline.validation.failure import Failure
from data_pipeline.validation.repair.search import Repair, repaired
from data_pipeline.validation.session import Session
from data_pipeline.validation.sessions import Sessions

LlmRepair = Callable[[str, str, str], str | None]  # question, SQL, the database's error -> another statement
Progress = Callable[[int, int], None]
_TRIES = 2  # of the language model at one statement


def by_rules(
    url: str, failures: Mapping[str, Failure], catalog: Catalog, *, timeout_seconds: float, progress: Progress
) -> dict[str, Repair]:
    """Repairs that the whole check accepts, by the statement that failed; what no rule helps is left out."""

    def mend(session: Session, sql: str) -> Repair | None:
        return repaired(sql, failures[sql], catalog, session.judge)

    return _mended(url, failures, mend, timeout_seconds, progress)


def by_model(
    url: str, questions: Mapping[str, str], errors: Mapping[str, str], llm_repair: LlmRepair,
    *, timeout_seconds: float, progress: Progress,
) -> dict[str, Repair]:  # fmt: skip
    """The same with a language model; a question and an English error for every statement, two tries for each."""

    def mend(session: Session, sql: str) -> Repair | None:
        return _asked(session, questions[sql], sql, errors[sql], llm_repair)

    return _mended(url, errors, mend, timeout_seconds, progress)


def _mended(
    url: str, statements: Mapping[str, object], mend: Callable[[Session, str], Repair | None],
    timeout_seconds: float, progress: Progress,
) -> dict[str, Repair]:  # fmt: skip
    found: dict[str, Repair] = {}
    with Sessions(url, timeout_seconds) as sessions:
        for done, repair in enumerate(sessions.run(mend, statements), start=1):
            if repair is not None:
                found[repair.before] = repair
            progress(done, len(statements))
    return found


def _asked(session: Session, question: str, sql: str, error: str, llm_repair: LlmRepair) -> Repair | None:
    """What is not valid yet goes back once, with its own error."""
    attempt, said = sql, error
    for _ in range(_TRIES):
        answer = llm_repair(question, attempt, said)
        if answer is None:
            return None
        verdict = session.judge(answer)
        if verdict.status == "valid":
            return Repair(sql, answer, verdict, ("llm",))
        attempt, said = answer, verdict.reason.en if verdict.reason else ""
    return None
