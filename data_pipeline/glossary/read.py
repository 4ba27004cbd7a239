"""A glossary from the text that a person wrote, or that a run drafted and a person changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data_pipeline.documents.text import clipped
from data_pipeline.glossary import marks
from data_pipeline.glossary.model import Entry, Glossary, Ignored, TableEntry, Term
from data_pipeline.glossary.yaml_node import Fault, Node, invalid_at
from data_pipeline.han import has_han

TOP_WORDS = ("tables", "terms", "ignore")
TABLE_WORDS = ("title", "synonyms", "description", "columns", "drafted", "told")
COLUMN_WORDS = ("title", "synonyms", "description", "values", "drafted", "told")
_TERM_WORDS = ("definition", "synonyms")
_TONGUES = ("zh", "en")
LONGEST = 2000  # characters of one text
_LIST_SIGN = re.compile(r"[,，、;；]")


def read_glossary(text: str, name: str, *, only_edits: bool = False) -> Glossary:
    """The glossary of a file called ``name``; what a draft says unchanged is left out, since the run knows it better.

    With ``only_edits``, what a draft took from another glossary is left out, too.

    Raises PipelineError ``glossary_invalid`` naming line and column of what is no YAML, or of all that is of another
    type than it should be. Words that mean nothing here are kept in ``unknown``.
    """
    if marks.is_sealed(text):
        return Glossary(source=name)
    from data_pipeline.glossary.yaml_tree import read_tree

    return _Reader(name, ("drafted", "told") if only_edits else ("drafted",)).read(read_tree(text, name))


class _Reader:
    def __init__(self, name: str, marked: tuple[str, ...]) -> None:
        self._name = name
        self._marked = marked
        self._unknown: list[tuple[str, int]] = []
        self._faults: list[Fault] = []

    def read(self, root: Node) -> Glossary:
        glossary = self._read(root)
        if self._faults:
            raise invalid_at(self._name, self._faults)
        return glossary

    def _read(self, root: Node) -> Glossary:
        top = self._known(root, TOP_WORDS)
        return Glossary(
            source=self._name,
            tables={name: table for name, table in self._tables(top.get("tables")) if not table.says_nothing},
            terms=tuple(self._term(name, node) for name, node in self._entries(top.get("terms"))),
            ignored=tuple(Ignored(text, line) for text, line in self._texts(top.get("ignore"))),
            unknown=tuple(self._unknown),
        )

    def _tables(self, node: Node | None) -> Iterator[tuple[str, TableEntry]]:
        for name, table in self._entries(node):
            words = self._known(table, TABLE_WORDS)
            columns = {column: self._column(said) for column, said in self._entries(words.get("columns"))}
            said = {column: entry for column, entry in columns.items() if not entry.says_nothing}
            yield name, TableEntry(self._entry(table, words), said)

    def _column(self, node: Node) -> Entry:
        if node.text is not None:
            return Entry(node.line, description=self._text(node))
        return self._entry(node, self._known(node, COLUMN_WORDS))

    def _entry(self, node: Node, words: dict[str, Node]) -> Entry:
        entry = Entry(
            line=node.line,
            titles=self._titles(words.get("title")),
            synonyms=tuple(text for text, _ in self._texts(words.get("synonyms"))),
            description=self._text(words.get("description")),
            labels={value: label for value, label in self._labels(words.get("values")) if label},
        )
        for word in self._marked:
            entry = marks.changed(entry, marks.read(self._text(words.get(word), longest=100_000)))
        return entry

    def _term(self, name: str, node: Node) -> Term:
        if node.text is not None:
            return Term(name, self._text(node))
        words = self._known(node, _TERM_WORDS)
        return Term(name, self._text(words.get("definition")), tuple(t for t, _ in self._texts(words.get("synonyms"))))

    def _titles(self, node: Node | None) -> dict[str, str]:
        """``订单`` or ``{zh: 订单, en: order}``."""
        if node is None or node.is_empty:
            return {}
        if node.text is not None:
            return {"zh" if has_han(node.text) else "en": self._text(node)}
        titles = {tongue: self._text(title) for tongue, title in self._known(node, _TONGUES).items()}
        return {tongue: title for tongue, title in titles.items() if title}

    def _labels(self, node: Node | None) -> Iterator[tuple[str, str]]:
        for value, label in self._entries(node):
            yield value, self._text(label)

    def _texts(self, node: Node | None) -> list[tuple[str, int]]:
        """A list of texts, each with its line; also one text with commas in it."""
        if node is None or node.is_empty:
            return []
        if node.text is not None:
            parts = [(part.strip(), node.line) for part in _LIST_SIGN.split(node.text)]
        elif node.items is not None:
            parts = [(self._text(item), item.line) for item in node.items]
        else:
            self._refuse(node, "a list such as [a, b] must stand here", "此处应为列表，例如 [甲, 乙]")
            return []
        return [(text, line) for text, line in parts if text]

    def _text(self, node: Node | None, longest: int = LONGEST) -> str:
        if node is None:
            return ""
        if node.text is None:
            self._refuse(node, "a text must stand here", "此处应为文本")
            return ""
        return clipped(node.text, longest)

    def _entries(self, node: Node | None) -> list[tuple[str, Node]]:
        if node is None or node.is_empty:
            return []
        if node.entries is None:
            self._refuse(node, "names with a colon after each must stand here", "此处应为“名称: 内容”的形式")
            return []
        return list(node.entries.items())

    def _known(self, node: Node, words: tuple[str, ...]) -> dict[str, Node]:
        """The entries under these words; others are noted."""
        entries = dict(self._entries(node))
        self._unknown += [(word, node.lines[word]) for word in entries if word not in words]
        return {word: entries[word] for word in words if word in entries}

    def _refuse(self, node: Node, en: str, zh: str) -> None:
        self._faults.append(Fault(node.line, node.column, en, zh))
