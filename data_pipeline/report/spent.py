"""What the run took: seconds per step, and what was asked of the LLM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data_pipeline.report.lenient import count, mapping, number
from data_pipeline.report.material import STEPS, Material

_COUNTS = ("calls", "retries", "cache_hits", "failures", "input_tokens", "output_tokens", "estimated_calls")


def steps_taken(material: Material, results: Mapping[str, Any], step: str) -> dict[str, dict[str, Any]]:
    """The figures that each step gave, in their order; ``results`` beat what the earlier report has.

    What comes after ``step``, the one that has just ended, belongs to an earlier run and is forgotten.
    """
    known = {**mapping(material.earlier.get("steps")), **results}
    so_far = STEPS[: STEPS.index(step) + 1]
    return {name: mapping(known[name]) for name in so_far if name in known}


def llm_usage(material: Material) -> dict[str, Any]:
    """Calls, tokens and cost, in all and per step; empty where no LLM was asked."""
    total = mapping(material.usage.get("total"))
    if not total:
        return {}
    steps = mapping(material.usage.get("steps"))
    return {
        "model": str(material.usage.get("model") or ""),
        "endpoint": str(material.usage.get("endpoint") or ""),
        "total": _counts(total) | {"cost": number(total.get("cost"))},
        "steps": {str(name): _summed(mapping(purposes)) for name, purposes in steps.items()},
    }


def _summed(purposes: Mapping[str, Any]) -> dict[str, int]:
    each = [_counts(mapping(usage)) for usage in purposes.values()]
    return {name: sum(one[name] for one in each) for name in _COUNTS}


def _counts(usage: Mapping[str, Any]) -> dict[str, int]:
    return {name: count(usage.get(name)) for name in _COUNTS}
