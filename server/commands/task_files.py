"""``trainyard tasks files``."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from bus import tasks
from bus.settings import Settings, read_settings
from server.commands.bus import session
from server.commands.task_show import as_json_option
from server.commands.terminal import print_columns, print_json, say
from server.services import files as service


@click.command()
@click.argument("task_id")
@click.option("--download", type=click.Path(path_type=Path, file_okay=False), help="Copy them into this directory.")
@as_json_option
def files(task_id: str, download: Path | None, as_json: bool) -> None:
    """List the files of a task, or fetch them."""
    settings = read_settings()
    with session(settings) as connection:
        directory = tasks.get(connection, task_id).output_directory
        found = service.listing(connection, settings, task_id)
    names = [file.name for file in found]
    if download:
        fetch(settings, task_id, names, download)
    if as_json:
        rows = [{"file_name": file.name, "file_type": file.file_type, "file_size": file.size_bytes} for file in found]
        return print_json({"files": rows, "total": len(rows), "directory": directory})
    if download:
        return say(f"{len(names)} files in {download}", f"{len(names)} 个文件已保存到 {download}")
    columns = [[file.name, file.file_type, file.size_bytes, f"{file.modified_at:%F %T}"] for file in found]
    return print_columns(["FILE", "TYPE", "BYTES", "CHANGED"], columns)


def fetch(settings: Settings, task_id: str, names: list[str], target: Path) -> None:
    """Copy files of a task into a directory, replacing those of the same name."""
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        source, _ = service.open_file(settings, task_id, name)
        with source, (target / name).open("wb") as copy:
            shutil.copyfileobj(source, copy)
