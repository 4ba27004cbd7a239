"""Step 4: load documents and pairs of the run into the vector store, and take out of it what holds no longer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from psycopg2.extensions import parse_dsn

from data_pipeline.catalog.connect import reading
from data_pipeline.catalog.list import existing_tables
from data_pipeline.exports.schema import read_schema
from data_pipeline.exports.tables_used import tables_used
from data_pipeline.files import write_text
from data_pipeline.report.refresh import write_quality_report
from data_pipeline.step import Step
from data_pipeline.steps.unchanged import figures_unchanged
from data_pipeline.store.connect import connect_store
from data_pipeline.store.documents import documents, tables_of_run
from data_pipeline.store.embed import Embedder, chosen_embedder, open_embedder
from data_pipeline.store.entry import KINDS, Entry, pair_entry
from data_pipeline.store.gone import left_over, outdated, remove, tables_loaded, write_tables
from data_pipeline.store.shippable import shippable
from data_pipeline.store.vanna_tables import insert, missing, prepare

_BATCH = 64  # entries embedded and committed at once: what is in stays in when the step is ended

_MESSAGES = {
    "zh": {
        "off": "训练数据加载已关闭（enable_training_data_load）",
        "start": "开始加载 {} 条训练数据（{}）",
        "loaded": "已加载 {}：新增 {}，未变 {}",
        "removed": "已移除失效的训练数据：{} 条",
        "unchanged": "训练数据没有变化：向量库中已有全部 {} 条，未新增也未移除",
        "done": "训练数据加载完成",
        "started": "开始时间",
        "seconds": "耗时（秒）",
        "embedder": "向量模型",
        "withheld": "未加载的问答对",
    },
    "en": {
        "off": "Loading is switched off (enable_training_data_load)",
        "start": "Entries to load: {} ({})",
        "loaded": "Loaded {}: {} new, {} unchanged",
        "removed": "Removed what holds no longer: {} entries",
        "unchanged": "Nothing has changed: the store holds all entries ({}), none was added or removed",
        "done": "Training data loaded",
        "started": "Started",
        "seconds": "Seconds taken",
        "embedder": "Embedder",
        "withheld": "Pairs withheld",
    },
}


def run(step: Step) -> dict[str, Any]:
    """Fill the store from the files of the run; counts by kind, new and unchanged, and how many were removed.

    Pairs that did not pass validation, or are not one harmless SELECT, are withheld. What an earlier run loaded for the
    database and is not in this one is removed; see store/gone.py. Raises PipelineError for files that are missing or
    broken and for a store that cannot be used.
    """
    if not step.parameters.get("enable_training_data_load", True):
        step.logger.info(_messages(step)["off"])
        return {"skipped": True}
    started_at = datetime.now()
    embedder = open_embedder(chosen_embedder(step.parameters.get("embedder")))
    entries, withheld = _entries(step)
    step.logger.info(_messages(step)["start"].format(len(entries), embedder.name))
    new, removed = _load(step, embedder, entries)
    figures = {**_figures(entries, new, withheld, embedder), "removed": removed}
    logs = sorted(path.name for path in step.directory.glob("training_load_*.log"))
    if logs and not new and not removed:
        told = _messages(step)["unchanged"].format(len(entries))
        return figures_unchanged(step, "training_load", {**figures, **_end(started_at, logs[-1])}, told)
    figures = _finish(step, started_at, figures)
    write_quality_report(step, "training_load", figures)
    return figures


def _entries(step: Step) -> tuple[list[Entry], int]:
    """Everything to load, each once, and how many pairs are withheld."""
    db_name = _db_name(step)
    pairs, withheld = shippable(step)
    entries = documents(step.directory, db_name)
    entries += [pair_entry(db_name, pair["question"], pair["sql"]) for pair in pairs]
    return list({entry.id: entry for entry in entries}.values()), withheld


def _load(step: Step, embedder: Embedder, entries: Sequence[Entry]) -> tuple[list[Entry], int]:
    """Store what is not there yet, then remove what holds no longer; what is new, and how many rows are gone."""
    with connect_store(step.connections["store"]) as connection:
        collections = prepare(connection, embedder)
        new = missing(connection, entries)
        connection.commit()
        for start in range(0, len(new), _BATCH):
            batch = _with_tables(step, new[start : start + _BATCH])
            insert(connection, collections, batch, _vectors(embedder, batch))
            step.progress((start + len(batch)) / len(new), f"{start + len(batch)}/{len(new)}")
        rows = left_over(connection, _db_name(step), entries)
        connection.commit()
        ids = outdated(rows, _tables(step), _existing(step)) if rows else []
        if ids:
            remove(connection, ids)
    write_tables(step.directory, _db_name(step))
    return new, len(ids)


def _with_tables(step: Step, entries: Sequence[Entry]) -> list[Entry]:
    """Pairs with the tables that their SQL reads; to read it takes a millisecond, so only new ones get here."""
    schema = read_schema(step.directory)
    sql = {entry.id: json.loads(entry.document)["sql"] for entry in entries if entry.kind == "sql"}
    tables = {row_id: tuple(sorted(tables_used(statement, schema))) for row_id, statement in sql.items()}
    return [replace(entry, tables=tables.get(entry.id, entry.tables)) for entry in entries]


def _tables(step: Step) -> set[tuple[str, str]]:
    """Those that this run is about, and those that the last load from this directory was about."""
    return {*tables_of_run(step.directory), *tables_loaded(step.directory, _db_name(step))}


def _existing(step: Step) -> frozenset[tuple[str, str]]:
    with reading(step.connections["business"]) as connection:
        return existing_tables(connection)


def _db_name(step: Step) -> str:
    return str(step.parameters.get("db_name") or parse_dsn(step.connections["business"]).get("dbname", ""))


def _vectors(embedder: Embedder, entries: Sequence[Entry]) -> list[list[float]]:
    """The entries' vectors, in order; each text is embedded once (a table's DDL and document share theirs)."""
    texts = list(dict.fromkeys(entry.embedded for entry in entries))
    vectors = dict(zip(texts, embedder.embed_documents(texts), strict=True))
    return [vectors[entry.embedded] for entry in entries]


def _figures(entries: Sequence[Entry], new: Sequence[Entry], withheld: int, embedder: Embedder) -> dict[str, Any]:
    total, fresh = Counter(entry.kind for entry in entries), Counter(entry.kind for entry in new)
    figures: dict[str, Any] = {kind: {"new": fresh[kind], "unchanged": total[kind] - fresh[kind]} for kind in KINDS}
    return {**figures, "withheld": withheld, "embedder": embedder.name}


def _finish(step: Step, started_at: datetime, figures: dict[str, Any]) -> dict[str, Any]:
    """Write ``training_load_<ts>.log`` and say the totals of this run."""
    messages = _messages(step)
    loaded = [messages["loaded"].format(kind, figures[kind]["new"], figures[kind]["unchanged"]) for kind in KINDS]
    if figures["removed"]:
        loaded.append(messages["removed"].format(figures["removed"]))
    for line in loaded:
        step.logger.info(line)
    end = _end(started_at, f"training_load_{started_at:%Y%m%d_%H%M%S}.log")
    lines = [
        f"{messages['started']}: {started_at:%Y-%m-%d %H:%M:%S}",
        f"{messages['seconds']}: {end['seconds']}",
        f"{messages['embedder']}: {figures['embedder']}",
        *loaded,
        f"{messages['withheld']}: {figures['withheld']}",
    ]
    write_text(step.directory / end["files"][0], "\n".join(lines) + "\n")
    step.progress(1.0, messages["done"])
    return {**figures, **end}


def _end(started_at: datetime, log: str) -> dict[str, Any]:
    return {"seconds": round((datetime.now() - started_at).total_seconds(), 2), "files": [log]}


def _messages(step: Step) -> dict[str, str]:
    return _MESSAGES["en" if step.parameters.get("language") == "en" else "zh"]
