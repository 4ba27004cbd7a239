"""How asking can fail, and how long an endpoint wants to be left alone."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from data_pipeline.sentence import Sentence

OFTEN = 1000  # tries; how many there are is up to our patience


class AskingError(Exception):
    """No usable answer. ``reason`` never quotes the endpoint, which may repeat the key or the prompt."""

    def __init__(self, en: str, zh: str, *, again: int = 0, pause: float = 0.0, final: bool = False) -> None:
        super().__init__(en)
        self.reason = Sentence(en, zh)
        self.again = again  # further tries that make sense
        self.pause = pause  # seconds that the endpoint asks us to wait before
        self.final = final  # no other request can do better


class TooLongError(Exception):
    """The answer was cut off at the endpoint's limit: ask for less at once."""


def of_status(status: int, pause: float) -> AskingError:
    """What a refusal means."""
    if status in (401, 403):
        return AskingError(
            f"The LLM endpoint refuses the key (HTTP {status}): check LLM_API_KEY.",
            f"大模型接口拒绝了密钥（HTTP {status}），请检查 LLM_API_KEY",
            final=True,
        )
    if status == 404:
        return AskingError(
            "The LLM endpoint does not know the address or the model (HTTP 404): check LLM_BASE_URL and LLM_MODEL.",
            "大模型接口找不到该地址或模型（HTTP 404），请检查 LLM_BASE_URL 和 LLM_MODEL",
            final=True,
        )
    again = OFTEN if status in (408, 429) or status >= 500 else 0
    return AskingError(
        f"The LLM endpoint answered HTTP {status}.", f"大模型接口返回 HTTP {status}", again=again, pause=pause
    )


def unusable(en: str, zh: str) -> AskingError:
    """An answer came, but not one that can be read; worth one more try: many models vary, even at temperature 0."""
    return AskingError(f"The LLM's answer cannot be used: {en}.", f"大模型的回答无法使用: {zh}", again=1)


def seconds_to_wait(retry_after: str | None) -> float:
    """What a Retry-After header asks for: seconds or an HTTP date; 0 when it says nothing that can be read."""
    text = (retry_after or "").strip()
    try:
        seconds = float(text)
    except ValueError:
        seconds = _seconds_until(text)
    return max(0.0, seconds) if math.isfinite(seconds) else 0.0


def _seconds_until(text: str) -> float:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()
