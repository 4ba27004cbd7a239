"""``trainyard tasks files``."""

from __future__ import annotations

import os
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
        return say(f"Files in {download}: {len(names)}", f"{len(names)} 个文件已保存到 {download}")
    columns = [[file.name, file.file_type, file.size_bytes, f"{file.modified_at:%F %T}"] for file in found]
    return print_columns(["FILE", "TYPE", "BYTES", "CHANGED"], columns)


def fetch(settings: Settings, task_id: str, names: list[str], target: Path) -> None:
    """Copy files of a task into a directory, replacing those of the same name; one that is the same stays untouched."""
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        source, found = service.open_file(settings, task_id, name)
        with source:
            if _is_same(target / name, found):
                continue
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            with (target / name).open("wb") as copy:
                shutil.copyfileobj(source, copy)
            os.utime(target / name, ns=(found.st_atime_ns, found.st_mtime_ns))


def _is_same(path: Path, found: os.stat_result) -> bool:
    """Whether it was copied from that file, which has not been written since."""
    if not path.is_file():
        return False
    there = path.stat()
    return (there.st_size, there.st_mtime_ns) == (found.st_size, found.st_mtime_ns)
