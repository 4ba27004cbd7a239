"""Which functions a shipped query may call: those that change nothing and read nothing but the database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Known without asking a database: functions of the server and its contrib modules that change something, wait, read
# files or run a text as SQL. Nothing that starts with pg_ answers a question about a business.
_FORBIDDEN = re.compile(
    r"pg_(?!typeof$|size_pretty$|get_\w+def$).*|lo_.*|loread|lowrite|binary_upgrade_.*|brin_.*|gin_clean_pending_list"
    r"|nextval|setval|currval|lastval|currtid2|set_config|setseed|txid_.*"
    r"|(query|table|schema|database|cursor)_to_xml.*|ts_stat|ts_rewrite|crosstab.*|connectby|xpath_table"
    r"|dblink.*|postgres_fdw_.*"
)
# Volatile because they answer differently each time, not because they do anything. "bernoulli" and "system" sample.
_HARMLESS = frozenset(
    """
    random random_normal clock_timestamp timeofday gen_random_uuid uuidv4 uuidv7 uuid_generate_v4
    array_sample array_shuffle bernoulli system
    """.split()  # noqa: SIM905 (a wall of quotes would read worse)
)
VOLATILE = """
    SELECT DISTINCT proname FROM pg_catalog.pg_proc
    WHERE proname = ANY(%(names)s) AND provolatile = 'v' AND prokind = 'f'
      AND prorettype NOT IN ('pg_catalog.trigger'::regtype, 'pg_catalog.event_trigger'::regtype)
"""


def forbidden(names: Iterable[str]) -> str | None:
    """The first of these names (as PostgreSQL folds them) that may never be called; None when there is none."""
    return next((name for name in sorted(names) if _is_forbidden(name)), None)


@lru_cache(maxsize=10_000)  # most statements call the same few
def _is_forbidden(name: str) -> bool:
    return bool(_FORBIDDEN.fullmatch(name))


def suspects(names: Iterable[str]) -> list[str]:
    """Those of the names that ``VOLATILE`` is to be asked about: all but the harmless ones."""
    return sorted(set(names) - _HARMLESS)
