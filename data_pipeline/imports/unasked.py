"""Questions for queries that stand in a file without one, as for those that the database itself knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from data_pipeline.catalog.model import Catalog
from data_pipeline.imports.imported_pair import LONGEST_SQL, FoundPair, ImportedPair
from data_pipeline.imports.mined import MOST_QUERIES, usable
from data_pipeline.imports.question import Questioner, questioner
from data_pipeline.imports.tidy import as_sql
from data_pipeline.imports.vocabulary import Language
from data_pipeline.sentence import Sentence
from data_pipeline.step import Step

_PLACEHOLDER = re.compile(r"\$\d")
_MOST_LINES = 20  # that are named


def asked_for(
    step: Step, catalog: Catalog, languages: Sequence[Language], files: Mapping[str, Sequence[FoundPair]]
) -> list[ImportedPair]:
    """A pair for each language and query for which there are words; the log names the lines of the others."""
    ask = [questioner(catalog, language) for language in languages] if any(files.values()) else []
    pairs: list[ImportedPair] = []
    for name, queries in files.items():
        found = [list(_pairs(name, query, ask, catalog)) for query in queries[:MOST_QUERIES]]
        pairs += [pair for of_query in found for pair in of_query]
        if queries:
            asked = zip_longest(queries, found)  # those beyond the most have nothing
            _tell(step, name, len(queries), [query.line for query, of_query in asked if not of_query])
    return pairs


def lines_named(lines: Sequence[int]) -> str:
    """``2, 7, 11``, and ``...`` for more than anybody reads."""
    return ", ".join([*map(str, lines[:_MOST_LINES]), *(["..."] if len(lines) > _MOST_LINES else [])])


def _pairs(name: str, query: FoundPair, ask: Sequence[Questioner], catalog: Catalog) -> Iterator[ImportedPair]:
    """The statement stays as it is written, but for placeholders."""
    tree = usable(query.sql, catalog) if len(query.sql) <= LONGEST_SQL else None
    if tree is None:
        return
    sql = as_sql(tree) if _PLACEHOLDER.search(query.sql) else query.sql
    yield from (ImportedPair(question, sql, f"query:{name}") for one in ask if (question := one.question(tree)))


def _tell(step: Step, name: str, count: int, left_out: Sequence[int]) -> None:
    asked, lines = count - len(left_out), lines_named(left_out)
    en = f"{name}: {count} queries have no question; questions were made for {asked} of them"
    zh = f"{name}：{count} 条查询没有问题，已为其中 {asked} 条拟定问题"
    if not left_out:
        step.logger.info(Sentence(en, zh).in_language(step.parameters.get("language")))
        return
    told = Sentence(
        f"{en}, those of lines {lines} are left out: write '-- Question: ...' above each",
        f"{zh}，第 {lines} 行的查询被略去，请在其上方写明“-- 问题：……”",
    )
    step.logger.warning(told.in_language(step.parameters.get("language")))
