"""When to stop asking: after repeated failures, a refusal that stands, or too much time."""

from __future__ import annotations

import logging
import threading
import time

from data_pipeline.llm.failures import AskingError
from data_pipeline.sentence import Sentence

_MOST_FAILURES = 3  # in a row, each after its retries


class Breaker:
    """Opens once and for the whole step, with one line in the log; safe to use from several threads."""

    def __init__(self, logger: logging.Logger, language: str | None, seconds: float) -> None:
        self._logger, self._language = logger, language
        self._until, self._seconds = time.monotonic() + seconds, seconds
        self.reason: Sentence | None = None  # of the last failure
        self._failures, self._lock, self._opened = 0, threading.Lock(), threading.Event()

    @property
    def is_open(self) -> bool:
        """Whether nothing may be asked any more."""
        if not self._opened.is_set() and self.seconds_left <= 0:
            minutes = f"{self._seconds / 60:g}"
            self._open(Sentence(f"Its {minutes} minutes for this step are over.", f"本步骤的 {minutes} 分钟时限已到"))
        return self._opened.is_set()

    @property
    def seconds_left(self) -> float:
        """Until the step's time for asking is over."""
        return self._until - time.monotonic()

    def wait(self, seconds: float) -> None:
        """Sleep, but not longer than there is something to wait for."""
        self._opened.wait(min(seconds, max(0.0, self.seconds_left)))

    def succeeded(self) -> None:
        """A usable answer came."""
        with self._lock:
            self._failures = 0

    def failed(self, error: AskingError) -> None:
        """No usable answer came, for all retries."""
        with self._lock:
            self._failures += 1
            self.reason = error.reason
            enough = error.final or self._failures >= _MOST_FAILURES
        if enough:
            self._open(error.reason)

    def _open(self, reason: Sentence) -> None:
        with self._lock:
            if self._opened.is_set():
                return
            self._opened.set()
        told = Sentence(f"Going on without the LLM. {reason.en}", f"不再使用大模型，按规则继续: {reason.zh}")
        self._logger.warning(told.in_language(self._language))
