"""The second step: question-SQL pairs and the themes of the database, made from its catalog."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from data_pipeline.catalog.model import Catalog
from data_pipeline.files import write_json, write_text
from data_pipeline.fingerprint.exact import digest
from data_pipeline.fingerprint.made import MadePair, as_json, from_json, still_there
from data_pipeline.fingerprint.record import Changes, Record, compare, read_record, recorded, write_record
from data_pipeline.fingerprint.settings import asked_in_vain, settings_of, tell_renewal
from data_pipeline.imports.files import import_paths
from data_pipeline.names import shown
from data_pipeline.pairs.metadata import metadata_sql, themes
from data_pipeline.pairs.wording import Language
from data_pipeline.report.refresh import write_quality_report
from data_pipeline.step import PipelineError, Step
from data_pipeline.steps.example_questions import RECORD_NAME, show_examples
from data_pipeline.steps.pairs_made import Kept, Made, OnPairs, make_pairs, recorded_themes, theme_record
from data_pipeline.steps.requested import requested_catalog
from data_pipeline.steps.unchanged import figures_unchanged
from data_pipeline.validation import pair_file

if TYPE_CHECKING:
    from data_pipeline.imports.imported_pair import ImportedPair

METADATA_NAME = "metadata.txt"
_PAIR_FILE = re.compile(r"qs_.+_\d{8}_\d{6}_pair\.json(\.backup(_\d{8}_\d{6})?)?")
_MESSAGES = {
    "zh": {
        "reading": "正在读取数据库结构",
        "changed": "与上次相比：{} 个表有变化，{} 个表已不存在；其余表的 {} 个问答对保持不变",
        "unchanged": "数据库没有变化：{} 个问答对保持原样",
        "empty": "表 {} 没有数据，最多只问其中有没有数据",
        "unread": "无法读取表 {} 中的数据（{}），因此没有关于它的问答对",
        "pairs": "已拟定 {}/{} 个问答对",
        "done": "问答对生成完成：{} 个，涉及 {} 个表；主题 {} 个",
    },
    "en": {
        "reading": "Reading the schema",
        "changed": "Tables changed since the last run: {}, gone: {}; pairs about other tables stay as they are ({})",
        "unchanged": "Nothing has changed: the pairs stay as they are ({})",
        "empty": "Table {} is empty: nothing can be asked but whether it has rows",
        "unread": "The rows of table {} could not be read ({}): nothing is asked about it",
        "pairs": "{} of {} pairs",
        "done": "Pairs done: {}; tables: {}, themes: {}",
    },
}


def run(step: Step) -> dict[str, Any]:
    """Write ``qs_<db>_<time>_pair.json`` and ``metadata.txt``; give the numbers of pairs, tables and themes.

    Pairs of the last run stay where no table that they read has changed since; with nothing changed at all, so do the
    files. Pair files of earlier runs are removed, so that only one is validated and loaded. Raises PipelineError
    ``language_unknown``, and what reading the table list and the catalog raise. Tables without rows are told in the
    log: nothing can be asked about them, but their documents are worth loading.
    """
    started = time.monotonic()
    languages = _languages(str(step.parameters.get("language") or "zh"))
    messages = _MESSAGES[languages[0]]
    step.progress(0.0, messages["reading"])
    catalog = requested_catalog(step)
    earlier, imports = _earlier(step.directory), _imports(step)
    settings = digest(given := settings_of(step, "db_name", "max_pairs", "seed"))
    changes = compare(catalog, earlier, settings)
    made_before = from_json(earlier.more.get("pairs"))
    if changes.none and earlier.more.get("imports") == imports:
        there = still_there(made_before, pair_file.read(step.directory / earlier.more["pair_file"]))
        _tidy(step.directory, earlier.more["pair_file"], catalog, there)
        figures = {**earlier.more["figures"], "new": 0, "seconds": _seconds(started)}
        return figures_unchanged(step, "qa_generation", figures, messages["unchanged"].format(figures["pairs"]))
    brought = _brought(step, catalog, languages)  # first, so that a bad file ends the step early
    write_record(step.directory / RECORD_NAME, earlier.without(changes.changed | changes.gone, imports=""))
    kept = _kept(step.directory, earlier, made_before, changes, catalog)
    tell_renewal(step, earlier, given)
    _tell(step, catalog, changes, kept, messages)
    made = make_pairs(step, catalog, languages, kept, changes, _progress(step, messages))
    figures = _write(step, catalog, languages, brought, made)
    figures["new"] = len(set(made.pairs) - set(kept.pairs))
    record = [*made.record, *(MadePair(pair.question, pair.sql, (), "brought") for pair in brought)]
    if not asked_in_vain(step.directory, "qa_generation"):
        more = {"imports": imports, "pair_file": figures["pair_file"], "figures": figures, "pairs": as_json(record),
                "themes": [theme_record(theme) for theme in made.themes], "given": given}  # fmt: skip
        write_record(step.directory / RECORD_NAME, recorded(catalog, earlier, changes, settings, **more))
    _tidy(step.directory, figures["pair_file"], catalog, made.pairs)
    return _finish(step, started, figures, messages)


def _write(
    step: Step, catalog: Catalog, languages: Sequence[Language], brought: Sequence[ImportedPair], made: Made
) -> dict[str, Any]:
    """Write the pairs and the themes; the figures. The earlier pair file stays until the record names this one."""
    pairs = _beside(made.pairs, brought) if brought else made.pairs
    found = [*themes(catalog, languages[0]), *made.themes]
    name = _pair_file_name(step, catalog)
    write_json(step.directory / name, [{"question": pair.question, "sql": pair.sql} for pair in pairs])
    write_text(step.directory / METADATA_NAME, metadata_sql(found))
    return {
        "pairs": len(pairs),
        "imported": len(brought),
        "tables": len({table for pair in made.pairs for table in pair.tables}),
        "themes": len(found),
        "languages": list(languages),
        "pair_file": name,
    }


def _brought(step: Step, catalog: Catalog, languages: Sequence[Language]) -> list[ImportedPair]:
    """What the task brings along; mostly nothing, and then nothing that reads it is loaded."""
    if not import_paths(step.parameters, step.directory) and not step.parameters.get("mine_queries"):
        return []
    from data_pipeline.imports.imported import imported_pairs

    return imported_pairs(step, catalog, languages)


def _beside(made: Sequence[MadePair], brought: Sequence[ImportedPair]) -> list[MadePair | ImportedPair]:
    from data_pipeline.imports.imported import not_brought

    return [*brought, *not_brought(made, brought)]


def _finish(step: Step, started: float, figures: dict[str, Any], messages: dict[str, str]) -> dict[str, Any]:
    done = messages["done"].format(figures["pairs"], figures["tables"], figures["themes"])
    step.logger.info(done)
    step.progress(1.0, done)
    figures["seconds"] = _seconds(started)
    write_quality_report(step, "qa_generation", figures)
    return figures


def _languages(language: str) -> tuple[Language, ...]:
    known = get_args(Language)
    if language == "both":
        return known
    if language not in known:
        raise PipelineError(
            "language_unknown",
            f"Language '{language}' is not known: use zh, en or both.",
            f"不支持的语言 '{language}'，请使用 zh、en 或 both",
        )
    return tuple(one for one in known if one == language)


def _earlier(directory: Path) -> Record:
    """The record of the last run; an empty one when its files are gone."""
    record = read_record(directory / RECORD_NAME)
    names = (METADATA_NAME, str(record.more.get("pair_file") or RECORD_NAME))
    return record if all((directory / name).is_file() for name in names) and "figures" in record.more else Record()


def _imports(step: Step) -> str:
    """Digest of the files that the task brings along, and of whether it mines."""
    files = [[path.name, path.read_bytes().hex()] for path in import_paths(step.parameters, step.directory)]
    return digest([files, bool(step.parameters.get("mine_queries"))])


def _kept(directory: Path, earlier: Record, made: Sequence[MadePair], changes: Changes, catalog: Catalog) -> Kept:
    if not changes.standing:
        return Kept()
    there = still_there(made, pair_file.read(directory / earlier.more["pair_file"]))
    return Kept(
        [pair for pair in there if pair.stays(changes.standing)],
        [pair for pair in made if pair.stays(changes.standing)],
        recorded_themes(earlier.more.get("themes"), catalog, changes.unchanged),
    )


def _tell(step: Step, catalog: Catalog, changes: Changes, kept: Kept, messages: dict[str, str]) -> None:
    for table in catalog.tables:
        if table.unread and table.key in changes.changed:
            step.logger.warning(messages["unread"].format(shown(*table.key), table.unread))
        elif not table.row_count and table.key in changes.changed:
            step.logger.warning(messages["empty"].format(shown(*table.key)))
    if kept.pairs:
        step.logger.info(messages["changed"].format(len(changes.changed), len(changes.gone), len(kept.pairs)))


def _progress(step: Step, messages: dict[str, str]) -> OnPairs:
    return lambda done, wanted: step.progress(0.95 * done / wanted, messages["pairs"].format(done, wanted))


def _tidy(directory: Path, name: str, catalog: Catalog, pairs: Iterable[MadePair]) -> None:
    """Remove the pair files of earlier runs, and show each table's first questions in its document."""
    for other in directory.glob("qs_*"):
        if not other.name.startswith(name) and _PAIR_FILE.fullmatch(other.name):
            other.unlink()
    show_examples(directory, [table.key for table in catalog.tables], pairs)


def _seconds(started: float) -> float:
    return round(time.monotonic() - started, 2)


def _pair_file_name(step: Step, catalog: Catalog) -> str:
    database = re.sub(r"[^\w-]+", "_", str(step.parameters.get("db_name") or catalog.database))[:60]
    return f"qs_{database}_{datetime.now():%Y%m%d_%H%M%S}_pair.json"
