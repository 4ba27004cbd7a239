"""Connection URLs whose password breaks them: what libpq would make of one shows a part of it as the host."""

from __future__ import annotations

import re

# libpq ends the login at the first @ unless a / comes before it, and looks for no other: one that comes later
# belongs to a password (or a name) that ought to have been percent-encoded.
_LATE_AT = re.compile(r"postgres(?:ql)?://[^@/]*[@/].*@", re.DOTALL)


def has_late_at(url: str) -> bool:
    """Whether an @ stands in the URL where none can be; key=value strings have their own quotes, and none."""
    return _LATE_AT.match(url) is not None
