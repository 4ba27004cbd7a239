"""YAML as a tree of texts with their lines: nothing is guessed (``no`` is "no"), nothing can blow up.

Importing this imports a YAML parser: do it where there is a file to be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import yaml

from data_pipeline.glossary.yaml_node import Node, invalid

_DEEPEST = 12
_MOST_NODES = 1_000_000


class _Mark(Protocol):
    line: int  # from 0
    column: int


def read_tree(text: str, name: str) -> Node:
    """The tree of one YAML document; an empty file is an empty mapping.

    Raises PipelineError ``glossary_invalid`` naming the file, line and column of what is no YAML, of a key that stands
    twice, and of aliases, tags and nesting that no glossary needs.
    """
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        return _Reader(name).read(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        raise invalid(name, *_place(_telling(error, text)), str(error.problem), "不是合法的 YAML") from None
    except yaml.YAMLError:  # characters that YAML does not allow; they have no line of their own
        line = next((n for n, row in enumerate(text.split("\n"), 1) if not row.expandtabs().isprintable()), 1)
        raise invalid(name, line, 1, "a character that may not stand in YAML", "含有 YAML 不允许的字符") from None


class _Reader:
    """Builds the tree from the parser's events, within bounds."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes = 0

    def read(self, events: Iterator[yaml.Event]) -> Node:
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 1)
                if root.is_empty:
                    root.text, root.entries = None, {}
                return root
        return Node(1, 1, entries={})

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        line, column = _place(event.start_mark)
        self._nodes += 1
        if isinstance(event, yaml.AliasEvent):
            raise invalid(self._name, line, column, "aliases (*name) are not allowed here", "此处不支持别名（*name）")
        if depth > _DEEPEST or self._nodes > _MOST_NODES:
            raise invalid(self._name, line, column, "too deep or too large", "层次过深或内容过多")
        if isinstance(event, yaml.ScalarEvent):
            return Node(line, column, text=event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(line, column, items=[self._node(item, events, depth + 1) for item in _until_end(events)])
        return self._mapping(Node(line, column), events, depth)

    def _mapping(self, node: Node, events: Iterator[yaml.Event], depth: int) -> Node:
        found = node.entries = {}
        for event in _until_end(events):
            key = self._node(event, events, depth + 1)
            if key.text is None:
                raise invalid(self._name, key.line, key.column, "a name must stand here", "此处应为名称")
            if key.text in found:
                raise invalid(self._name, key.line, key.column, f"'{key.text}' stands twice", f"'{key.text}' 重复出现")
            node.lines[key.text] = key.line
            found[key.text] = self._node(next(events), events, depth + 1)
        return node


def _telling(error: yaml.MarkedYAMLError, text: str) -> _Mark | None:
    """Where a person has to look: what ends too late was wrong where it began."""
    at_end = error.problem_mark is not None and error.problem_mark.line >= len(text.splitlines())
    return error.context_mark if at_end and error.context_mark else error.problem_mark


def _place(mark: _Mark | None) -> tuple[int, int]:
    """Line and column, from 1."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _until_end(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            return
        yield event
