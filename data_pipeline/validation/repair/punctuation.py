"""Full-width and curly signs where SQL needs plain ones; what stands inside proper quotes is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data_pipeline.validation.repair.broken import Broken

_PARTS = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[“„〝＂](?P<double>[^“”„〞＂]*)[”“〞＂]|[‘‚´＇](?P<single>[^‘’´＇]*)[’‘´＇]|.""",
    re.DOTALL,
)
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PLAIN = str.maketrans(
    {
        **{chr(code): plain for code, plain in _WIDE.items()},
        "、": ",",
        "。": "",
        "【": "[",
        "】": "]",
        "《": "<",
        "》": ">",
        "≤": "<=",
        "≥": ">=",
        "≠": "<>",
        **dict.fromkeys("\u00a0\u3000\u2002\u2003\u2009", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\ufeff", ""),
    }
)
_SINGLES = str.maketrans(dict.fromkeys("‘’‚´＇", "'"))
_DOUBLES = str.maketrans(dict.fromkeys("“”„〝〞＂", "'"))


def punctuation(broken: Broken) -> Iterator[str]:
    """All signs at once; then also quotes of two kinds around one text."""
    names = {name for table in broken.catalog.tables for name in (table.name, *(one.name for one in table.columns))}
    paired = "".join(_plain(match, names) for match in _PARTS.finditer(broken.sql))
    unpaired = broken.sql.translate(_SINGLES).translate(_DOUBLES).translate(_PLAIN)
    for sql in (paired, unpaired):
        if sql != broken.sql:
            yield sql


def _plain(match: re.Match[str], names: set[str]) -> str:
    inside = match["double"] if match["double"] is not None else match["single"]
    if inside is not None:
        if match["double"] is not None and inside in names:
            return f'"{inside}"'
        return "'" + inside.replace("'", "''") + "'"
    return match[0] if match[0][0] in "'\"" else match[0].translate(_PLAIN)
