"""Which files a task imports, and the pairs in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
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
from data_pipeline.imports.refusal import Refusal, refused, refused_together
from data_pipeline.imports.sql_blocks import sql_pairs
from data_pipeline.imports.text import read_text
from data_pipeline.step import PipelineError

PREFIX = "import_"  # of files that are imported without being named
MOST_FILES = 100
_FENCED = re.compile(r"```(?:sql|postgres\w*)?\s(.*)```", re.DOTALL | re.IGNORECASE)  # as a chat shows it
_Reader = Callable[[str, str], Iterator[FoundPair | Refusal]]
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
    """What one file holds, in its order; PipelineError ``import_file_invalid`` names the lines."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        raise refused(path.name, 0, f"its ending must be one of {known}", f"扩展名应为 {known} 之一")
    found = list(_bounded(path.name, reader(path.name, read_text(path))))
    if not found:
        raise refused(path.name, 0, "there is no pair in it", "其中没有问答对")
    if refusals := [one for one in found if isinstance(one, Refusal)]:
        raise refused_together(path.name, refusals)
    pairs = [one for one in found if isinstance(one, ImportedPair)]
    return Content(pairs, [one for one in found if isinstance(one, FoundPair)])


def _bounded(name: str, found: Iterator[FoundPair | Refusal]) -> Iterator[ImportedPair | FoundPair | Refusal]:
    """What stands in a file, each pair checked, up to where reading cannot go on or there are too many."""
    try:
        for number, one in enumerate(found, 1):
            if number > MOST_PAIRS:
                raise refused(name, one.line, f"more than {MOST_PAIRS} pairs", f"问答对超过 {MOST_PAIRS} 个")
            yield one if isinstance(one, Refusal) or one.question is None else _checked(name, one, one.question)
    except Refusal as last:
        yield last


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


def _checked(name: str, found: FoundPair, question: str) -> ImportedPair | Refusal:
    line, question, sql = found.line, " ".join(question.split()), found.sql.strip()
    if match := _FENCED.fullmatch(sql):
        sql = match.group(1).strip()
    for text, en, zh, longest in ((question, "question", "问题", LONGEST_QUESTION), (sql, "SQL", "SQL", LONGEST_SQL)):
        if not text:
            return refused(name, line, f"the {en} is empty", f"{zh}为空")
        if len(text) > longest:
            return refused(name, line, f"the {en} is longer than {longest} characters", f"{zh}超过 {longest} 个字符")
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            return refused(name, line, f"the {en} holds half a character", f"{zh}含有半个字符（单独的代理码位）")
    return ImportedPair(question, sql, f"file:{name}")
