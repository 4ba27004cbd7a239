"""The steps without any tracking: what a failure leaves behind, and in which language."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from data_pipeline.local_run import LOG_NAME, Listener, LogLines, run
from data_pipeline.step import PipelineError

NOBODY = "postgresql://dev:s3cret@127.0.0.1:1/sales"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (None, "无法连接 127.0.0.1:1 上的数据库 'sales'"),
        ("both", "无法连接 127.0.0.1:1 上的数据库 'sales'"),
        ("en", "Cannot connect to database 'sales' on 127.0.0.1:1"),
    ],
)
def test_run__failure_is_logged_in_the_language(tmp_path: Path, language: str | None, words: str) -> None:
    lines: list[str] = []
    listener = Listener(lines.append, lambda percent, message: None)
    parameters = {} if language is None else {"language": language}
    with pytest.raises(PipelineError) as caught:
        run(tmp_path, parameters, {"business": NOBODY}, listener)
    assert words in caught.value.in_language(language)
    assert words in lines[-1]
    assert words in (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert "s3cret" not in caught.value.zh + caught.value.sentence


@pytest.mark.parametrize("password", ["1", "sale", "INFO", "20"])
def test_log__short_password_spoils_no_line_and_is_not_shown(tmp_path: Path, password: str) -> None:
    lines = LogLines(tmp_path / LOG_NAME, {"business": f"postgresql://ro:{password}@h/d"}, Listener(print, print))
    said = f"qs_2026{password}_pair.json, {password}_item"
    for message in (said, f"postgresql://ro:{password}@h/d"):
        lines.emit(logging.LogRecord("sale", logging.INFO, "", 0, message, None, None))
    lines.close()
    head = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[INFO\] sale: "
    first, second = (tmp_path / LOG_NAME).read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(head + re.escape(said), first)
    assert re.fullmatch(head + re.escape("postgresql://ro:***@h/d"), second)


def test_pipeline_error__without_chinese_stays_english() -> None:
    assert PipelineError("odd", "Only this.").in_language("zh") == "Only this."


BROKEN_VIEW = """
CREATE TABLE shop (id integer PRIMARY KEY, name text);
INSERT INTO shop VALUES (1, 'a');
CREATE VIEW broken AS SELECT 1 / (id - id) AS x FROM shop;
"""
SAID = {
    "zh": ["public.broken：未查看取值：division by zero", "该数据库未安装 pg_stat_statements，无法从中挖掘查询"],
    "en": [
        "public.broken: values not looked at: division by zero",
        "pg_stat_statements is not installed in this database: no queries to mine from it",
    ],
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_run__what_its_library_logs_is_in_the_language(
    tmp_path: Path, make_schema: Callable[[str], str], caplog: pytest.LogCaptureFixture, language: str
) -> None:
    caplog.set_level(logging.INFO, "data_pipeline")
    lines: list[str] = []
    parameters = {"language": language, "mine_queries": True, "max_pairs": 3, "enable_training_data_load": False}
    run(tmp_path, parameters, {"business": make_schema(BROKEN_VIEW)}, Listener(lines.append, lambda *_: None))
    said = [line.partition("] ")[2].partition(": ")[2] for line in lines]
    assert set(SAID[language]) <= set(said)
    written = [line for line in said if re.search("[\u4e00-\u9fff]", line)]
    assert written == (said if language == "zh" else [])
