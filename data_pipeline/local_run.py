"""The four steps in this process: no task, no record, no executor. Files and a log, nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from psycopg2.extensions import parse_dsn

from data_pipeline.hidden import hider
from data_pipeline.sensitive.redact import redacted
from data_pipeline.sentence import Sentence
from data_pipeline.step import PipelineError

SHARES = {"ddl_generation": 40, "qa_generation": 30, "sql_validation": 20, "training_load": 10}  # percent, in order
LOG_NAME = "data_pipeline.log"


@dataclass(frozen=True, slots=True)
class Listener:
    """Who wants to know: of each line of the log, and of how many percent are done with what is done now."""

    line: Callable[[str], None]
    percent: Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class LocalStep:
    """A ``data_pipeline.step.Step``; ``done`` percent of the run come before it, ``share`` percent are its own."""

    directory: Path
    parameters: Mapping[str, Any]
    connections: Mapping[str, str]
    logger: logging.Logger
    listener: Listener
    done: int
    share: int

    def progress(self, fraction: float, message: str = "") -> None:
        """Say how far the step is (0..1)."""
        self.listener.percent(self.done + self.share * fraction, message)


class LogLines(logging.Handler):
    """Writes ``data_pipeline.log``, one line per record, with stars for the passwords; the listener hears the same."""

    def __init__(
        self, path: Path, connections: Mapping[str, str], listener: Listener, language: str | None = None
    ) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(asctime)s [%(levelname)s] %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S"))
        self._file = path.open("a", encoding="utf-8", newline="\n", buffering=1)
        self._hidden = hider(parse_dsn(url).get("password", "") for url in connections.values())
        self._listener, self._language = listener, language

    def emit(self, record: logging.LogRecord) -> None:
        """Write and tell."""
        if isinstance(record.msg, Sentence):
            record.msg = record.msg.in_language(self._language)
        head, mark, said = " ".join(self.format(record).split("\n")).partition(f"] {record.name}: ")
        line = head + mark + self._hidden(redacted(said))  # a short password may well be a part of the time
        self._file.write(line + "\n")
        self._listener.line(line)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def run(
    directory: Path, parameters: Mapping[str, Any], connections: Mapping[str, str], listener: Listener
) -> dict[str, dict[str, Any]]:
    """Run the steps in order, with their files and ``data_pipeline.log`` in ``directory``; the figures of each step.

    ``connections`` has the URL of the database to read (``business``) and of the store to load (``store``). Raises
    PipelineError from the step that fails.
    """
    language = parameters.get("language")
    root, lines = logging.getLogger(), LogLines(directory / LOG_NAME, connections, listener, language)
    root.addHandler(lines)
    try:
        return _steps(directory, parameters, connections, listener)
    except PipelineError as error:
        logging.getLogger(__package__).error(error.in_language(language))
        raise
    finally:
        root.removeHandler(lines)
        lines.close()


def _steps(
    directory: Path, parameters: Mapping[str, Any], connections: Mapping[str, str], listener: Listener
) -> dict[str, dict[str, Any]]:
    done = 0
    figures: dict[str, dict[str, Any]] = {}
    for name, share in SHARES.items():
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        step = LocalStep(directory, parameters, connections, logger, listener, done, share)
        figures[name] = import_module(f"data_pipeline.steps.{name}").run(step)
        done += share
        listener.percent(done, name)
    return figures
