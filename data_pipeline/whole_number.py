"""Parameters that are whole numbers."""

from __future__ import annotations

from data_pipeline.step import PipelineError, Step


def whole_number(step: Step, name: str, least: int, most: int) -> int | None:
    """The task's parameter, None where it is not given; PipelineError ``parameter_invalid`` for anything else."""
    value = step.parameters.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most):
        raise PipelineError(
            "parameter_invalid",
            f"{name} must be a whole number from {least} to {most}.",
            f"参数 {name} 必须是 {least} 到 {most} 的整数",
        )
    return value
