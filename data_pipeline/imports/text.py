"""The text of a file that people wrote with whatever they had: UTF-8, GBK, or what Excel calls Unicode."""

from __future__ import annotations

import codecs
from pathlib import Path

from data_pipeline.imports.refusal import refused

LARGEST_BYTES = 50 * 1024 * 1024


def read_text(path: Path) -> str:
    """The text with ``\\n`` as the only line end; PipelineError ``import_file_invalid`` for what is no text."""
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1024 // 1024
        raise refused(path.name, 0, f"the file is larger than {limit} MB", f"文件超过 {limit} MB")
    return decoded(path.name, path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")


def decoded(name: str, data: bytes) -> str:
    """The text in its own encoding, without a byte order mark."""
    encodings = ["utf-8-sig", "gb18030"]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            line = text[: text.index("\0")].count("\n") + 1
            raise refused(name, line, "it is no text: it holds a NUL character", "不是文本，含有 NUL 字符")
        return text
    raise refused(
        name, 0, "it is neither UTF-8 nor GBK text: save it as UTF-8", "既不是 UTF-8 也不是 GBK 文本，请以 UTF-8 保存"
    )
