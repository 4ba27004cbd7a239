"""The steps of the topup workflows, called one after the other as the engine calls them."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bus.settings import ROOT
from examples.topup import jobs, results
from examples.topup.step import TopupError


@dataclass
class Context:
    directory: Path
    parameters: Mapping[str, Any] = field(default_factory=lambda: {"date_param": "250624"})
    logger: logging.Logger = field(default_factory=lambda: logging.getLogger("topup"))
    said: list[float] = field(default_factory=list)

    def progress(self, fraction: float, message: str = "") -> None:
        self.said.append(fraction)


def steps_of(name: str) -> list[dict[str, Any]]:
    definition = json.loads((ROOT / "workflows" / f"{name}.json").read_text(encoding="utf-8"))
    return list(definition["steps"])


@pytest.mark.parametrize("name", ["topup_standard_workflow", "topup_quick_workflow"])
def test_topup__each_step_finds_and_leaves_what_the_definition_says(tmp_path: Path, name: str) -> None:
    context = Context(tmp_path)
    for step in steps_of(name):
        for pattern in [*step.get("required_files", []), *step.get("files", [])]:
            assert list(tmp_path.glob(pattern)), f"{step['id']} lacks {pattern}"
        if step["kind"] == "python":
            module = {"examples.topup.jobs": jobs, "examples.topup.results": results}[step["module"]]
            json.dumps(getattr(module, step["function"])(context))
        for output in step.get("output_files", []):
            assert list(tmp_path.glob(output["pattern"])), f"{step['id']} left no {output['pattern']}"
    assert context.said[-1] == 1
    assert not list(tmp_path.glob(".*"))


def test_topup__the_second_job_makes_it_whole(tmp_path: Path) -> None:
    context = Context(tmp_path)
    jobs.write_job(context)
    assert jobs.submit_first(context) == {"files": 3}
    assert results.check_first(context)["missing"] == ["part_4"]
    assert jobs.write_topup(context) == {"file": "job_topup.json", "parts": 1}
    with pytest.raises(TopupError) as caught:
        results.check_topup(context)
    assert (caught.value.code, "part_4" in caught.value.sentence) == ("results_incomplete", True)
    jobs.submit_topup(context)
    assert results.check_topup(context)["missing"] == []
    summary = results.collect(context)
    assert (summary["date"], summary["files"], summary["rows"]) == ("250624", 4, 100)
    assert json.loads((tmp_path / "summary.json").read_text()) == summary
    assert len((tmp_path / "collected.csv").read_text().splitlines()) == 101


def test_topup__results_of_others_count(tmp_path: Path) -> None:
    """submit_job is false: nothing is computed here, and all parts are put into the directory."""
    context = Context(tmp_path)
    jobs.write_job(context)
    for number in range(1, 5):
        (tmp_path / f"result_first_part_{number}.csv").write_text("id,value\nx,1\n")
    assert results.check_first(context)["missing"] == []
    assert jobs.write_topup(context)["parts"] == 0
    assert results.check_topup(context)["missing"] == []
    assert results.collect(context)["total"] == 4


def test_topup__faults_are_sentences_with_codes(tmp_path: Path) -> None:
    context = Context(tmp_path)
    with pytest.raises(TopupError) as caught:
        jobs.submit_first(context)
    assert (caught.value.code, caught.value.retryable) == ("job_missing", False)
    (tmp_path / "result_first_part_1.csv").write_text("id,value\nx,many\n")
    with pytest.raises(TopupError) as caught:
        results.collect(context)
    assert caught.value.code == "result_invalid"
