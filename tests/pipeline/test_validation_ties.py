"""Whether the first rows of a statement are left to chance."""

from __future__ import annotations

import pytest
from psycopg2.errors import QueryCanceled

from data_pipeline.validation.execution import execution
from data_pipeline.validation.ties import with_ties


@pytest.mark.parametrize(
    ("sql", "asked"),
    [
        ("SELECT a\nFROM t\nORDER BY b DESC NULLS LAST\nLIMIT 3;",
         ("SELECT a\nFROM t\nORDER BY b DESC NULLS LAST\nFETCH FIRST 3 ROWS WITH TIES", 3)),
        ("SELECT a\nFROM t\nORDER BY b\nLIMIT 10", ("SELECT a\nFROM t\nORDER BY b\nFETCH FIRST 10 ROWS WITH TIES", 10)),
        ("SELECT a\nFROM t\nLIMIT 3;", ("", 0)),
        ("SELECT a\nFROM t\nORDER BY b;", ("", 0)),
        ("SELECT a FROM t ORDER BY b LIMIT 3;", ("", 0)),
        ("SELECT a\nFROM (SELECT a FROM t\nORDER BY b\nLIMIT 3) AS x", ("", 0)),
        ("SELECT a\nFROM t\nORDER BY b\nLIMIT 3 OFFSET 2;", ("", 0)),
        ("SELECT a\nFROM t\nORDER BY b\nLIMIT 0;", ("", 0)),
        ("SELECT 'x\nORDER BY b\nLIMIT 3';", ("", 0)),
    ],
)  # fmt: skip
def test_with_ties(sql: str, asked: tuple[str, int]) -> None:
    assert with_ties(sql) == asked


def test_execution__where_sorting_everything_takes_too_long_it_is_run_as_it_is() -> None:
    """Ten rows of millions are found sooner than the eleventh that shares a place."""
    judged = execution("SELECT a\nFROM t\nORDER BY b\nLIMIT 10;", 5)
    assert "WITH TIES" in str(next(judged)[1]["ties"])
    assert judged.throw(QueryCanceled())[1]["ties"] == ""
    with pytest.raises(StopIteration) as end:
        judged.send(Rows())  # type: ignore[arg-type]
    assert end.value.value.status == "valid"


def test_execution__too_long_both_times() -> None:
    judged = execution("SELECT a\nFROM t\nORDER BY b\nLIMIT 10;", 5)
    next(judged)
    judged.throw(QueryCanceled())
    with pytest.raises(StopIteration) as end:
        judged.throw(QueryCanceled())
    assert end.value.value.status == "invalid"


class Rows:
    """A cursor with ten rows."""

    def fetchall(self) -> list[tuple[str]]:
        return [("x",)] * 10
