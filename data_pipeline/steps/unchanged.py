"""The end of a step that had nothing to do."""

from __future__ import annotations

from typing import Any

from data_pipeline.report.lenient import mapping, read_json
from data_pipeline.report.material import REPORT_NAME
from data_pipeline.report.refresh import write_quality_report
from data_pipeline.step import Step


def figures_unchanged(step: Step, name: str, figures: dict[str, Any], sentence: str) -> dict[str, Any]:
    """Say so and give the figures. The quality report stays as it is, unless it does not know of step ``name``."""
    step.logger.info(sentence)
    step.progress(1.0, sentence)
    if name not in mapping(mapping(read_json(step.directory / REPORT_NAME)).get("steps")):
        write_quality_report(step, name, figures)
    return figures
