"""Which endpoint is asked, as the environment says."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from data_pipeline.sentence import Sentence

_TIMEOUT_SECONDS, _CONCURRENCY = 120.0, 4.0


class LlmSettingError(ValueError):
    """A setting that cannot be used; ``reason`` says which and what it must be, never its value."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.reason = Sentence(en, zh)


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """An endpoint and how much may be asked of it."""

    base_url: str  # with the version, such as https://api.openai.com/v1
    model: str
    api_key: str = field(default="", repr=False)
    timeout_seconds: float = _TIMEOUT_SECONDS  # for one answer as a whole
    concurrency: int = int(_CONCURRENCY)  # requests at the same time
    price_input: float | None = None  # of a million tokens, in the user's currency; None = unknown
    price_output: float | None = None

    @property
    def host(self) -> str:
        """What may be told of the endpoint: its host, and its port where one is given."""
        parts = urlsplit(self.base_url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def read_llm_settings(environ: Mapping[str, str] = os.environ) -> LlmSettings | None:
    """The endpoint of ``LLM_BASE_URL``; None when there is none. Raises LlmSettingError."""
    base_url, model = environ.get("LLM_BASE_URL", "").strip(), environ.get("LLM_MODEL", "").strip()
    if not base_url:
        return None
    if not model:
        raise LlmSettingError("LLM_BASE_URL is set, but not LLM_MODEL.", "已设置 LLM_BASE_URL，但未设置 LLM_MODEL")
    _require_address(base_url)
    key = environ.get("LLM_API_KEY", "").strip()
    if not (key.isascii() and key.isprintable()):
        raise LlmSettingError("LLM_API_KEY has characters that no key has.", "LLM_API_KEY 含有非法字符")
    return LlmSettings(
        base_url.rstrip("/"),
        model,
        key,
        _number(environ, "LLM_TIMEOUT_SECONDS", _TIMEOUT_SECONDS, 0.01, 3600),
        int(_number(environ, "LLM_CONCURRENCY", _CONCURRENCY, 1, 64)),
        _price(environ, "LLM_PRICE_INPUT"),
        _price(environ, "LLM_PRICE_OUTPUT"),
    )


def _require_address(base_url: str) -> None:
    try:
        parts = urlsplit(base_url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.username or parts.query or parts.fragment or not base_url.isprintable():
        raise LlmSettingError(
            "LLM_BASE_URL must be an address such as https://host/v1; the key belongs in LLM_API_KEY.",
            "LLM_BASE_URL 应形如 https://host/v1，密钥请放在 LLM_API_KEY 中",
        )


def _price(environ: Mapping[str, str], name: str) -> float | None:
    return _number(environ, name, 0, 0, 1e6) if environ.get(name, "").strip() else None


def _number(environ: Mapping[str, str], name: str, default: float, least: float, most: float) -> float:
    text = environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if least <= value <= most:
        return value
    raise LlmSettingError(
        f"{name} must be a number from {least:g} to {most:g}.", f"{name} 必须是 {least:g} 到 {most:g} 之间的数"
    )
