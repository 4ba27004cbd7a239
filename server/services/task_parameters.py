"""The parameters of a task: as its workflow declares them, and nothing that a task must not show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bus.errors import InvalidInput
from bus.rows import Workflow

PASSWORD = re.compile(r"://[^/\s:@]*:[^/\s@]+@")  # in a URL


def usable(workflow: Workflow, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as their types have them, with defaults.

    InvalidInput names every one that the workflow does not allow, or one that holds a password: rows, files and answers
    would show it.
    """
    from server.definitions.parameters import checked_parameters  # brings the models of definitions along

    for name, value in given.items():
        if isinstance(value, str) and PASSWORD.search(value):
            raise InvalidInput(
                f"parameters.{name}: it holds a password, which everybody would see with the task; store a connection"
                " (trainyard connections add) and give its name.",
                f"parameters.{name}: 含有密码，会随任务公开；请先保存连接（trainyard connections add），再填写连接名",
                [{"field": f"parameters.{name}", "error": "it holds a password"}],
            )
    return checked_parameters(workflow.definition, dict(given))


def refusal(workflow: Workflow, given: Mapping[str, Any]) -> InvalidInput | None:
    """Why these parameters cannot be used; None = they can."""
    try:
        usable(workflow, given)
    except InvalidInput as error:
        return error
    return None
