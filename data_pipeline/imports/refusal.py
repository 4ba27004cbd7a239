"""How a file that cannot be imported is refused: by its name and a line."""

from __future__ import annotations

from data_pipeline.step import PipelineError


def refused(name: str, line: int, en: str, zh: str) -> PipelineError:
    """``import_file_invalid``, saying where in the file the trouble is; line 0 = the file as a whole."""
    place_en, place_zh = (f"{name}, line {line}", f"{name} 第 {line} 行") if line else (name, name)
    return PipelineError("import_file_invalid", f"{place_en}: {en}.", f"无法导入 {place_zh}：{zh}")
