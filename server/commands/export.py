"""``trainyard export``: training data in the forms of others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import click

from bus import tasks
from bus.settings import read_settings
from server.commands.bus import session
from server.commands.terminal import fail, say
from server.services import exports
from server.services.directories import directory_of


@click.command()
@click.argument("task")
@click.option("--format", "kind", type=click.Choice(["jsonl", "spider", "zip"]), default="zip", show_default=True)
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option(
    "--validation", type=click.FloatRange(0, 0.5), default=0.0, help="Share of the pairs to put aside, such as 0.1."
)
def export(task: str, kind: Literal["jsonl", "spider", "zip"], target: Path, validation: float) -> None:
    """Write the validated pairs of TASK to a file.

    TASK is an id, or a directory made by generate. jsonl: conversations for fine-tuning; with --validation those put
    aside are in a second file beside it. spider: tables.json and train.json (dev.json) in a zip. zip: both of these,
    the pairs and the documents.
    """
    directory = _directory(task)
    found = exports.exported(directory, validation)
    rest, total = found.validation, found.train + found.validation
    if kind != "jsonl":
        _write(target, exports.archive(found, kind, directory.name).pieces)
        en = f"{_pairs(total)} ({rest} to validate with) in {target}"
        return say(en, f"{total} 个问答对（验证集 {rest} 个）: {target}")
    _write(target, exports.conversations(found, "train", directory.name).pieces)
    if not rest:
        return say(f"{_pairs(total)} in {target}", f"{total} 个问答对: {target}")
    aside = target.with_name(f"{target.stem}_validation{target.suffix}")
    _write(aside, exports.conversations(found, "validation", directory.name).pieces)
    en = f"{_pairs(found.train)} in {target}, {rest} to validate with in {aside}"
    return say(en, f"{found.train} 个问答对: {target}；验证集 {rest} 个: {aside}")


def _pairs(number: int) -> str:
    return "1 pair" if number == 1 else f"{number} pairs"


def _directory(task: str) -> Path:
    """The run's directory: the one that is named, else that of the task."""
    if Path(task).is_dir():
        return Path(task).resolve()
    settings = read_settings()
    with session(settings) as connection:
        return directory_of(settings, tasks.get(connection, task).task_id)


def _write(target: Path, pieces: Iterator[bytes]) -> None:
    """Whole or not at all."""
    draft = target.with_name(f".{os.urandom(8).hex()}.draft")
    try:
        with draft.open("xb") as file:
            file.writelines(pieces)
        draft.replace(target)
    except OSError as error:
        fail(f"Cannot write to {target}: {error.strerror}.", f"无法写入 {target}: {error.strerror}")
    finally:
        draft.unlink(missing_ok=True)
