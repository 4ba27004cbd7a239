"""Rule repair: the eight kinds of faults written into correct SQL over the sample database, mended, compared by answer.

    python -m benchmarks.repair [--server URL] [--seed 1]

The server is ``TEST_DATABASE_URL`` or ``DATABASE_URL`` unless given; a scratch database is made there and dropped.
Prints a line per kind: statements spoiled, accepted after repair, with the same answer as before (bar 70 %); exits 1
below the bar.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.catalog import scratch_database
from benchmarks.faults.spoiled import KINDS, spoiled
from data_pipeline.catalog.connect import connect_read_only, reading
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.samples import highway
from data_pipeline.validation.failure import Failure
from data_pipeline.validation.repair.search import repaired
from data_pipeline.validation.session import Session

CORPUS = Path(__file__).with_name("repair_corpus.sql")
BAR = 70  # percent with the same answer
_ROWS = 1_000  # of an answer that are compared

Answer = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the statements that were spoiled in one way."""

    kind: str
    spoiled: int
    accepted: int
    same: int

    @property
    def percent(self) -> float:
        """With the same answer."""
        return 100 * self.same / self.spoiled if self.spoiled else 0.0

    def __str__(self) -> str:
        return f"{self.kind:14} {self.spoiled:7} {self.accepted:9} {self.same:6} {self.percent:6.1f} %"


def main() -> int:
    arguments = _arguments()
    with scratch_database(arguments.server) as url:
        highway.load(url)
        scores = [score(url, corpus(), kind, seed=arguments.seed) for kind in KINDS]
    print("kind           spoiled  accepted   same answer")
    print(*scores, sep="\n")
    return int(any(one.percent < BAR for one in scores))


def corpus() -> list[str]:
    """Correct statements over the sample database."""
    return [line for line in CORPUS.read_text(encoding="utf-8").splitlines() if line]


def score(url: str, statements: Sequence[str], kind: str, *, seed: int, most: int | None = None) -> Score:
    """Spoil statements in one way, mend at most so many, and compare the answers."""
    with reading(url) as connection:
        catalog = read_catalog(connection)
    session, counts = Session(url, 5.0), Counter[str]()
    try:
        for sql, bad, failure in islice(_failing(session, statements, kind, catalog, seed), most):
            repair = repaired(bad, failure, catalog, session.judge)
            counts["spoiled"] += 1
            counts["accepted"] += repair is not None
            counts["same"] += repair is not None and _answer(url, repair.after) == _answer(url, sql)
    finally:
        session.close()
    return Score(kind, counts["spoiled"], counts["accepted"], counts["same"])


def _failing(
    session: Session, statements: Sequence[str], kind: str, catalog: Catalog, seed: int
) -> Iterator[tuple[str, str, Failure]]:
    """Statements that were correct, and now fail."""
    for sql in statements:
        if session.judge(sql).status != "valid":
            continue
        for bad in spoiled(sql, kind, catalog, seed):
            if failure := session.judge(bad).failure:
                yield sql, bad, failure


def _answer(url: str, sql: str) -> Answer:
    """The rows, in any order."""
    with closing(connect_read_only(url)) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return Counter(tuple(map(_shown, row)) for row in cursor.fetchmany(_ROWS))


def _shown(value: object) -> str:
    """Numbers alike whatever their type."""
    try:
        return f"{float(value):.6g}"  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(value)


def _arguments() -> argparse.Namespace:
    given = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL")
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--server", default=given, required=not given, help="URL of a role that may create databases")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
