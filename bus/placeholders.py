"""``${name}`` in a step's definition stands for a parameter of the task."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PLACEHOLDER = re.compile(r"\$\{([A-Za-z_]\w*)\}")


def names_in(value: Any) -> set[str]:
    """The parameters that a text, or whatever texts a list or an object holds, stand on."""
    if isinstance(value, str):
        return set(PLACEHOLDER.findall(value))
    if isinstance(value, list):
        return {name for one in value for name in names_in(one)}
    if isinstance(value, dict):
        return {name for key, one in value.items() for name in names_in(key) | names_in(one)}
    return set()


def filled(value: Any, parameters: Mapping[str, Any]) -> Any:
    """``value`` with every placeholder replaced by the text of its parameter, once: what comes in is not read again.

    A parameter without a value is the empty text; KeyError for one that does not exist.
    """
    if isinstance(value, str):
        return PLACEHOLDER.sub(lambda found: text_of(parameters[found[1]]), value)
    if isinstance(value, list):
        return [filled(one, parameters) for one in value]
    if isinstance(value, dict):
        return {filled(key, parameters): filled(one, parameters) for key, one in value.items()}
    return value


def text_of(value: Any) -> str:
    """A parameter as text: ``true`` and ``false`` as JSON writes them, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
