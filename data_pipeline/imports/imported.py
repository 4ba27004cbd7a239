"""All that a task brings along: the pairs of its files, and questions for the queries that its database knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from data_pipeline.catalog.connect import reading
from data_pipeline.catalog.model import Catalog
from data_pipeline.imports.files import content_of, import_paths
from data_pipeline.imports.imported_pair import ImportedPair
from data_pipeline.imports.mined import MinedQuery, frequent_queries, view_queries
from data_pipeline.imports.question import questioner
from data_pipeline.imports.tidy import as_sql
from data_pipeline.imports.unasked import asked_for
from data_pipeline.imports.vocabulary import Language
from data_pipeline.masked import masked_sql
from data_pipeline.sensitive.mode import chosen_mode, kinds_of
from data_pipeline.sensitive.redact import redacted
from data_pipeline.sentence import Sentence
from data_pipeline.step import Step


class _HasSql(Protocol):
    @property
    def question(self) -> str: ...

    @property
    def sql(self) -> str: ...


_MOST_NAMED = 20  # questions
_Asked = TypeVar("_Asked", bound=_HasSql)


def imported_pairs(step: Step, catalog: Catalog, languages: Sequence[Language]) -> list[ImportedPair]:
    """The pairs of the task's import files, then those mined from its database if ``mine_queries`` is true.

    Queries of a file without a question get one where there are words for it, and are told in the log.

    No question occurs twice; no statement does, not even with other constants, but for one mined query in each
    language; none of a file holds a value that ``sensitive_data`` masks. None of them is validated yet. Raises
    PipelineError ``import_file_missing`` and ``import_file_invalid``, naming file and line, and what reading the
    database raises.
    """
    contents = {path.name: content_of(path) for path in import_paths(step.parameters, step.directory)}
    asked_about = asked_for(step, catalog, languages, {name: one.unasked for name, one in contents.items()})
    found = [pair for content in contents.values() for pair in content.pairs]
    of_files = _without_sensitive(step, [*found, *asked_about])
    mined = list(_mined(step, catalog, languages)) if step.parameters.get("mine_queries") else []
    kept = without_repeats([*of_files, *mined])
    _tell_repeats(step, of_files, kept)
    if of_files or mined:
        told = Sentence(
            f"Imported pairs: of files {len(of_files)}, of mined queries {len(mined)}; without repeats {len(kept)}",
            f"导入：文件中 {len(of_files)} 个问答对，挖掘的查询 {len(mined)} 个；去重后 {len(kept)} 个",
        )
        step.logger.info(told.in_language(step.parameters.get("language")))
    return kept


def _tell_repeats(step: Step, pairs: Sequence[ImportedPair], kept: Sequence[ImportedPair]) -> None:
    """Name the pairs of files that were left out."""
    there = {id(pair) for pair in kept}
    repeats = [pair.question for pair in pairs if id(pair) not in there]
    if repeats:
        more = [] if len(repeats) <= _MOST_NAMED else ["..."]
        names = "; ".join([*repeats[:_MOST_NAMED], *more])
        told = Sentence(
            f"Imported pairs left out, because an earlier one has the same question, or the same SQL but for constants"
            f" ({len(repeats)}): {names}",
            f"有 {len(repeats)} 个导入的问答对因与前面的问题相同或 SQL 仅常量不同而被去掉：{names}",
        )
        step.logger.warning(told.in_language(step.parameters.get("language")))


def without_repeats(pairs: Iterable[ImportedPair]) -> list[ImportedPair]:
    """The first pair of each question and of each statement whatever its constants; mined ones once a language."""
    questions: set[str] = set()
    statements: dict[str, str] = {}
    kept = []
    for pair in pairs:
        question, statement = asked(pair.question), masked_sql(pair.sql)
        again = statement in statements and (pair.source.startswith("file:") or statements[statement] != pair.sql)
        if question in questions or again:
            continue
        questions.add(question)
        statements[statement] = pair.sql
        kept.append(pair)
    return kept


def not_brought(pairs: Iterable[_Asked], brought: Iterable[ImportedPair]) -> list[_Asked]:
    """The pairs whose question and whose statement, whatever its constants, nobody has brought along."""
    brought = list(brought)
    if not brought:
        return list(pairs)
    questions = {asked(pair.question) for pair in brought}
    statements = {masked_sql(pair.sql) for pair in brought}
    return [one for one in pairs if asked(one.question) not in questions and masked_sql(one.sql) not in statements]


def asked(question: str) -> str:
    """What two questions have in common that are the same but for case, spaces and the mark at the end."""
    return "".join(question.split()).rstrip("?？。.!！").casefold()


def _without_sensitive(step: Step, pairs: list[ImportedPair]) -> list[ImportedPair]:
    """Those without a sensitive value; one with a mask in its place would ask for what nobody has."""
    kinds = kinds_of(chosen_mode(step.parameters.get("sensitive_data")))
    kept = [pair for pair in pairs if all(redacted(text, kinds) == text for text in (pair.question, pair.sql))]
    if out := len(pairs) - len(kept):
        told = Sentence(
            f"Imported pairs left out, because their question or SQL holds a sensitive value: {out}",
            f"有 {out} 个导入的问答对因问题或 SQL 中含敏感数据而被去掉",
        )
        step.logger.warning(told.in_language(step.parameters.get("language")))
    return kept


def _mined(step: Step, catalog: Catalog, languages: Sequence[Language]) -> Iterator[ImportedPair]:
    with reading(step.connections["business"]) as connection:
        queries: list[MinedQuery] = [*view_queries(catalog), *frequent_queries(connection, catalog)]
    ask = [questioner(catalog, language) for language in languages]
    for query in queries:
        questions = [one.question(query.tree) for one in ask]
        sql = as_sql(query.tree)
        yield from (ImportedPair(question, sql, query.source) for question in questions if question)
