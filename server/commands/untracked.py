"""A run by hand that leaves no record: the steps run in this process and the bus is not touched."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from bus import vector_store
from bus.db import bus_url
from bus.settings import Settings
from data_pipeline.files import write_json
from data_pipeline.local_run import Listener, run
from server.commands.following import Screen


def run_untracked(settings: Settings, run_id: str, url: str, parameters: dict[str, Any], directory: Path) -> None:
    """Run the four steps with their files in ``directory``; PipelineError from the one that fails."""
    created_at = datetime.now().isoformat(timespec="seconds")
    config = {"task_id": run_id, "task_type": "manual", "created_at": created_at, "parameters": parameters}
    write_json(directory / "task_config.json", config)
    urls = {"business": url}
    if parameters["enable_training_data_load"]:
        urls["store"] = settings.vector_database_url or vector_store.url(settings, bus_url(settings))
    with Screen(bar=True) as screen:
        figures = run(directory, parameters, urls, Listener(screen.line, screen.at))
    write_json(directory / "task_result.json", {"task_id": run_id, "status": "completed", "steps": figures})
