"""Whether names and values together make a foreign key, and how surely."""

from __future__ import annotations

from data_pipeline.catalog.key_suspects import BLIND, Suspect, has_gaps, span, type_class
from data_pipeline.catalog.key_values import Evidence

_ORPHANS_ALLOWED = 0.02  # of the distinct values: real data has strays
_UNSEEN = 0.8  # what is left of the confidence when there are no values to compare
_SURE_UNSEEN = 0.7  # names that need no values
_SURE = 0.65  # names that need values, but no more than that they fit
_CHANCE = 0.001  # at most so likely is a fit by chance
_COVERED = 0.4  # of the parent's rows, where a fit by chance is easy


def confidence(suspect: Suspect, evidence: Evidence | None) -> float:
    """0 for no key, to 1; ``evidence`` None when there are no values to be had."""
    if evidence is None or not evidence.seen:
        return round(suspect.confidence * _UNSEEN, 2) if suspect.confidence >= _SURE_UNSEEN else 0.0
    strays = evidence.orphans / evidence.seen
    if strays > (_ORPHANS_ALLOWED if suspect.confidence >= _SURE else 0.0):
        return 0.0
    if suspect.confidence < _SURE and not _telling(suspect, evidence):
        return 0.0
    return round(suspect.confidence * (1 - strays), 2)


def _telling(suspect: Suspect, evidence: Evidence) -> bool:
    """Whether the values say more than that small numbers are among small numbers."""
    if evidence.seen < 2:
        return False
    if _chance(suspect, evidence) <= _CHANCE:
        return True
    if suspect.confidence <= BLIND:
        return False
    if (suspect.column.name,) == suspect.table.primary_key:
        return has_gaps(suspect.table, suspect.column)
    return evidence.seen >= _COVERED * suspect.parent.table.row_count


def _chance(suspect: Suspect, evidence: Evidence) -> float:
    """How likely so many values would be among the parent's if they had nothing to do with it, roughly."""
    kind = type_class(suspect.column)
    if kind != "whole number":
        return 0.0 if kind == "uuid" or evidence.seen >= 5 else 1.0
    ends = span(suspect.parent.key)
    if ends is None:
        return 1.0
    taken = suspect.parent.table.row_count / max(ends[1], -ends[0], 1)  # share of the numbers up to the greatest
    return float(min(1.0, taken) ** evidence.seen)
