"""Pairs in JSON: a list of objects, or one object a line, under whatever names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from data_pipeline.imports.imported_pair import FoundPair
from data_pipeline.imports.names import question_name, sql_name
from data_pipeline.imports.refusal import Refusal, refused

_BETWEEN = re.compile(r"[\s,]*")


def json_pairs(name: str, text: str) -> Iterator[FoundPair | Refusal]:
    """The pairs of a JSON list or of JSON lines; a Refusal for each that is none, raised at the end of what is JSON.

    An object has ``question`` and ``sql``, or ``input``/``instruction`` and ``output``, or ``messages`` as for
    fine-tuning (the last question and its answer count).
    """
    for line, item in _items(name, text):
        yield _pair(name, line, item)


def _pair(name: str, line: int, item: Any) -> FoundPair | Refusal:
    if not isinstance(item, dict):
        return refused(name, line, "an object with question and sql was expected", "此处应为含 question 和 sql 的对象")
    fields = _from_messages(item["messages"]) if isinstance(item.get("messages"), list) else _texts(item)
    question, sql = question_name(fields), sql_name(fields)
    if question is None or sql is None:
        missing = "question" if question is None else "sql"
        return refused(name, line, f"the object has no text named '{missing}'", f"对象中没有名为 '{missing}' 的文本")
    return FoundPair(line, fields[question], fields[sql])


def _items(name: str, text: str) -> Iterator[tuple[int, Any]]:
    """Each value with its line: those of the list, or those that follow each other."""
    decoder = json.JSONDecoder()
    stripped = text.lstrip()
    listed = stripped.startswith("[")
    end = len(text.rstrip())
    if listed:
        end = end - 1 if text[:end].endswith("]") else end
    position, line, counted = len(text) - len(stripped) + listed, 1, 0
    while True:
        match = _BETWEEN.match(text, position, end)
        position = match.end() if match else position
        line, counted = line + text.count("\n", counted, position), position
        if position >= end:
            break
        try:
            value, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            raise _not_json(name, error.lineno, error.msg) from None
        except RecursionError:
            raise _not_json(name, line, "nested too deeply") from None
        yield line, value
    if listed and not text.rstrip().endswith("]"):
        raise _not_json(name, line, "the list does not end")


def _texts(item: Mapping[str, Any]) -> dict[str, str]:
    return {key: value for key, value in item.items() if isinstance(value, str) and value.strip()}


def _from_messages(messages: list[Any]) -> dict[str, str]:
    said = {one.get("role"): one.get("content") for one in messages if isinstance(one, dict)}
    return _texts({"question": said.get("user"), "sql": said.get("assistant")})


def _not_json(name: str, line: int, reason: str) -> Exception:
    return refused(name, line, f"it is not JSON ({reason})", f"不是合法的 JSON（{reason}）")
