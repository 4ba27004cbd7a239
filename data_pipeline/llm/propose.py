"""Themes and harder questions that the LLM thinks of; only those stay whose SQL the database answers well."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.llm.client import Llm
from data_pipeline.llm.forms import ThemeQuestions
from data_pipeline.llm.gate import admitted
from data_pipeline.llm.incoming import is_chinese, plain_line, reads_like_sql
from data_pipeline.llm.outgoing import data_block
from data_pipeline.llm.prompts import instruction
from data_pipeline.llm.request import Request
from data_pipeline.llm.schema_text import schema_of
from data_pipeline.masked import masked_sql

if TYPE_CHECKING:
    from data_pipeline.pairs.wording import Language

QUESTIONS_A_CALL = 10
_TABLES_A_CALL = 8
_LONGEST_QUESTION, _LONGEST_NAME, _LONGEST_DESCRIPTION = 300, 60, 300

Check = Callable[[Iterable[str]], Mapping[str, bool]]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A question of a theme, with a statement that was run and gave an answer."""

    question: str
    sql: str
    language: Language


@dataclass(frozen=True, slots=True)
class ProposedTheme:
    """What people ask about some tables."""

    name: str
    description: str
    tables: tuple[Table, ...]
    pairs: tuple[Proposed, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already and not wanted again."""

    questions: Collection[str]
    statements: Collection[str]


def proposed(
    catalog: Catalog,
    llm: Llm,
    check: Check,
    known: Known,
    *,
    languages: Sequence[Language],
    calls: int,
    business_context: str = "",
) -> list[ProposedTheme]:
    """At most one theme a call, each about other tables; the languages take turns.

    ``check`` runs statements against the database: whether each answers with something. A theme without any question
    that holds is left out; so are questions and (but for their constants) statements that are known.
    """
    asked = [(languages[n % len(languages)], tables) for n, tables in enumerate(_neighbourhoods(catalog, calls))]

    def request(batch: Sequence[tuple[Language, tuple[Table, ...]]]) -> Request[ThemeQuestions]:
        ((language, tables),) = batch
        value = {"business_context": business_context, "count": QUESTIONS_A_CALL, "tables": schema_of(tables)}
        return Request("propose", instruction("propose", language), data_block(value), ThemeQuestions)

    drafts = [
        _draft(answer, *batch[0], catalog)
        for batch, answer in llm.ask_all([[one] for one in asked], request)
        if answer is not None
    ]
    return _holding(drafts, check, known)


def _neighbourhoods(catalog: Catalog, most: int) -> list[tuple[Table, ...]]:
    """The tables with most links and rows, each with what it points at and what points at it; all covered in turn."""
    filled = {table.key: table for table in catalog.tables if table.row_count and not table.is_view}
    linked: dict[tuple[str, str], dict[tuple[str, str], None]] = {key: {} for key in filled}
    for table in filled.values():
        for key in table.foreign_keys:
            other = (key.ref_schema, key.ref_table)
            if other in filled and other != table.key:
                linked[table.key].setdefault(other)
                linked[other].setdefault(table.key)
    found: list[tuple[Table, ...]] = []
    covered: set[tuple[str, str]] = set()
    for center in sorted(filled, key=lambda one: (-len(linked[one]), -filled[one].row_count, one)):
        if center not in covered and len(found) < most:
            keys = [center, *linked[center]][:_TABLES_A_CALL]
            found.append(tuple(filled[key] for key in keys))
            covered.update(keys)
    return found


def _draft(answer: ThemeQuestions, language: Language, tables: tuple[Table, ...], catalog: Catalog) -> ProposedTheme:
    pairs = []
    for item in answer.questions[:QUESTIONS_A_CALL]:
        question, sql = plain_line(item.question, _LONGEST_QUESTION), admitted(item.sql, catalog)
        worded = len(question) >= 4 and is_chinese(question) == (language == "zh") and not reads_like_sql(question)
        if worded and sql:
            pairs.append(Proposed(question, sql, language))
    name, description = (
        plain_line(answer.theme, _LONGEST_NAME),
        plain_line(answer.description, _LONGEST_DESCRIPTION),
    )
    return ProposedTheme(name, description, tables, tuple(pairs))


def _holding(drafts: Sequence[ProposedTheme], check: Check, known: Known) -> list[ProposedTheme]:
    """The themes with the pairs whose statement answers, each question and form of statement once."""
    good = check([pair.sql for theme in drafts for pair in theme.pairs])
    questions = {question.casefold() for question in known.questions}
    forms = {masked_sql(sql) for sql in known.statements}
    themes = []
    for theme in drafts:
        pairs = []
        for pair in theme.pairs:
            if good.get(pair.sql) and pair.question.casefold() not in questions and masked_sql(pair.sql) not in forms:
                questions.add(pair.question.casefold())
                forms.add(masked_sql(pair.sql))
                pairs.append(pair)
        if pairs:
            themes.append(ProposedTheme(theme.name, theme.description, theme.tables, tuple(pairs)))
    return themes
