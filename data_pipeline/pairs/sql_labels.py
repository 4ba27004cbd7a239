"""Coded values as the words that their comment explains them with: nobody is answered with a 1."""

from __future__ import annotations

from data_pipeline.catalog.model import Column
from data_pipeline.pairs.sql_conditions import literal, string

_MOST = 8  # codes that are written out; more would drown the statement


def is_labelled(column: Column) -> bool:
    """Its codes have labels other than themselves, few enough to be written out."""
    labels = column.value_labels
    return 1 < len(labels) <= _MOST and any(code != label for code, label in labels.items())


def labelled(column: Column, expression: str) -> str:
    """``CASE status WHEN 1 THEN '启用' WHEN 2 THEN '停用' END``; a value without a label as it is."""
    cases = " ".join(
        f"WHEN {literal(column, code)} THEN {string(label)}" for code, label in column.value_labels.items()
    )
    seen = {*column.statistics.common_values, *column.enum_values}
    rest = "" if seen <= column.value_labels.keys() else f" ELSE {expression}::text"
    return f"CASE {expression} {cases}{rest} END"
