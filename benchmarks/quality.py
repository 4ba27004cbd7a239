"""How good the pairs are, by an evaluation kit outside the project: ``python -m benchmarks.quality --help``.

The kit is a directory with ``load.py`` (makes the databases, also copies without keys), ``score.py`` (scores pairs and
a profile) and ``data/questions.jsonl`` (people's questions). For every database: documents, 1,000 pairs in
English without an LLM, validation; then the scores as a table in Markdown.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from psycopg2.extensions import make_dsn, parse_dsn

from data_pipeline.local_run import Listener, run

_PAIRS, _FIRST = 1000, 150
_OFF = {"enable_training_data_load": False, "enable_llm": False, "language": "en"}
_ROWS = (
    ("all", "pairs", ("count", "explain_valid", "execution_valid", "non_empty", "non_trivial", "duplicate_questions",
                      "duplicate_sql")),
    ("raw", "pairs", ("count", "explain_valid", "non_trivial")),
    ("all", "coverage", ("tables", "columns", "fk_edges")),
    ("all", "diversity", ("skeletons", "pattern_sets", "atoms_used", "easy", "medium", "hard", "extra")),
    ("all", "retrieval", ("tab@5", "col@10", "atoms@10", "pat@5", "tab+pat@5", "tab+pat@all")),
    (f"first {_FIRST}", "retrieval", ("tab@5", "tab+pat@5")),
    ("profile", "", ("fk_precision", "fk_recall", "enum_precision", "enum_recall", "enum_values_exact",
                     "tables_described", "columns_described")),
)  # fmt: skip
_NAMES = {"all": "shipped", "raw": "before repair and filter"}


@click.command()
@click.option("--kit", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--server", required=True, help="postgresql:// URL of a server on which databases may be made.")
@click.option("--python", default=sys.executable, help="An interpreter that has what the kit requires.")
def quality(kit: Path, server: str, python: str) -> None:
    """Make the kit's databases, generate pairs for each, and print the scores."""
    loaded = _said([python, str(kit / "load.py"), "--server", server, "--drop-fks", "--replace"])
    names = [parse_dsn(line)["dbname"] for line in loaded.splitlines() if line.strip()]
    sets = [name for name in names if f"{name}_nofk" in names]
    with tempfile.TemporaryDirectory() as place:
        scores = {name: _scored(kit, server, python, name, Path(place)) for name in sets}
    click.echo("\n".join(_table(scores)))


def _scored(kit: Path, server: str, python: str, name: str, place: Path) -> dict[str, Any]:
    """The kit's report on one database, with the pairs as they were before validation under ``raw``."""
    click.echo(f"{name} ...", err=True)
    pairs = _generated(server, name, place / name, _PAIRS)
    _generated(server, f"{name}_nofk", place / f"{name}_nofk", 50)
    profile = place / f"{name}_nofk" / "schema_profile.json"
    questions = ["--questions", str(kit / "data" / "questions.jsonl"), "--db", name, "--subset", str(_FIRST)]
    report = _report(kit, server, python, name, pairs, [*questions, "--profile", str(profile)])
    backup = pairs.with_name(pairs.name + ".backup")
    if backup.exists():
        shutil.copy(backup, raw := pairs.with_name("raw.json"))
    report["raw"] = _report(kit, server, python, name, raw if backup.exists() else pairs, ["--db", name])["all"]
    return report


def _generated(server: str, name: str, directory: Path, count: int) -> Path:
    directory.mkdir()
    quiet = Listener(line=lambda _: None, percent=lambda *_: None)
    run(directory, {**_OFF, "max_pairs": count}, {"business": make_dsn(server, dbname=name), "store": ""}, quiet)
    return next(directory.glob("qs_*_pair.json"))


def _report(kit: Path, server: str, python: str, name: str, pairs: Path, more: list[str]) -> dict[str, Any]:
    answer = pairs.with_name("scores.json")
    dsn = make_dsn(server, dbname=name)
    _said([python, str(kit / "score.py"), "--dsn", dsn, "--pairs", str(pairs), *more, "--json", str(answer)])
    report: dict[str, Any] = json.loads(answer.read_text("utf-8"))
    return report


def _said(command: list[str]) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=1800).stdout


def _table(scores: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield "| | " + " | ".join(scores) + " |"
    yield "|---|" + "---|" * len(scores)
    for pool, section, figures in _ROWS:
        for figure in figures:
            values = [_shown(_found(score, pool, section).get(figure)) for score in scores.values()]
            yield f"| {_NAMES.get(pool, pool)}: {figure} | " + " | ".join(values) + " |"


def _found(score: dict[str, Any], pool: str, section: str) -> dict[str, Any]:
    whole = score.get(pool) or {}
    return (whole.get(section) or {}) if section else whole


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "-" if value["pct"] is None else f"{value['pct']} %"
    return "-" if value is None else str(value)


if __name__ == "__main__":
    quality()
