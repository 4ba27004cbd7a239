"""What the tests of definitions share: a small definition to change, and what is found wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from bus.settings import Settings
from bus.workflow_errors import InvalidDefinition
from server.definitions.checked import checked

OPEN = Settings()


def definition(*steps: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A definition of these steps, each a command unless it says more; ids a, b, c ... unless given."""
    made = [
        {"id": letter, **(step if KINDS & step.keys() else {"command": ["true"], **step})}
        for letter, step in zip("abcdefgh", steps, strict=False)
    ]
    return {"name": "made", "steps": made, **parts}


def faults(given: object, settings: Settings = OPEN) -> dict[str, str]:
    """What is wrong, by field; the test fails when nothing is."""
    with pytest.raises(InvalidDefinition) as caught:
        checked(given, settings)
    assert (caught.value.status, caught.value.code) == (422, "invalid_definition")
    return {one["field"]: one["error"] for one in caught.value.details}


KINDS = {"kind", "module", "url", "files", "workflow", "command"}
