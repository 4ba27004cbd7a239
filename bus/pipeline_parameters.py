"""What the built-in data pipeline can be told: a name that none of its steps knows is refused."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from bus import workflows
from bus.db import Connection
from bus.errors import UnknownParameter
from bus.faults import MOST_FAULTS, Fault, in_words, unknown
from bus.parameters import LONGEST_NAME, PARAMETER
from bus.rows import Workflow
from bus.workflow_errors import WorkflowNotFound

WORKFLOW = "data_pipeline"
# Of the specification's task_config.json: whoever sends one back is not turned away, although no step uses them.
KEPT = frozenset({"execution_mode", "llm_config", "output_dir", "single_step"})
# What the steps read: the fields of a request for a task, without those about the task itself; a test holds them equal.
TOLD = (
    "table_list",
    "table_list_file",
    "glossary_file",
    "business_context",
    "db_name",
    "language",
    "enable_llm",
    "enable_sql_validation",
    "enable_llm_repair",
    "modify_original_file",
    "enable_training_data_load",
    "max_pairs",
    "seed",
    "statement_timeout_seconds",
    "embedder",
    "sensitive_data",
    "import_files",
    "mine_queries",
)


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
    _refuse(_unknown(workflow, given, known, within))


def refuse_unknown_of_steps(connection: Connection, workflow: Workflow) -> None:
    """The same for the steps of a workflow that start the pipeline: hours may pass before their turn comes.

    A step whose workflow is not there yet is passed over: that is found out when the step runs.
    """
    faults: list[Fault] = []
    for step in workflow.steps:
        if step["kind"] == "workflow" and step["workflow"] == WORKFLOW:
            within = f"steps.{step['id']}.workflow_parameters."
            faults += _unknown(_of_step(connection, step), step["workflow_parameters"], TOLD, within)
    _refuse(faults)


def _of_step(connection: Connection, step: dict[str, Any]) -> Workflow | None:
    """As ``executor.steps.workflow`` will find it."""
    label = step["workflow_version"]
    with suppress(WorkflowNotFound):
        workflow = workflows.active(connection, WORKFLOW)
        return workflow if label is None else workflows.labelled(connection, workflow.id, label)
    return None


def _unknown(workflow: Workflow | None, given: Iterable[str], known: Iterable[str], within: str) -> list[Fault]:
    if workflow is None or not is_built_in(workflow):
        return []
    names = [*known]
    strange = [name for name in given if name not in names and name not in KEPT]
    return [unknown(within + name[:LONGEST_NAME], names, PARAMETER) for name in strange[:MOST_FAULTS]]


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise UnknownParameter(*in_words("参数错误", faults[:MOST_FAULTS]))
