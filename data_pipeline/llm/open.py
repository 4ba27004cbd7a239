"""The LLM of a step, where an endpoint is configured and the task does not switch it off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from data_pipeline.llm.patience import Patience
from data_pipeline.llm.settings import LlmSettingError, LlmSettings, read_llm_settings
from data_pipeline.sentence import Sentence
from data_pipeline.step import Step

if TYPE_CHECKING:
    from data_pipeline.llm.client import Llm

PATIENCE = Patience()
_CUT_OFF = Sentence("The answer was cut off for its length.", "回答过长而被截断")


@contextmanager
def llm_of(step: Step, name: str) -> Iterator[Llm | None]:
    """What the step ``name`` may ask for the block; None without an endpoint, and then nothing of it is loaded.

    What it took stands in ``llm_usage.json`` afterwards, in the log as well.
    """
    settings = _settings(step)
    if settings is None:
        yield None
        return
    from data_pipeline.llm.cache import CACHE_NAME, AnswerCache
    from data_pipeline.llm.client import Llm
    from data_pipeline.llm.figures import LlmFigures

    language = step.parameters.get("language")
    figures = LlmFigures()
    with closing(AnswerCache(step.directory / CACHE_NAME)) as cache:
        try:
            with closing(Llm(settings, cache, figures, step.logger, language, PATIENCE)) as llm:
                yield llm
        finally:
            figures.write(step.directory, name, settings)
    spent = figures.total
    tokens = spent.input_tokens + spent.output_tokens
    told = Sentence(
        f"LLM: {spent.calls} calls, {spent.cache_hits} answers from the cache, {tokens} tokens",
        f"大模型：调用 {spent.calls} 次，缓存命中 {spent.cache_hits} 次，共 {tokens} 个词元",
    )
    step.logger.info(told.in_language(language))
    if spent.failures:
        step.logger.warning(_failed(spent.failures, llm.last_failure or _CUT_OFF).in_language(language))


def _failed(count: int, reason: Sentence) -> Sentence:
    return Sentence(
        f"LLM: questions without a usable answer: {count}. The last reason: {reason.en}",
        f"大模型：有 {count} 个问题没有得到可用的回答，最近一次的原因: {reason.zh}",
    )


def _settings(step: Step) -> LlmSettings | None:
    if not step.parameters.get("enable_llm", True):
        return None
    try:
        return read_llm_settings()
    except LlmSettingError as error:
        language = step.parameters.get("language")
        told = Sentence(f"Going on without the LLM. {error.reason.en}", f"不使用大模型: {error.reason.zh}")
        step.logger.warning(told.in_language(language))
        return None
