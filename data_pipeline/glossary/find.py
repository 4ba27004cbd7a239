"""The glossary of a task: a file that the user names, wrote or changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data_pipeline.glossary.model import Glossary
from data_pipeline.glossary.read import read_glossary
from data_pipeline.step import PipelineError

GLOSSARY_NAME = "glossary.yaml"
DRAFT_NAME = "glossary.draft.yaml"
LARGEST_BYTES = 8 * 1024 * 1024  # forty thousand columns
_ENDINGS = (".yaml", ".yml")


def task_glossary(parameters: Mapping[str, Any], directory: Path) -> Glossary:
    """The first there is of: the file that ``glossary_file`` names, ``glossary.yaml``, the draft of an earlier run.

    An empty one when there is none. Raises PipelineError ``glossary_missing`` when the named file is not there, and
    ``glossary_invalid``.
    """
    named = parameters.get("glossary_file")
    paths = [_named(str(named), directory)] if named else [directory / GLOSSARY_NAME, directory / DRAFT_NAME]
    path = next((path for path in paths if path.is_file()), None)
    return read_glossary(_text(path), path.name) if path else Glossary()


def draft_edits(used: Glossary, directory: Path) -> Glossary:
    """What a person wrote into the draft while another glossary is used; raises PipelineError ``glossary_invalid``."""
    path = directory / DRAFT_NAME
    if used.source in ("", DRAFT_NAME) or not path.is_file():
        return Glossary()
    return read_glossary(_text(path), path.name, only_edits=True)


def _named(name: str, directory: Path) -> Path:
    """The file in the task's directory, else a YAML file below the working directory; nothing outside of the two."""
    for root in (directory.resolve(), Path.cwd()):
        path = (root / name).resolve()
        inside = path.is_relative_to(root) and path.suffix.lower() in _ENDINGS
        if inside and path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts):
            return path
    raise PipelineError(
        "glossary_missing",
        f"The glossary '{name}' was not found: upload it to the task as a .yaml file, then run the step again.",
        f"找不到术语表文件 '{name}'，请先以 .yaml 文件上传到该任务，再重新执行此步骤",
    )


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST_BYTES:
        raise PipelineError(
            "glossary_invalid",
            f"{path.name} is larger than 8 MB: shorten it.",
            f"{path.name} 超过 8 MB，请缩减内容",
        )
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PipelineError(
        "glossary_invalid",
        f"{path.name} is neither UTF-8 nor GBK text: save it as UTF-8.",
        f"{path.name} 既不是 UTF-8 也不是 GBK 文本，请以 UTF-8 编码保存",
    )
