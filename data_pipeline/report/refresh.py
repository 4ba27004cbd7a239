"""Makes the report anew from what the run has left so far."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data_pipeline.files import write_json, write_text
from data_pipeline.report.advice import advice
from data_pipeline.report.headlines import headlines
from data_pipeline.report.inventory import inventory
from data_pipeline.report.material import REPORT_NAME, Material, read_material, step_results
from data_pipeline.report.page import page
from data_pipeline.report.pairs import pair_figures
from data_pipeline.report.spent import llm_usage, steps_taken
from data_pipeline.report.validity import validity
from data_pipeline.sentence import Sentence
from data_pipeline.step import Step

if TYPE_CHECKING:
    from data_pipeline.shape.read import Shapes

PAGE_NAME = "quality_report.html"
VERSION = 1  # of the JSON; a change that readers must know of makes it 2
_FLAGS = {"sql_validation": "enable_sql_validation", "training_load": "enable_training_data_load"}
_OF_PAIRS = ("pairs", "coverage", "patterns", "hardness", "repetition")


def write_quality_report(step: Step, name: str, figures: Mapping[str, Any], shapes: Shapes | None = None) -> None:
    """Renew the report at the end of step ``name``, which gives ``figures`` and may have read ``shapes`` of pairs.

    New pairs that are still to be validated are read when that is done: only then is it known which of them ship. A
    report that cannot be written is a warning in the log and no more.
    """
    language = str(step.parameters.get("language") or "zh")
    off = [one for one, flag in _FLAGS.items() if not step.parameters.get(flag, True)]
    settled = name != "qa_generation" or "sql_validation" in off
    try:
        refresh(
            step.directory,
            language=language,
            step=name,
            figures=figures,
            switched_off=off,
            settled=settled,
            shapes=shapes,
        )
    except OSError as error:
        text = Sentence(
            f"The quality report could not be written: {error.strerror}", f"质量报告写入失败: {error.strerror}"
        )
        step.logger.warning(text.in_language(language))


def refresh(
    directory: Path,
    *,
    language: str,
    step: str,
    figures: Mapping[str, Any],
    switched_off: Collection[str] = (),
    settled: bool = True,
    shapes: Shapes | None = None,
) -> dict[str, Any]:
    """Write ``quality_report.json`` and ``quality_report.html``; the value of the former.

    ``step`` has just ended with ``figures``; the steps ``switched_off`` will not come. Pairs that are not ``settled``
    are not read: the report says of them what it said before, if they are the same.
    """
    material = read_material(directory)
    results = {**step_results(directory), step: dict(figures)}
    skipped = {name: {"skipped": True} for name in switched_off}
    pairs = _of_pairs(material, shapes, settled=settled)
    report = _report(material, pairs, steps_taken(material, results, step) | skipped, language)
    write_json(directory / REPORT_NAME, report)
    write_text(directory / PAGE_NAME, page(report))
    return report


def _report(material: Material, pairs: Mapping[str, Any], steps: Mapping[str, Any], language: str) -> dict[str, Any]:
    report: dict[str, Any] = {
        "version": VERSION,
        "made_at": datetime.now().isoformat(timespec="seconds"),
        "language": language,
        "database": str(material.profile.get("database") or ""),
        "pair_file": material.pair_file,
    }
    if material.profile:
        report |= inventory(material)
    report |= pairs
    report |= {"validity": validity(material), "steps": steps, "llm": llm_usage(material)}
    known = {key: value for key, value in report.items() if value not in (None, {})}
    return {**known, "headlines": headlines(known), "advice": advice(known)}


def _of_pairs(material: Material, shapes: Shapes | None, *, settled: bool) -> dict[str, Any]:
    """Reading a thousand queries takes half a second: what the earlier report says of the same pairs still holds."""
    earlier = {key: material.earlier[key] for key in _OF_PAIRS if key in material.earlier}
    if earlier and material.earlier.get("digest") == _digest(material, earlier):
        sections = earlier
    else:
        sections = pair_figures(material, shapes) if settled else {}
    return {**sections, "digest": _digest(material, sections)} if sections else {}


def _digest(material: Material, sections: Mapping[str, Any]) -> str:
    """Of what the sections are made from and of themselves, so that only what we wrote is taken for it."""
    return hashlib.sha256(json.dumps([VERSION, material.basis(), sections]).encode()).hexdigest()
