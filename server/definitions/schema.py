"""The JSON Schema of definitions, for editors and for other programs."""

from __future__ import annotations

from functools import cache
from typing import Any

from server.definitions.models import Definition

ID = "urn:trainyard:workflow-definition"


@cache
def json_schema() -> dict[str, Any]:
    """Draft 2020-12, from the models that check. What it cannot say (cycles, imports, addresses) is checked besides.

    One for all callers, who must not change it.
    """
    found = Definition.model_json_schema()
    described = {"title": "Workflow definition", "description": Definition.__doc__}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ID, **found, **described}
