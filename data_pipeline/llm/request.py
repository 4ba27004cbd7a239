"""One question to an endpoint, and how its answer is read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from data_pipeline.llm.forms import Form

F = TypeVar("F", bound=Form)
_THOUGHT_BEGINS = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_THOUGHT_ENDS = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_MOST_CANDIDATES = 20  # beginnings of objects that are tried; what comes after those is no answer


@dataclass(frozen=True, slots=True)
class Request(Generic[F]):
    """What is asked for which purpose; ``data`` is a marked block, and the answer must fit ``form``."""

    purpose: str
    instruction: str
    data: str
    form: type[F]

    @property
    def schema(self) -> dict[str, Any]:
        """The form as a JSON schema."""
        return self.form.model_json_schema()

    @property
    def messages(self) -> list[dict[str, str]]:
        """As the endpoint gets them."""
        return [{"role": "system", "content": self.instruction}, {"role": "user", "content": self.data}]

    def key(self, model: str) -> str:
        """The same for the same question to the same model, whenever it is asked."""
        text = json.dumps([model, self.messages, self.schema], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def read(self, content: str) -> F | None:
        """The first object in the text that fits the form, whatever stands around it; None when there is none."""
        for candidate in _objects(_without_thoughts(content)):
            try:
                return self.form.model_validate(candidate)
            except ValidationError:
                continue
        return None


def _without_thoughts(text: str) -> str:
    """What follows the last thought; where none ends, what stands before the first one."""
    spoken = _THOUGHT_ENDS.split(text)[-1]
    return _THOUGHT_BEGINS.split(spoken, maxsplit=1)[0]


def _objects(text: str) -> Iterator[Any]:
    """JSON objects in a text, outer ones first: the whole of it, or in fences, or amid prose."""
    decoder, start = json.JSONDecoder(), text.find("{")
    for _ in range(_MOST_CANDIDATES):
        if start < 0:
            return
        try:
            found, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            yield found
        start = text.find("{", end)
