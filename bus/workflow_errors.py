"""What goes wrong with workflows, their definitions and their runs."""

from __future__ import annotations

from bus.errors import Conflict, Forbidden, InvalidInput, NotFound


class ForbiddenModule(Forbidden):
    code = "forbidden_module"

    def __init__(self, module: str) -> None:
        super().__init__(
            f"No step may run functions of {module}; PYTHON_STEP_MODULES lists the modules that may be used.",
            f"步骤不允许使用模块 {module}；允许的模块由 PYTHON_STEP_MODULES 设置",
        )


class WorkflowNotFound(NotFound):
    code = "workflow_not_found"


class RunNotFound(NotFound):
    """The faces that speak of runs mean a task of a workflow."""

    code = "workflow_run_not_found"

    def __init__(self, run: object) -> None:
        super().__init__(f"There is no run {run!r} of this workflow.", f"该工作流没有运行记录 {run}")


class NeverRun(NotFound):
    code = "never_run"

    def __init__(self, name: str) -> None:
        super().__init__(f"The workflow {name!r} has not been run yet.", f"工作流 {name} 尚未执行过")


class WorkflowExists(Conflict):
    code = "workflow_exists"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is a workflow {name!r} already; update that one, or take another name.",
            f"工作流 {name} 已存在，请更新该工作流或使用其他名称",
        )


class WorkflowRetired(Conflict):
    code = "workflow_retired"

    def __init__(self, name: str, status: str) -> None:
        super().__init__(
            f"The workflow {name!r} is {status}; activate it before making tasks of it.",
            f"工作流 {name} 的状态为 {status}，请先激活再创建任务",
        )


class WorkflowEmpty(Conflict):
    code = "workflow_empty"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The workflow {name!r} has no steps yet; add one before running it.",
            f"工作流 {name} 还没有步骤，请先添加步骤再执行",
        )


class InvalidDefinition(InvalidInput):
    """A workflow definition with faults; ``field`` of each is its path, as ``steps.3.depends_on.0``."""

    code = "invalid_definition"


class InvalidParameters(InvalidInput):
    """Parameters that the workflow of a task does not allow; every one of them is named."""

    code = "invalid_parameters"
