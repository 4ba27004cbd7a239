"""The process of a step of kind ``python``: imports the function, gives it its context, and reports by events.

Events are lines of JSON on the pipe whose number is the last argument: ``{"log": [level, name, message]}``,
``{"progress": [fraction, message]}``, ``{"result": {...}}``, ``{"error": {"code", "sentence", "retryable"}}``.
"""

from __future__ import annotations

import sys

if not __package__:  # started by its path: the rooms lie beside this one
    sys.path[0] = sys.path[0].rpartition("/")[0]

import gc
import importlib
import json
import logging
import os
import signal
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from executor.step_error import StepError

Send = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Context:
    """What a step function gets; see ``data_pipeline.step.Step``."""

    directory: Path
    parameters: Mapping[str, Any]
    connections: Mapping[str, str]
    logger: logging.Logger
    send: Send
    definition: Mapping[str, Any] = field(default_factory=dict)  # the step's own, placeholders filled in
    language: str = "zh"  # of what it says: zh or en

    def progress(self, fraction: float, message: str = "") -> None:
        """Say how far the step is (0..1)."""
        self.send({"progress": [min(1.0, max(0.0, float(fraction))), message]})


class EventLog(logging.Handler):
    """Sends every record as an event; names are the step's, or below it.

    A message that knows several languages (``in_language``) is asked for that of the task's parameter.
    """

    def __init__(self, send: Send, step: str, language: str | None) -> None:
        super().__init__()
        self._send, self._step, self._language = send, step, language

    def emit(self, record: logging.LogRecord) -> None:
        name = record.name if record.name == self._step else f"{self._step}.{record.name}"
        said = getattr(record.msg, "in_language", None)  # the library of a step does not know the task
        message = said(self._language) if said else record.getMessage()
        if record.exc_info:
            message += "\n" + "".join(traceback.format_exception(*record.exc_info))
        self._send({"log": [_level(record.levelno), name, message]})


def main() -> int:
    """Run one attempt; 0 completed, 1 failed."""
    context = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_executor, daemon=True).start()
    send = _sender(os.fdopen(int(sys.argv[-1]), "w", encoding="utf-8", errors="replace"))
    log = EventLog(send, context["step"], context["parameters"].get("language"))
    logging.basicConfig(level=logging.INFO, handlers=[log], force=True)
    try:
        send({"result": _checked(context["function"], _call(context, send))})
    except Exception as error:  # noqa: BLE001 (the boundary of this process)
        send({"error": _described(error, context["language"])})
        return 1
    finally:
        gc.freeze()  # all goes with the process: to look through it for garbage first takes up to 0.3 s
    return 0


def _call(context: dict[str, Any], send: Send) -> Any:
    module, _, name = context["function"].partition(":")
    function = _imported(module, name)
    logger = logging.getLogger(context["step"])
    given = (context["parameters"], context["connections"], logger, send, context["definition"], context["language"])
    return function(Context(Path(context["directory"]), *given))


def _checked(function: str, returned: object) -> dict[Any, Any]:
    """What the function gave back, None as nothing; StepError for anything that is no dict."""
    if returned is None or isinstance(returned, dict):
        return returned or {}
    kind = type(returned).__name__
    raise StepError(
        f"{function} returned a value of type {kind}: a step returns a dict (a JSON object), or None.",
        f"{function} 返回了 {kind} 类型的值：步骤应返回 dict（JSON 对象）或 None",
        code="result_not_object",
    )


def _imported(module: str, name: str) -> Any:
    """The function; what its modules bring along stays to the end, so that no garbage is looked for among it."""
    gc.disable()
    try:
        return getattr(importlib.import_module(module), name)
    finally:
        gc.freeze()
        gc.enable()


def _described(error: Exception, language: str) -> dict[str, Any]:
    """An error that has a code and a sentence, perhaps also a Chinese one (``zh``), speaks for itself.

    For any other the trace goes to the log.
    """
    classes = [one.__name__ for one in type(error).__mro__]
    if hasattr(error, "code") and hasattr(error, "sentence"):
        english = getattr(error, "en", error.sentence)  # `sentence` of the bus' own errors is a method
        chinese = None if language == "en" else getattr(error, "zh", None)
        return {
            "code": str(error.code),
            "sentence": str(chinese or english),
            "retryable": getattr(error, "retryable", False),
            "classes": classes,
        }
    logging.error("".join(traceback.format_exception(error)))
    driver = sys.modules.get("psycopg2")  # only if the step uses it
    lost = driver is not None and isinstance(error, (driver.OperationalError, driver.InterfaceError))
    sentence = f"{type(error).__name__}: {error}".strip()
    return {
        "code": "connection_lost" if lost else "step_failed",
        "sentence": sentence,
        "retryable": lost,
        "classes": classes,
    }


def _sender(pipe: TextIO) -> Send:
    lock = threading.Lock()
    encode = json.JSONEncoder(ensure_ascii=False, default=str).encode  # json.dumps would make one per event

    def send(event: dict[str, Any]) -> None:
        text = encode(event) + "\n"
        with lock:
            pipe.write(text)
            pipe.flush()

    return send


def _end_with_executor() -> None:
    """stdin is the life line: nothing comes after the context but its end, when the executor is gone."""
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


def _level(number: int) -> str:
    for level in (logging.CRITICAL, logging.ERROR, logging.WARNING, logging.INFO):
        if number >= level:
            return logging.getLevelName(level)
    return "DEBUG"


if __name__ == "__main__":
    sys.exit(main())
