"""Step 4: load documents and pairs of the run into the vector store; loading again changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg2.extensions import parse_dsn

from data_pipeline.files import write_text
from data_pipeline.report.refresh import write_quality_report
from data_pipeline.step import Step
from data_pipeline.store.connect import connect_store
from data_pipeline.store.documents import documents
from data_pipeline.store.embed import Embedder, chosen_embedder, open_embedder
from data_pipeline.store.entry import KINDS, Entry, pair_entry
from data_pipeline.store.shippable import shippable
from data_pipeline.store.vanna_tables import insert, missing, prepare

_BATCH = 64  # entries embedded and committed at once: what is in stays in when the step is ended

_MESSAGES = {
    "zh": {
        "off": "训练数据加载已关闭（enable_training_data_load）",
        "start": "开始加载 {} 条训练数据（{}）",
        "loaded": "已加载 {}：新增 {}，未变 {}",
        "done": "训练数据加载完成",
        "started": "开始时间",
        "seconds": "耗时（秒）",
        "embedder": "向量模型",
        "withheld": "未加载的问答对",
    },
    "en": {
        "off": "Loading is switched off (enable_training_data_load)",
        "start": "Loading {} entries ({})",
        "loaded": "Loaded {}: {} new, {} unchanged",
        "done": "Training data loaded",
        "started": "Started",
        "seconds": "Seconds taken",
        "embedder": "Embedder",
        "withheld": "Pairs withheld",
    },
}


def run(step: Step) -> dict[str, Any]:
    """Fill the store from the files of the run; counts by kind, told apart into new and unchanged.

    Pairs that did not pass validation, or are not one harmless SELECT, are withheld. Raises PipelineError for files
    that are missing or broken and for a store that cannot be used.
    """
    if not step.parameters.get("enable_training_data_load", True):
        step.logger.info(_messages(step)["off"])
        return {"skipped": True}
    started_at = datetime.now()
    embedder = open_embedder(chosen_embedder(step.parameters.get("embedder")))
    entries, withheld = _entries(step)
    step.logger.info(_messages(step)["start"].format(len(entries), embedder.name))
    new = _load(step, embedder, entries)
    figures = _finish(step, started_at, _figures(entries, new, withheld, embedder))
    write_quality_report(step, "training_load", figures)
    return figures


def _entries(step: Step) -> tuple[list[Entry], int]:
    """Everything to load, each once, and how many pairs are withheld."""
    db_name = str(step.parameters.get("db_name") or parse_dsn(step.connections["business"]).get("dbname", ""))
    pairs, withheld = shippable(step)
    entries = documents(step.directory, db_name)
    entries += [pair_entry(db_name, pair["question"], pair["sql"]) for pair in pairs]
    return list({entry.id: entry for entry in entries}.values()), withheld


def _load(step: Step, embedder: Embedder, entries: Sequence[Entry]) -> list[Entry]:
    """Store what is not there yet; returns it."""
    with connect_store(step.connections["store"]) as connection:
        collections = prepare(connection, embedder)
        new = missing(connection, entries)
        connection.commit()
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            insert(connection, collections, batch, _vectors(embedder, batch))
            step.progress((start + len(batch)) / len(new), f"{start + len(batch)}/{len(new)}")
    return new


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
    for line in loaded:
        step.logger.info(line)
    seconds = round((datetime.now() - started_at).total_seconds(), 2)
    lines = [
        f"{messages['started']}: {started_at:%Y-%m-%d %H:%M:%S}",
        f"{messages['seconds']}: {seconds}",
        f"{messages['embedder']}: {figures['embedder']}",
        *loaded,
        f"{messages['withheld']}: {figures['withheld']}",
    ]
    path = step.directory / f"training_load_{started_at:%Y%m%d_%H%M%S}.log"
    write_text(path, "\n".join(lines) + "\n")
    step.progress(1.0, messages["done"])
    return {**figures, "seconds": seconds, "files": [path.name]}


def _messages(step: Step) -> dict[str, str]:
    return _MESSAGES["en" if step.parameters.get("language") == "en" else "zh"]
