"""Texts as YAML: plain where every reader takes them for texts, else in double quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

_PLAIN = re.compile(r"[^\W\d_][\w ./%+()*（），。、；：？！“”《》·-]*(?<! )")
_OTHER_TYPES = re.compile(r"null|true|false|yes|no|on|off|y|n", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def scalar(text: str) -> str:
    """The text, so that YAML reads it back as it is."""
    if _PLAIN.fullmatch(text) and not _OTHER_TYPES.fullmatch(text):
        return text
    return _UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign.group()):04x}", json.dumps(text, ensure_ascii=False))


def flow_list(texts: Iterable[str]) -> str:
    """``[a, b]`` in one line."""
    return f"[{', '.join(map(scalar, texts))}]"


def flow_mapping(entries: Mapping[str, str]) -> str:
    """``{a: b, c: d}`` in one line; an empty text stays empty, for a person to fill in."""
    written = ", ".join(f"{scalar(key)}: {scalar(value)}" for key, value in entries.items())
    return f"{{{written}}}"
