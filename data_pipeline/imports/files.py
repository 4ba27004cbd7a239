"""Which files a task imports, and the pairs in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from data_pipeline.imports.delimited import delimited_pairs
from data_pipeline.imports.imported_pair import (
    LONGEST_QUESTION,
    LONGEST_SQL,
    MOST_PAIRS,
    Content,
    FoundPair,
    ImportedPair,
)
from data_pipeline.imports.json_pairs import json_pairs
from data_pipeline.imports.refusal import refused
from data_pipeline.imports.sql_blocks import sql_pairs
from data_pipeline.imports.text import read_text
from data_pipeline.step import PipelineError

PREFIX = "import_"  # of files that are imported without being named
MOST_FILES = 100
_FENCED = re.compile(r"```(?:sql|postgres\w*)?\s(.*)```", re.DOTALL | re.IGNORECASE)  # as a chat shows it
_Reader = Callable[[str, str], Iterator[FoundPair]]
READERS: Mapping[str, _Reader] = {
    ".json": json_pairs,
    ".jsonl": json_pairs,
    ".sql": sql_pairs,
    ".csv": delimited_pairs,
    ".tsv": delimited_pairs,
}


def import_paths(parameters: Mapping[str, Any], directory: Path) -> list[Path]:
    """The files of the task's directory that ``import_files`` names, else all that begin with ``import_``.

    Raises PipelineError ``import_file_missing``, or ``import_file_invalid`` for a name that leads elsewhere.
    """
    named = parameters.get("import_files")
    if named is None:
        found = sorted(path for path in directory.glob(f"{PREFIX}*") if path.suffix.lower() in READERS)
        return [path for path in found if path.is_file() and not path.is_symlink()][:MOST_FILES]
    names = [named] if isinstance(named, str) else list(dict.fromkeys(str(name) for name in named))
    return [_named(name, directory) for name in names[:MOST_FILES]]


def content_of(path: Path) -> Content:
    """What one file holds, in its order; PipelineError ``import_file_invalid`` names the line."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        raise refused(path.name, 0, f"its ending must be one of {known}", f"扩展名应为 {known} 之一")
    found = list(islice(reader(path.name, read_text(path)), MOST_PAIRS + 1))
    if len(found) > MOST_PAIRS:
        line = found[-1].line
        raise refused(path.name, line, f"more than {MOST_PAIRS} pairs", f"问答对超过 {MOST_PAIRS} 个")
    if not found:
        raise refused(path.name, 0, "there is no pair in it", "其中没有问答对")
    asked = [_checked(path.name, pair.line, pair.question, pair.sql) for pair in found if pair.question is not None]
    return Content(asked, [pair for pair in found if pair.question is None])


def _named(name: str, directory: Path) -> Path:
    if Path(name).name != name or name.startswith("."):
        raise refused(name, 0, "it must be a file of the task's directory", "应为任务目录中的文件名")
    path = directory / name
    if not path.is_file() or path.is_symlink():
        raise PipelineError(
            "import_file_missing",
            f"The file '{name}' to import was not found in the task's directory: upload it by import-pairs. (A run"
            " removes older files that are called like its own, qs_..._pair.json.)",
            f"任务目录中找不到要导入的文件 '{name}'，请通过 import-pairs 上传（运行时会删除与其自身产物同名的旧文件"
            " qs_..._pair.json）",
        )
    return path


def _checked(name: str, line: int, question: str, sql: str) -> ImportedPair:
    question, sql = " ".join(question.split()), sql.strip()
    if match := _FENCED.fullmatch(sql):
        sql = match.group(1).strip()
    for text, en, zh, longest in ((question, "question", "问题", LONGEST_QUESTION), (sql, "SQL", "SQL", LONGEST_SQL)):
        if not text:
            raise refused(name, line, f"the {en} is empty", f"{zh}为空")
        if len(text) > longest:
            raise refused(name, line, f"the {en} is longer than {longest} characters", f"{zh}超过 {longest} 个字符")
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise refused(name, line, f"the {en} holds half a character", f"{zh}含有半个字符（单独的代理码位）")
    return ImportedPair(question, sql, f"file:{name}")
