"""What is wrong with a definition that nobody keeps, as a list of paths with sentences."""

from __future__ import annotations

from bus.settings import Settings
from bus.workflow_errors import ForbiddenModule, InvalidDefinition
from server.definitions.checked import checked
from server.schemas.workflows import DefinitionFault


def faults(given: object, settings: Settings, language: str) -> list[DefinitionFault]:
    """Every fault that would be told of it; none where the definition is good."""
    try:
        checked(given, settings)
    except InvalidDefinition as error:
        return [{"path": one["field"], "error": one["error"]} for one in error.told(language)]
    except ForbiddenModule as error:
        return [{"path": "steps", "error": error.sentence(language)}]
    return []
