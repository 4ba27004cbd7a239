"""Which tables a task is about: named in its parameters, in a file, or all of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data_pipeline.names import parse_table_list, parse_table_names
from data_pipeline.step import PipelineError

LARGEST_BYTES = 4 * 1024 * 1024  # of a list; ten thousand names need less
_TEXT_SUFFIXES = (".txt", ".csv", ".list", ".lst")


def requested_tables(parameters: Mapping[str, Any], directory: Path) -> list[tuple[str, str]] | None:
    """(schema, table) of every table that ``table_list`` or else ``table_list_file`` names; None = every table.

    Only where neither was given: an empty list is a slip, and must not read everything. The file lies in the task's
    directory or below the working directory. Raises PipelineError ``table_list_missing``, ``table_list_invalid`` or
    ``table_list_empty``.
    """
    listed, file_name = parameters.get("table_list"), parameters.get("table_list_file")
    if listed is None and file_name is None:
        return None
    if not listed and file_name:
        return named_tables(decode_table_list(_found(str(file_name), directory).read_bytes()))
    if isinstance(listed, str):
        return named_tables(listed)
    return _some(parse_table_names(map(str, listed or ())))


def named_tables(text: str) -> list[tuple[str, str]]:
    """(schema, table) of every table that a list names; PipelineError ``table_list_invalid``, ``table_list_empty``."""
    return _some(parse_table_list(text))


def _some(tables: list[tuple[str, str]]) -> list[tuple[str, str]]:
    if not tables:
        raise PipelineError(
            "table_list_empty",
            "The table list names no table: write one name a line.",
            "表清单中没有任何表名，请每行写一个表名",
        )
    return tables


def decode_table_list(data: bytes) -> str:
    """The text of a table list saved as UTF-8 or GBK; PipelineError ``table_list_invalid`` for what is no text."""
    if b"\0" in data:
        raise PipelineError(
            "table_list_invalid",
            "The table list is no text, it holds a NUL character: save it as UTF-8.",
            "表清单不是文本，含有 NUL 字符，请以 UTF-8 编码保存",
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PipelineError(
        "table_list_invalid",
        "The table list is neither UTF-8 nor GBK text: save it as UTF-8.",
        "表清单既不是 UTF-8 也不是 GBK 文本，请以 UTF-8 编码保存",
    )


def _is_plain_text(path: Path, root: Path) -> bool:
    """A list by its name: an error quotes names that it does not find, and a key or a ``.env`` is not to be quoted."""
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return path.suffix.lower() in _TEXT_SUFFIXES and not hidden


def _found(name: str, directory: Path) -> Path:
    """The file in the task's directory, else a text file below the working directory; nothing outside of the two."""
    for root in (directory.resolve(), Path.cwd()):
        path = (root / name).resolve()
        if path.is_relative_to(root) and path.is_file() and (root != Path.cwd() or _is_plain_text(path, root)):
            if path.stat().st_size > LARGEST_BYTES:
                raise PipelineError(
                    "table_list_invalid",
                    f"The table list file '{name}' is larger than 4 MB.",
                    f"表清单文件 '{name}' 超过 4 MB",
                )
            return path
    raise PipelineError(
        "table_list_missing",
        f"The table list file '{name}' was not found: upload it to the task, then run the step again.",
        f"找不到表清单文件 '{name}'，请先上传到该任务，再重新执行此步骤",
    )
