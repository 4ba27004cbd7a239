"""What is said when a business database cannot be reached, and whether another try could help."""

from __future__ import annotations

import re

import psycopg2
from psycopg2.extensions import parse_dsn

from data_pipeline.sentence import Sentence
from data_pipeline.step import PipelineError

# The driver gives no code for a refused connection, only words; so these, and in Chinese where the server speaks it.
# All else (a refused port, a server that starts or stops, too many sessions, no answer) may be over in a moment.
_PERMANENT = re.compile(
    r"""password\ authentication\ failed | no\ password\ supplied | authentication\ failed\ for\ user
    | (database|role)\ ".*"\ does\ not\ exist | pg_hba\.conf | is\ not\ permitted\ to\ log\ in
    | permission\ denied\ for\ database
    | could\ not\ translate\ host\ name\ (?!.*Temporary\ failure)
    | 认证失败 | (数据库|角色).*不存在""",
    re.VERBOSE,
)
# An @ that no libpq takes for the end of the login: it stands in a password that is not percent-encoded.
_LATE_AT = re.compile(r"postgres(?:ql)?://[^@/]*[@/].*@", re.DOTALL)


def place_of(url: str) -> Sentence:
    """What the URL points at, for people. A URL that cannot be read is not quoted: it may hold a password."""
    try:
        parts = parse_dsn(url)
    except psycopg2.ProgrammingError:
        parts = None
    if parts is None or _LATE_AT.match(url) or "@" in parts.get("host", "")[1:]:  # an abstract socket begins with @
        raise PipelineError(
            "database_url_invalid",
            "The connection is not a valid URL: write postgresql://user:password@host:5432/database, and in the"
            " password @ as %40, / as %2F, ? as %3F, # as %23.",
            "数据库连接串格式不正确，应为 postgresql://用户:密码@主机:5432/数据库名，"
            "密码中的 @ 应写作 %40，/ 写作 %2F，? 写作 %3F，# 写作 %23",
        )
    server = f"{parts.get('host', 'localhost')}:{parts.get('port', '5432')}"
    name = parts.get("dbname") or parts.get("user", "")
    return Sentence(f"database '{name}' on {server}", f"{server} 上的数据库 '{name}'")


def unreachable(place: Sentence, said: str) -> PipelineError:
    """``database_unreachable`` with the driver's reason; not retryable where a try changes nothing.

    ``said`` has a line for each address that was tried, and names no password; a lasting reason is told first.
    """
    lines = said.strip().splitlines()
    lasting = next((line for line in lines if is_lasting(line)), None)
    reason = _reason(lasting or lines[0]) if lines else Sentence("no answer", "没有响应")
    return PipelineError(
        "database_unreachable",
        f"Cannot connect to {place.en}: {reason.en}.",
        f"无法连接 {place.zh}: {reason.zh}",
        retryable=lasting is None,
    )


def is_lasting(said: str) -> bool:
    """Whether the reason stays until somebody corrects the URL, the password or the server's rules."""
    return _PERMANENT.search(said) is not None


def _reason(line: str) -> Sentence:
    """The line's last clause ("Connection refused", 'database "x" does not exist')."""
    clause = line.rpartition("failed: ")[2].removeprefix("FATAL:").strip().rstrip(".")
    return Sentence(clause, clause)
