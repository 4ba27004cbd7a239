"""The text of a file that people wrote with whatever they had: UTF-8, GBK, or what Excel calls Unicode or ANSI."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from data_pipeline.imports.refusal import refused

LARGEST_BYTES = 50 * 1024 * 1024
_LOOK = 1024 * 1024  # bytes by which an encoding is told
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_WITHIN_A_WORD = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]{1,2}(?=[a-z])")  # Größe, Fläche
_NOBODYS = re.compile("[\ue000-\uf8ff]")  # no letters: what another encoding gives that is taken for GBK


def read_text(path: Path) -> str:
    """The text with ``\\n`` as the only line end; PipelineError ``import_file_invalid`` for what is no text."""
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1024 // 1024
        raise refused(path.name, 0, f"the file is larger than {limit} MB", f"文件超过 {limit} MB")
    return decoded(path.name, path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")


def decoded(name: str, data: bytes) -> str:
    """The text in its own encoding, without a byte order mark."""
    encodings = ["utf-8-sig", "cp1252" if _is_western(data) else "gb18030"]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and _NOBODYS.search(text):
            continue
        if "\0" in text:
            line = text[: text.index("\0")].count("\n") + 1
            raise refused(
                name,
                line,
                "it is no text: it holds a NUL character (save it as UTF-8)",
                "不是文本，含有 NUL 字符（请以 UTF-8 保存）",
            )
        return text
    raise refused(
        name, 0, "it is neither UTF-8 nor GBK text: save it as UTF-8", "既不是 UTF-8 也不是 GBK 文本，请以 UTF-8 保存"
    )


def _is_western(data: bytes) -> bool:
    """Whether letters with accents stand alone among plain ones: GBK takes each with the next for a Chinese one."""
    runs = _BEYOND_ASCII.findall(data, 0, _LOOK)
    inside = len(_WITHIN_A_WORD.findall(data, 0, _LOOK))
    return 2 * max(sum(len(run) == 1 for run in runs), inside) >= len(runs) > 0
