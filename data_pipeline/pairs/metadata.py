"""The themes of a database as SQL: a ``metadata`` table of topics with their tables, entities and metrics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data_pipeline.catalog.model import Catalog, Column, Table
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.groupings import dimensions
from data_pipeline.pairs.options import measurable
from data_pipeline.pairs.sql_conditions import table_name
from data_pipeline.pairs.subjects import Subject, Subjects, read_subjects
from data_pipeline.pairs.wording import Language
from data_pipeline.pairs.words import Words

_MOST_THEMES = 10
_LONGEST_NAME = 100  # characters, of the column topic_name
_MOST_TERMS = 12  # entities and metrics of one theme
_CREATE = """\
CREATE TABLE IF NOT EXISTS metadata (
    id SERIAL PRIMARY KEY,
    topic_name VARCHAR(100) NOT NULL,
    description TEXT,
    related_tables TEXT[],
    biz_entities TEXT[],
    biz_metrics TEXT[],
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
"""
_TEXTS: dict[Language, dict[str, str]] = {
    "zh": {"topic": "{}分析", "by": "{0}：可按{1}统计{2}", "and": "、", "count": "{}数量", "rest": "基础资料",
           "of": "其他业务对象：{}"},
    "en": {"topic": "{} analysis", "by": "{0}: {2} by {1}", "and": ", ", "count": "number of {}",
           "rest": "reference data", "of": "other things of the business: {}"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject that people ask about."""

    name: str
    description: str
    tables: tuple[Table, ...]
    entities: tuple[str, ...]
    metrics: tuple[str, ...]


def themes(catalog: Catalog, language: Language) -> list[Theme]:
    """A theme for each of the largest tables of events with what they point at, and one for the other tables."""
    subjects = read_subjects(catalog)
    words: Words = ChineseWords(catalog) if language == "zh" else EnglishWords(catalog)
    events = sorted((s for s in subjects.values() if not s.is_entity), key=lambda subject: -subject.table.row_count)
    found = [_theme(event, subjects, words, _TEXTS[language]) for event in events[:_MOST_THEMES]]
    told = {table.key for theme in found for table in theme.tables}
    rest = [subject for key, subject in subjects.items() if key not in told]
    return [*found, _rest(rest, words, _TEXTS[language])] if rest else found


def metadata_sql(found: Sequence[Theme]) -> str:
    """A script that makes the table where it is missing and fills it; running it again leaves the same themes."""
    names = ", ".join(_string(theme.name) for theme in found)
    inserts = "\n".join(_insert(theme) for theme in found)
    clear = f"DELETE FROM metadata WHERE topic_name IN ({names});\n\n" if found else ""
    return f"BEGIN;\n\n{_CREATE}\n{clear}{inserts}\nCOMMIT;\n"


def _theme(event: Subject, subjects: Subjects, words: Words, texts: dict[str, str]) -> Theme:
    noun = words.table(event.table).strip()
    groups = [
        _called(event, option.column, words)
        for option in dimensions(event, 0, event, dated=False, rows=event.table.row_count)
    ]
    parents = [words.table(link.parent).strip() for link in event.parents]
    entities = _terms([*parents, *groups]) or (noun,)
    metrics = _terms([texts["count"].format(noun), *(_called(event, column, words) for column in measurable(event))])
    description = texts["by"].format(noun, texts["and"].join(entities), texts["and"].join(metrics))
    tables = dict.fromkeys([event.table.key, *(link.parent.key for link in event.parents)])
    return Theme(
        texts["topic"].format(noun)[:_LONGEST_NAME],
        description,
        tuple(subjects[key].table for key in tables),
        entities,
        metrics,
    )


def _rest(left: Sequence[Subject], words: Words, texts: dict[str, str]) -> Theme:
    nouns = _terms(words.table(subject.table).strip() for subject in left)
    metrics = _terms(_called(subject, column, words) for subject in left for column in measurable(subject))
    counts = metrics or tuple(texts["count"].format(noun) for noun in nouns)
    described = texts["of"].format(texts["and"].join(nouns))
    return Theme(texts["rest"], described, tuple(subject.table for subject in left), nouns, counts)


def _called(subject: Subject, column: Column, words: Words) -> str:
    return words.column(subject.table, column).strip()


def _terms(terms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))[:_MOST_TERMS]


def _insert(theme: Theme) -> str:
    tables = [table_name(table) for table in theme.tables]
    values = [_string(theme.name), _string(theme.description), *map(_array, (tables, theme.entities, theme.metrics))]
    head = "INSERT INTO metadata (topic_name, description, related_tables, biz_entities, biz_metrics) VALUES (\n    "
    return head + ",\n    ".join(values) + "\n);\n"


def _array(terms: Sequence[str]) -> str:
    return f"ARRAY[{', '.join(map(_string, terms))}]::TEXT[]"


def _string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
