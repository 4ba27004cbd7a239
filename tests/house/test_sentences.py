"""Every failure of the pipeline is said in Chinese, too: most of those who read it do; and all of them alike."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from source import name, python_files, tree

CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORDS = re.compile(r"[a-z]{3}")
LEVELS = ("debug", "info", "warning", "error", "exception", "critical")


def errors() -> Iterator[tuple[str, ast.Call]]:
    """Every place in the pipeline that makes a PipelineError."""
    for path in python_files("data_pipeline"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PipelineError":
                yield f"{name(path)}:{node.lineno}", node


def chinese_argument(call: ast.Call) -> str:
    """The source of the third argument, or of ``zh``; empty when neither is given."""
    given = [*call.args[2:3], *(keyword.value for keyword in call.keywords if keyword.arg == "zh")]
    return "".join(ast.unparse(argument) for argument in given)


def test_pipeline_errors__are_found() -> None:
    assert len(list(errors())) > 20


def test_pipeline_errors__have_a_chinese_sentence() -> None:
    assert [place for place, call in errors() if not CHINESE.search(chinese_argument(call))] == []


def test_details__are_said_in_chinese_too() -> None:
    """Who reads the sentence in Chinese reads what is wrong with each field in Chinese."""
    english_alone = [
        f"{name(path)}:{node.lineno}"
        for path in python_files("bus", "server")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "InvalidInput" and len(node.args) == 3
        if WORDS.search(_said(node.args[2]))
    ]
    assert english_alone == []


def _said(details: ast.expr) -> str:
    """What a list of details says of its fields, as far as it stands there."""
    found = [
        pair
        for node in ast.walk(details)
        if isinstance(node, ast.Dict)
        for pair in zip(node.keys, node.values, strict=True)
    ]
    return "".join(ast.unparse(value) for key, value in found if key is not None and ast.unparse(key) == "'error'")


def test_chinese_sentences__end_without_a_full_stop() -> None:
    """They are shown after a label or before a list as often as alone."""
    ended = [
        f"{name(path)}:{node.lineno}"
        for path in python_files("bus", "server", "executor")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.rstrip().endswith("。")
    ]
    assert ended == []


def test_log_lines_of_the_pipeline__are_sentences_in_both_languages() -> None:
    """A text in one language alone would stand in the log of every task, whatever its language is."""
    plain = [
        f"{name(path)}:{node.lineno}"
        for path in python_files("data_pipeline")
        if "/samples/" not in name(path)  # no part of any task
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node in _logged(tree(path)) and WORDS.search(str(node.value))
    ]
    assert plain == []


def _logged(module: ast.Module) -> list[ast.expr]:
    """What is given to a logger, also by ``partial``."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    return [given for call in calls if any(map(_logs, [call.func, *call.args])) for given in call.args]


def _logs(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in LEVELS and ast.unparse(node.value).endswith("logger")
