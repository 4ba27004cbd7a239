"""The answer to whether parameters are right."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

from server.answers import flat, language
from server.services import task_parameters


def validity(check: Callable[[], object]) -> Response:
    """``valid``, and each parameter that ``check`` refuses."""
    wrong = task_parameters.refusal(check)
    if wrong is None:
        return flat({"valid": True, "errors": []}, ("参数有效", "The parameters are valid."))
    return flat({"valid": False, "errors": wrong.told(language())}, (wrong.zh, wrong.en))
