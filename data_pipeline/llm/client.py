"""Asking an endpoint for much at once, with patience and within bounds; what cannot be had is None, never an error."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from data_pipeline.llm.breaker import Breaker
from data_pipeline.llm.cache import AnswerCache
from data_pipeline.llm.endpoint import Endpoint
from data_pipeline.llm.failures import AskingError, TooLongError, unusable
from data_pipeline.llm.figures import LlmFigures
from data_pipeline.llm.patience import Patience
from data_pipeline.llm.request import F, Request
from data_pipeline.llm.settings import LlmSettings
from data_pipeline.sentence import Sentence

T = TypeVar("T")


class Llm:
    """Usable answers of one endpoint for one step."""

    def __init__(
        self,
        settings: LlmSettings,
        cache: AnswerCache,
        figures: LlmFigures,
        logger: logging.Logger,
        language: str | None,
        patience: Patience,
    ) -> None:
        self.figures = figures
        self._settings, self._cache, self._patience = settings, cache, patience
        self._endpoint = Endpoint(settings)
        self._breaker = Breaker(logger, language, patience.step_seconds)

    @property
    def last_failure(self) -> Sentence | None:
        """Why the last question that failed had no usable answer; None also where answers were only too long."""
        return self._breaker.reason

    def close(self) -> None:
        """Close the connections; what was answered is kept."""
        self._endpoint.close()

    def ask(self, request: Request[F]) -> F | None:
        """The answer, from the cache if it was given before; None when there is none to be had."""
        try:
            return self._asked(request)
        except TooLongError:
            return None

    def ask_all(
        self, batches: Iterable[Sequence[T]], request_of: Callable[[Sequence[T]], Request[F]]
    ) -> Iterator[tuple[Sequence[T], F | None]]:
        """Each batch with its answer, in order, several asked at the same time.

        A batch whose answer is cut off for its length is asked for again in two halves, once.
        """
        pool = ThreadPoolExecutor(self._settings.concurrency, thread_name_prefix="llm")
        try:
            futures = [pool.submit(self._halved, batch, request_of) for batch in batches]
            for future in futures:
                yield from future.result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _halved(
        self, batch: Sequence[T], request_of: Callable[[Sequence[T]], Request[F]]
    ) -> list[tuple[Sequence[T], F | None]]:
        try:
            return [(batch, self._asked(request_of(batch)))]
        except TooLongError:
            middle = len(batch) // 2
            halves = (batch[:middle], batch[middle:]) if middle else ()
            return [(half, self.ask(request_of(half))) for half in halves] or [(batch, None)]

    def _asked(self, request: Request[F]) -> F | None:
        key = request.key(self._settings.model)
        kept = self._cache.get(key)
        if kept is not None and (answer := request.read(kept)) is not None:
            self.figures.count(request.purpose, cache_hits=1)
            return answer
        try:
            return self._insist(request, key)
        except TooLongError:
            self.figures.count(request.purpose, failures=1)
            raise
        except AskingError as error:
            self.figures.count(request.purpose, failures=1)
            self._breaker.failed(error)
            return None

    def _insist(self, request: Request[F], key: str) -> F | None:
        """Ask until there is a usable answer, or no sense in asking."""
        failures = 0
        while not self._breaker.is_open:
            try:
                return self._answer(request, key)
            except AskingError as error:
                failures += 1
                if failures > error.again or failures >= self._patience.attempts:
                    raise
                self._breaker.wait(self._patience.pause(failures, error.pause))
            if not self._breaker.is_open:
                self.figures.count(request.purpose, retries=1)
        return None

    def _answer(self, request: Request[F], key: str) -> F:
        """One try."""
        reply = self._endpoint.reply(request, lambda: self.figures.count(request.purpose, calls=1))
        spent = {"input_tokens": reply.input_tokens, "output_tokens": reply.output_tokens}
        self.figures.count(request.purpose, estimated_calls=int(reply.estimated), **spent)
        answer = request.read(reply.content)
        if answer is None:
            raise unusable("it does not have the shape asked for", "不符合要求的格式")
        self._cache.put(key, answer.model_dump_json())
        self._breaker.succeeded()
        return answer
