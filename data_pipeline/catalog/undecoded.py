"""What is said of texts of a business database that are not in the encoding that they should be in."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.session import fetch_named
from data_pipeline.names import shown
from data_pipeline.sentence import Sentence, listed
from data_pipeline.step import PipelineError

_MOST_NAMED = 5


def undecoded(connection: Connection, place: Sentence) -> PipelineError:
    """``database_text_undecodable``: what the server would not send as UTF-8, the comments by name, and the way out."""
    encoding = connection.get_parameter_status("server_encoding") or "?"
    comments = _comments(connection) if encoding == "SQL_ASCII" else []
    what = (
        listed(comments, _MOST_NAMED) if comments else Sentence("a name, a comment or a definition", "名称、注释或定义")
    )
    about = Sentence("comments on ", "注释: ") if comments else Sentence("", "")
    return PipelineError(
        "database_text_undecodable",
        f"In {place.en} there are texts that are not UTF-8, and its encoding ({encoding}) does not say what they are:"
        f" {about.en}{what.en}. Write them anew in UTF-8 (COMMENT ON ...), or copy the database into one of encoding"
        " UTF8: pg_dump --encoding=LATIN1 (or GBK: what the texts are), then restore.",
        f"{place.zh} 中有不是 UTF-8 的文本，而数据库编码（{encoding}）未说明其实际编码: {about.zh}{what.zh}。"
        "请用 UTF-8 重写这些文本（COMMENT ON ...），或将数据库复制到编码为 UTF8 的新库: "
        "先 pg_dump --encoding=GBK（或文本的实际编码，如 LATIN1），再恢复",
    )


def _comments(connection: Connection) -> list[str]:
    """The tables and columns whose comments are not UTF-8; none where they cannot be asked for."""
    if connection.async_:
        return []
    with suppress(psycopg2.Error):
        connection.rollback()
        return [_name(row) for row in fetch_named(connection, "comments", {}) if not _is_utf8(row.text)]
    return []


def _name(row: Any) -> str:
    schema, relation, column = (bytes(part or b"").decode("utf-8", "replace") for part in row[:3])
    return f"{shown(schema, relation)}.{column}" if column else shown(schema, relation)


def _is_utf8(text: bytes) -> bool:
    try:
        bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
