"""What the built-in data pipeline can be told: a name that none of its steps knows is refused."""

from __future__ import annotations

from collections.abc import Iterable

from bus.errors import UnknownParameter
from bus.faults import MOST_FAULTS, in_words, unknown
from bus.parameters import LONGEST_NAME, PARAMETER
from bus.rows import Workflow
from server.schemas.tasks import OUTSIDE_PARAMETERS, CreateTask

WORKFLOW = "data_pipeline"
# Of the specification's task_config.json: whoever sends one back is not turned away, although no step uses them.
KEPT = frozenset({"execution_mode", "llm_config", "output_dir", "single_step"})
TOLD = [name for name in CreateTask.model_fields if name not in OUTSIDE_PARAMETERS]  # what the steps read


def is_built_in(workflow: Workflow) -> bool:
    """Whether it is the pipeline as it comes; one that somebody gave steps or parameters of their own may take more."""
    modules = [step.get("module") or "" for step in workflow.steps]
    return (
        workflow.name == WORKFLOW
        and workflow.definition.get("parameters") is None
        and all(module.startswith(f"{WORKFLOW}.") for module in modules)
    )


def refuse_unknown(workflow: Workflow, given: Iterable[str], known: Iterable[str] = TOLD, *, within: str = "") -> None:
    """UnknownParameter names what the built-in pipeline does not know, with the nearest that it does.

    A misspelt ``tables`` would read every table. Nothing happens for any other workflow.
    """
    if not is_built_in(workflow):
        return
    names = [*known]
    strange = [name for name in given if name not in names and name not in KEPT]
    if strange:
        faults = [unknown(within + name[:LONGEST_NAME], names, PARAMETER) for name in strange[:MOST_FAULTS]]
        raise UnknownParameter(*in_words("参数错误", faults))
