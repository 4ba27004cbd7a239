"""The file of question-SQL pairs, which people may also edit or upload between the steps."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from data_pipeline.files import write_json
from data_pipeline.step import PipelineError

Pair = dict[str, Any]  # "question" and "sql" are text; whatever else stands there is kept
Key = tuple[str, str]  # (question, sql): how a pair is recognised, whatever its position

_NAME = re.compile(r"qs_.*?_?(\d{8}_\d{6})_pair\.json")


def newest(directory: Path) -> Path:
    """The pair file with the latest time in its name; PipelineError ``pair_file_missing`` when there is none."""
    found = [(match[1], path) for path in directory.glob("qs_*_pair.json") if (match := _NAME.fullmatch(path.name))]
    if not found:
        raise PipelineError(
            "pair_file_missing",
            f"There is no qs_<db>_<time>_pair.json in {directory.name}: run qa_generation first.",
            f"{directory.name} 中没有问答对文件 qs_<db>_<time>_pair.json，请先执行 qa_generation",
        )
    return max(found)[1]


def read(path: Path) -> list[Pair]:
    """The pairs in file order. PipelineError ``pair_file_invalid`` names the file and what is wrong in which item."""
    try:
        items = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise PipelineError(
            "pair_file_missing",
            f"{path.name} is gone: run qa_generation again.",
            f"{path.name} 已不存在，请重新执行 qa_generation",
        ) from None
    except UnicodeDecodeError:
        raise _invalid(path, "it is not UTF-8", "不是 UTF-8 编码") from None
    except json.JSONDecodeError as error:
        raise _invalid(
            path,
            f"it is not JSON (line {error.lineno}, column {error.colno}: {error.msg})",
            f"不是合法的 JSON（第 {error.lineno} 行第 {error.colno} 列: {error.msg}）",
        ) from None
    except RecursionError:
        raise _invalid(path, "it is nested too deeply", "嵌套过深") from None
    if not isinstance(items, list):
        raise _invalid(
            path, "it must be a list of objects with question and sql", "应为由含 question 和 sql 的对象组成的列表"
        )
    for number, item in enumerate(items, start=1):
        _require_pair(path, number, item)
    return items


def key(pair: Pair) -> Key:
    """What a pair is recognised by."""
    return pair["question"], pair["sql"]


def revised(pairs: Iterable[Pair], unwanted: Collection[Key], repaired: Mapping[str, str]) -> list[Pair]:
    """Without the unwanted pairs, and with repaired SQL in the place of what it was.

    A pair that the repair makes the same as another goes, too.
    """
    wanted = [pair for pair in pairs if key(pair) not in unwanted]
    kept: dict[Key, Pair] = {}
    for pair in ({**pair, "sql": repaired.get(pair["sql"], pair["sql"])} for pair in wanted):
        kept.setdefault(key(pair), pair)
    return list(kept.values())


def rewrite(path: Path, pairs: Sequence[Pair], now: datetime) -> Path:
    """Write the pairs; the file is copied to ``<file>.backup`` before, whose path this gives.

    An earlier backup is kept: then the copy has the time in its name.
    """
    backup = path.with_name(path.name + ".backup")
    if backup.exists():
        backup = path.with_name(f"{path.name}.backup_{now:%Y%m%d_%H%M%S}")
    backup.write_bytes(path.read_bytes())
    write_json(path, pairs)
    return backup


def _require_pair(path: Path, number: int, item: Any) -> None:
    if not isinstance(item, dict):
        raise _invalid(path, f"item {number} is not an object", f"第 {number} 项不是对象")
    for field in ("question", "sql"):
        if not isinstance(item.get(field), str) or not item[field].strip():
            raise _invalid(path, f"item {number} has no text in '{field}'", f"第 {number} 项的 '{field}' 没有文本")
        if not _is_unicode(item[field]):
            raise _invalid(
                path,
                f"item {number} has half a character (a lone surrogate) in '{field}'",
                f"第 {number} 项的 '{field}' 含有半个字符（单独的代理码位）",
            )


def _is_unicode(text: str) -> bool:
    """JSON may escape what no file and no database can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _invalid(path: Path, en: str, zh: str) -> PipelineError:
    return PipelineError("pair_file_invalid", f"{path.name} cannot be used: {en}.", f"{path.name} 无法使用: {zh}")
