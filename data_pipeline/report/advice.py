"""What to do about figures that are not good: one piece of advice each, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from data_pipeline.report.advice_words import MORE_PAIRS, SENTENCES
from data_pipeline.report.figure import Grade, grade
from data_pipeline.report.lenient import mapping, rows
from data_pipeline.report.words import word

Section = Mapping[str, Any]
_MOST_NAMES = 3
_SURE = 0.8  # an inferred key below this confidence should be looked at
_MANY = 1000  # pairs; from then on more of them hardly help
_FEW = 20  # pairs; of fewer than that a share says nothing


class Found(NamedTuple):
    """``values`` fill the gaps of the sentence."""

    code: str  # of SENTENCES
    worth: Grade | None
    values: Mapping[str, object]
    more: bool = False  # whether more pairs may help


def advice(report: Section) -> list[dict[str, str]]:
    """``code``, ``grade``, ``en``, ``zh`` of each; poor figures before fair ones, nothing about good ones."""
    found = [*_on_pairs(report), *_on_coverage(report), *_on_variety(report)]
    found += [*_on_schema(report), *_on_llm(mapping(report.get("llm")))]
    bad = [one for one in found if one.worth in ("fair", "poor")]
    return [_said(one) for one in sorted(bad, key=lambda one: one.worth != "poor")]


def _said(found: Found) -> dict[str, str]:
    said = {language: _in_language(found, language) for language in ("en", "zh")}
    return {"code": found.code, "grade": str(found.worth), **said}


def _in_language(found: Found, language: str) -> str:
    words = {"atoms": _atoms(found.values["atoms"], language)} if "atoms" in found.values else {}
    said = SENTENCES[found.code].in_language(language).format(**{**found.values, **words})
    return said + (MORE_PAIRS.in_language(language) if found.more else "")


def _atoms(atoms: Any, language: str) -> str:
    return ("；" if language == "zh" else "; ").join(word(atom, language) for atom in atoms)


def _on_pairs(report: Section) -> Iterator[Found]:
    if mapping(report.get("pairs")).get("shipped") == 0:
        yield Found("no_pairs", "poor", {})
    if mapping(mapping(report.get("steps")).get("sql_validation")).get("skipped"):
        yield Found("not_validated", "poor", {})
    if validity := report.get("validity"):
        before = validity["before"]["non_trivial"]
        yield Found("many_refused", grade("answered_before", before["percent"]), {"n": _rest(before)})


def _on_coverage(report: Section) -> Iterator[Found]:
    if not (coverage := mapping(report.get("coverage"))):
        return
    tables, columns, keys = (coverage[name] for name in ("tables", "columns", "declared_keys"))
    if empty := tables["unused_because_empty"]:
        yield Found("empty_tables", "fair", {"n": len(empty), "names": _some(empty)})
    unread = [one["table"] for one in rows(report.get("unread"))]
    if forgotten := [name for name in tables["unused"] if name not in (*empty, *unread)]:
        yield Found("unused_tables", "poor", {"n": len(forgotten), "names": _some(forgotten)})
    yield Found("unused_columns", grade("columns", columns["percent"]), {"n": _rest(columns)})
    values = {"n": _rest(keys), "names": _some(keys["unused"])}
    yield Found("unused_keys", grade("keys", keys["percent"]), values, _could_be_more(report))


def _on_variety(report: Section) -> Iterator[Found]:
    patterns = mapping(report.get("patterns"))
    if patterns.get("of_pairs", 0) < _FEW:
        return
    queries, used = report["repetition"]["queries"], patterns["atoms_used"]
    missing = [atom for atom, times in patterns["atoms"].items() if not times]
    yield Found("repeated", grade("repeated", queries["percent"]), {"n": queries["count"]})
    yield Found("few_constructs", grade("atoms", used["percent"]), {"atoms": missing}, _could_be_more(report))
    gap = report["hardness"]["largest_gap"]
    yield Found("hardness_mix", grade("hardness_gap", gap), {"gap": gap})


def _on_schema(report: Section) -> Iterator[Found]:
    if unread := [f"{one['table']}: {one['reason']}" for one in rows(report.get("unread"))]:
        yield Found("unread_tables", "poor", {"n": len(unread), "names": _some(unread)})
    if unsure := [key for key in rows(report.get("inferred_keys")) if key["confidence"] < _SURE]:
        yield Found("unsure_keys", "fair", {"n": len(unsure), "sure": f"{_SURE:.0%}"})
    if descriptions := report.get("descriptions"):
        written = descriptions["columns"]["written"]
        yield Found("undescribed", grade("described", written["percent"]), {"n": _rest(written)})


def _on_llm(usage: Section) -> Iterator[Found]:
    if failures := mapping(usage.get("total")).get("failures"):
        yield Found("llm_failures", "fair", {"n": failures})


def _could_be_more(report: Section) -> bool:
    return int(mapping(report.get("pairs")).get("shipped") or 0) < _MANY


def _rest(figure: Section) -> int:
    """How many are missing."""
    return int(figure["of"] - figure["count"])


def _some(names: Sequence[str]) -> str:
    """The first of them."""
    return ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
