"""Files with several bad lines: all of them are told at once, so that they can be mended at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_pipeline.imports.files import content_of
from data_pipeline.step import PipelineError


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "a.csv",
            "question,sql\n,SELECT 1\nb?,\nc?,SELECT a, b FROM t\nd?,SELECT 1\n,SELECT 2\n",
            "a.csv, lines 2, 6: the question is empty; line 3: the SQL is empty; line 4: the row has 3 columns",
        ),
        (
            "a.jsonl",
            '{"question": "a?"}\n7\n{"question": "a?", "sql": "SELECT 1"}\n{"sql": "SELECT 1"}\n{',
            "a.jsonl, line 1: the object has no text named 'sql'; line 2: an object with question and sql was expected;"
            " line 4: the object has no text named 'question'; line 5: it is not JSON",
        ),
        (
            "a.sql",
            "-- Question: a?\n-- Question:\nSELECT 1;\n-- Question: b?\nSELECT 1;\n-- Question: c?\n",
            "a.sql, lines 1, 6: the question has no SQL below it; line 2: the question is empty.",
        ),
        (
            "a.csv",
            'question,sql\na?,\nb?,"SELECT 2\nc?,SELECT 3\n',
            "a.csv, line 2: the SQL is empty; line 3: it cannot be read as CSV",
        ),
    ],
)
def test_content_of__tells_every_bad_line(tmp_path: Path, name: str, content: str, told: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(PipelineError) as caught:
        content_of(tmp_path / name)
    assert (caught.value.code, told in caught.value.sentence) == ("import_file_invalid", True)


def test_content_of__tells_the_first_of_many_bad_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("question,sql\n" + "a?,\n" * 50_000)
    with pytest.raises(PipelineError) as caught:
        content_of(tmp_path / "a.csv")
    lines = [str(line) for line in range(2, 22)]
    assert caught.value.sentence == f"a.csv, lines {', '.join(lines)}: the SQL is empty; lines besides these: 49980."
    assert caught.value.zh == f"无法导入 a.csv 第 {'、'.join(lines)} 行：SQL为空；另有 49980 行"
