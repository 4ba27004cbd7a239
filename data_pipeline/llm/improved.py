"""Pairs in the course of a run: reworded, and joined by what the LLM proposes, within one call per ten pairs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from data_pipeline.catalog.model import Catalog
from data_pipeline.llm.open import llm_of
from data_pipeline.names import shown
from data_pipeline.sentence import Sentence
from data_pipeline.step import Step

if TYPE_CHECKING:
    from data_pipeline.llm.client import Llm
    from data_pipeline.llm.propose import Proposed, ProposedTheme
    from data_pipeline.pairs.asking import Pair
    from data_pipeline.pairs.metadata import Theme
    from data_pipeline.pairs.wording import Language

_PAIRS_A_CALL = 10
_MOST_THEMES = 5


@dataclass(frozen=True, slots=True)
class Improved:
    """The same pairs, perhaps in other words, and further ones with the themes that they belong to."""

    pairs: list[Pair]
    added: list[Proposed]
    themes: list[Theme]


def improved(
    step: Step,
    catalog: Catalog,
    pairs: Sequence[Pair],
    languages: Sequence[Language],
    *,
    most: int | None = None,
    about: Collection[tuple[str, str]] | None = None,
    taken: Sequence[tuple[str, str]] = (),
) -> Improved:
    """The pairs, better where an LLM is configured and its answers hold; one call for ten pairs at most.

    There are never more than ``most``. With ``about`` new themes are about these tables only; ``taken`` are pairs
    (question, SQL) that are there already.
    """
    with llm_of(step, "qa_generation") as llm:
        if llm is None or not pairs:
            return Improved(list(pairs), [], [])
        calls = ceil(len(pairs) / _PAIRS_A_CALL)
        for_themes = min(_MOST_THEMES, calls // 5)
        new = _reworded(step, catalog, pairs, llm, calls - for_themes)
        tables = tuple(table for table in catalog.tables if about is None or table.key in about)
        known = [*taken, *((pair.question, pair.sql) for pair in new)]
        more = _proposed(step, replace(catalog, tables=tables), known, languages, llm, for_themes)
    added = [pair for theme in more for pair in theme.pairs]
    room = None if most is None else max(0, most - len(added))
    found = Improved(new[:room], added, [_theme(one) for one in more if one.name])
    _tell(step, pairs, found)
    return found


def _theme(proposed: ProposedTheme) -> Theme:
    """As the themes of the run are written."""
    from data_pipeline.pairs.metadata import Theme

    entities = tuple(shown(*table.key) for table in proposed.tables)
    return Theme(proposed.name, proposed.description, proposed.tables, entities, ())


def _reworded(step: Step, catalog: Catalog, pairs: Sequence[Pair], llm: Llm, calls: int) -> list[Pair]:
    from data_pipeline.llm.reword import reworded
    from data_pipeline.pairs.wording import wording

    wordings = {language: wording(catalog, language) for language in {pair.language for pair in pairs}}

    def on_call(done: int, total: int) -> None:
        told = Sentence(f"LLM: reworded {done}/{total}", f"大模型：改写问题 {done}/{total}")
        step.progress(0.95, told.in_language(step.parameters.get("language")))

    return reworded(pairs, wordings, llm, calls=calls, on_call=on_call)


def _proposed(
    step: Step,
    catalog: Catalog,
    taken: Sequence[tuple[str, str]],
    languages: Sequence[Language],
    llm: Llm,
    calls: int,
) -> list[ProposedTheme]:
    from data_pipeline.llm.propose import Known, proposed
    from data_pipeline.validation.check import check

    def answers(statements: Iterable[str]) -> Mapping[str, bool]:
        verdicts = check(step.connections["business"], statements, progress=lambda done, total: None)
        return {sql: verdict.status == "valid" for sql, verdict in verdicts.items()}

    known = Known([question for question, _ in taken], [sql for _, sql in taken])
    context = str(step.parameters.get("business_context") or "")
    return proposed(catalog, llm, answers, known, languages=languages, calls=calls, business_context=context)


def _tell(step: Step, pairs: Sequence[Pair], found: Improved) -> None:
    new = sum(before is not after for before, after in zip(pairs, found.pairs, strict=False))
    more, themes = len(found.added), len(found.themes)
    told = Sentence(
        f"LLM: questions reworded: {new}, pairs added: {more}, themes: {themes}",
        f"大模型：改写 {new} 个问题，为 {themes} 个主题新增 {more} 个问答对",
    )
    step.logger.info(told.in_language(step.parameters.get("language")))
