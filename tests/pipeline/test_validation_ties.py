"""Whether the first rows of a statement are left to chance."""

from __future__ import annotations

import pytest

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
