"""Whether the first rows that a statement asks for are left to chance, because more rows share the last place."""

from __future__ import annotations

import re

# As our own writer ends a statement. Of what people wrote we do not know that they mind.
_FIRST_ROWS = re.compile(r"(\nORDER BY [^\n]+\n)LIMIT (\d{1,4});?\s*\Z")


def with_ties(sql: str) -> tuple[str, int]:
    """The statement that also gives the rows which share the last place, and how many rows it asks for; ("", 0) for
    one that asks for no first rows in an order. PostgreSQL understands it from version 13 on.
    """
    found = _FIRST_ROWS.search(sql)
    if found is None or found[2].strip("0") == "":
        return "", 0
    return f"{sql[: found.start(2) - len('LIMIT ')]}FETCH FIRST {found[2]} ROWS WITH TIES", int(found[2])
