"""Files of a task's directory that the engine writes: a step that says it leaves one of them would lose it."""

from __future__ import annotations

from collections.abc import Iterator

from bus.faults import Fault
from server.definitions.graph import Places, Steps

_ALWAYS = {"task_config.json", "task_result.json"}


def engine_file_faults(steps: Steps, places: Places, log_file: str) -> Iterator[Fault]:
    """Output files by one of these names; a glob may well match them, among others."""
    names = {*_ALWAYS, log_file, *(f"{step['id']}_result.json" for step in steps)}
    for step in steps:
        for place, output in enumerate(step["output_files"]):
            if output["pattern"] in names:
                field = f"steps.{places[step['id']]}.output_files.{place}"
                name = output["pattern"]
                yield Fault(
                    field, f"{name} is written by the engine; take another name", f"{name} 由引擎写入，请换一个文件名"
                )
