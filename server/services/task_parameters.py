"""The parameters of a task: as its workflow declares them, and nothing that a task must not show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from bus.errors import InvalidInput
from bus.rows import Workflow
from bus.workflow_errors import InvalidParameters

PASSWORD = re.compile(r"://[^/\s:@]*:(?!\*+@)[^/\s@]+@")  # in a URL, and not masked


def usable(workflow: Workflow, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as their types have them, with defaults.

    InvalidInput names every one that the workflow does not allow, or one that holds a password: rows, files and answers
    would show it. UnknownParameter, those that the built-in pipeline does not know.
    """
    from bus.parameters import checked_parameters  # brings the models of definitions along
    from bus.pipeline_parameters import is_built_in, refuse_unknown

    for name, value in given.items():
        if isinstance(value, str) and PASSWORD.search(value):
            raise InvalidInput(
                f"parameters.{name}: it holds a password, which everybody would see with the task; store a connection"
                " (trainyard connections add) and give its name.",
                f"parameters.{name}: 含有密码，会随任务公开；请先保存连接（trainyard connections add），再填写连接名",
                [{"field": f"parameters.{name}", "error": "it holds a password"}],
                [{"field": f"parameters.{name}", "error": "含有密码"}],
            )
    refuse_unknown(workflow, given, within="parameters.")
    read = checked_parameters(workflow.definition, dict(given))
    return _of_pipeline(read) if is_built_in(workflow) else read


def _of_pipeline(given: Mapping[str, Any]) -> dict[str, Any]:
    """As the older face takes them, but for texts that are read as numbers or truth values: a command has no others."""
    from bus.faults import in_words
    from server.schemas.sentences import field_faults
    from server.schemas.tasks import CreateTask

    said = {name: value for name, value in given.items() if value is not None}
    try:
        read = CreateTask.model_validate(said, strict=False).parameters()
    except ValidationError as error:
        raise InvalidParameters(*in_words("参数错误", field_faults(error, "parameters."))) from None
    return {name: read.get(name, value) for name, value in given.items()}


def changed(workflow: Workflow, old: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The new values of the parameters that change; InvalidInput, also where they do not go with the old ones."""
    # What declares nothing may have been given more than parameters, as lists: only the changes are looked at.
    declared = workflow.definition.get("parameters") is not None
    read = usable(workflow, {**(old if declared else {}), **changes})
    return {name: read[name] for name in changes}


def refusal(check: Callable[[], object]) -> InvalidInput | None:
    """Why one of the two above refuses; None = it does not."""
    try:
        check()
    except InvalidInput as error:
        return error
    return None
