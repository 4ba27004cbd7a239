"""One OpenAI-compatible endpoint: a request goes out, an answer comes back, or a reason why there is none."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import httpx

from data_pipeline.llm.failures import OFTEN, AskingError, TooLongError, of_status, seconds_to_wait, unusable
from data_pipeline.llm.request import F, Request
from data_pipeline.llm.settings import LlmSettings
from data_pipeline.llm.tokens import estimated, reported

_LONGEST_BODY = 2_000_000  # bytes; fifty descriptions are a hundredth of it
_CONNECT_SECONDS = 10.0


class Manner(IntEnum):
    """How an endpoint is told which shape the answer must have; each is understood by more endpoints than the last."""

    JSON_SCHEMA = 0
    JSON_OBJECT = 1
    TEXT = 2


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of an answer, and what it cost."""

    content: str
    input_tokens: int
    output_tokens: int
    estimated: bool  # the endpoint did not say, so the tokens are ours to guess


class Endpoint:
    """Safe to use from several threads. What the endpoint has refused once is not tried again."""

    def __init__(self, settings: LlmSettings) -> None:
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)  # they log every request, address included
        self._settings = settings
        self._manner, self._temperature = Manner.JSON_SCHEMA, True
        self._turns = threading.BoundedSemaphore(settings.concurrency)  # whoever asks, from however many threads
        self._client = httpx.Client(
            headers={
                "Accept-Encoding": "identity",
                **({"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}),
            },
            timeout=httpx.Timeout(settings.timeout_seconds, connect=min(_CONNECT_SECONDS, settings.timeout_seconds)),
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def reply(self, request: Request[F], sent: Callable[[], None]) -> Reply:
        """The answer to one request; ``sent`` is called for each HTTP request that it takes.

        Raises AskingError, and TooLongError for an answer that was cut off.
        """
        manner = self._manner
        while True:
            temperature = self._temperature
            sent()
            with self._turns:
                status, pause, body = self._post(self._payload(request, manner, temperature))
            if status not in (400, 422):
                break
            if temperature and b"temperature" in body:
                self._temperature = False
            elif manner < Manner.TEXT:
                manner = Manner(manner + 1)
            else:
                break
        if not 200 <= status < 300:
            raise of_status(status, pause)
        self._manner = max(manner, self._manner)
        return _read(body, request)

    def _payload(self, request: Request[F], manner: Manner, temperature: bool) -> dict[str, Any]:
        payload: dict[str, Any] = {"model": self._settings.model, "messages": request.messages}
        if temperature:
            payload["temperature"] = 0
        if manner is Manner.JSON_SCHEMA:
            schema = {"name": request.form.__name__, "strict": True, "schema": request.schema}
            return payload | {"response_format": {"type": "json_schema", "json_schema": schema}}
        told = f"{request.instruction}\nJSON schema: {json.dumps(request.schema)}"
        payload["messages"] = [{"role": "system", "content": told}, *request.messages[1:]]
        return payload | ({"response_format": {"type": "json_object"}} if manner is Manner.JSON_OBJECT else {})

    def _post(self, payload: dict[str, Any]) -> tuple[int, float, bytes]:
        """Status, seconds to wait before the next try, body."""
        until = time.monotonic() + self._settings.timeout_seconds
        try:
            with self._client.stream("POST", f"{self._settings.base_url}/chat/completions", json=payload) as response:
                pause = seconds_to_wait(response.headers.get("Retry-After"))
                return response.status_code, pause, _body(response, until)
        except httpx.TimeoutException:
            limit = f"{self._settings.timeout_seconds:g}"
            raise AskingError(
                f"The LLM endpoint did not answer within {limit} s.", f"大模型接口在 {limit} 秒内没有回答", again=OFTEN
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind = type(error).__name__
            raise AskingError(
                f"The LLM endpoint {self._settings.host} cannot be reached ({kind}): check LLM_BASE_URL.",
                f"无法连接大模型接口 {self._settings.host}（{kind}），请检查 LLM_BASE_URL",
                again=OFTEN,
            ) from None


def _body(response: httpx.Response, until: float) -> bytes:
    """What is sent, up to a size, and until a time that no trickle of bytes puts off."""
    chunks, size = [], 0
    for chunk in response.iter_bytes():
        chunks.append(chunk)
        size += len(chunk)
        if size > _LONGEST_BODY:
            raise unusable(f"it is longer than {_LONGEST_BODY} bytes", f"超过 {_LONGEST_BODY} 字节")
        if time.monotonic() > until:
            raise httpx.ReadTimeout("the answer as a whole takes too long")
    return b"".join(chunks)


def _read(body: bytes, request: Request[F]) -> Reply:
    try:
        answer = json.loads(body)
        choice = answer["choices"][0]
        content, reason = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise unusable("it is no chat completion", "不是对话补全的格式") from None
    if reason == "length":
        raise TooLongError
    if not isinstance(content, str) or not content.strip():
        raise unusable("it is empty", "内容为空")
    if usage := reported(answer.get("usage")):
        return Reply(content, *usage, estimated=False)
    asked = sum(estimated(message["content"]) for message in request.messages)
    return Reply(content, asked, estimated(content), estimated=True)
