"""One column without its sensitive values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import zip_longest

from data_pipeline.catalog.model import Column, Statistics
from data_pipeline.sensitive.masks import mask
from data_pipeline.sensitive.mode import Kind
from data_pipeline.sensitive.patterns import whole
from data_pipeline.sensitive.redact import redacted
from data_pipeline.sensitive.texts import Masked
from data_pipeline.sensitive.values import pass_by_chance, values_of

_EXAMPLES = 3
_LITERAL = re.compile(r"^(?!nextval\().*'[^']", re.DOTALL)
_PLAIN = "DBN"  # dates, booleans, numbers: no part of one value is sensitive


class ColumnGuard:
    """Takes the sensitive values out of columns."""

    def __init__(self, masked: Masked) -> None:
        self._masked = masked

    def column(self, column: Column, kind: Kind | None) -> Column:
        """The column without them; ``kind`` is what all its values are."""
        safe = self._sensitive(column, kind) if kind else self._mixed(column)
        default = column.default if column.default and self._keeps(column.default, kind) else None
        return replace(
            safe,
            default=default,
            generated=column.generated if self._masked.is_clean(column.generated or "") else None,
            comment=self._masked.optional(column.comment),
        )

    def _sensitive(self, column: Column, kind: Kind) -> Column:
        return replace(
            column,
            sensitive=kind,
            statistics=replace(column.statistics, common_values=(), common_fractions=(), bounds=()),
            enum_values=(),
            value_labels={},
            masked_examples=() if kind == "secret" else _examples(_shown(kind, value) for value in values_of(column)),
        )

    def _mixed(self, column: Column) -> Column:
        """A column of which only some values have something sensitive in them, or none."""
        values = values_of(column)
        if column.category in _PLAIN or not (hidden := self._hidden(values)):
            return replace(column, value_labels=self._labels(column, {}))
        return replace(
            column,
            statistics=_without(column.statistics, hidden),
            enum_values=_enum(column, hidden),
            value_labels=self._labels(column, hidden),
            masked_examples=_examples(hidden.values()),
        )

    def _hidden(self, values: tuple[str, ...]) -> dict[str, str]:
        """The values that may not be shown, each with what stands for it."""
        text = self._masked.text
        if text("\n".join(values)) == "\n".join(values):  # the usual case, in one look
            return {}
        keeps: Callable[[str], bool] = str.isdigit if pass_by_chance(values) else lambda value: False
        return {v: masked for v in values if (masked := text(v)) != v and not (keeps(v) and _is_only_card(v))}

    def _labels(self, column: Column, hidden: dict[str, str]) -> dict[str, str]:
        labels = column.value_labels.items()
        return {value: self._masked.text(label) for value, label in labels if value not in hidden}

    def _keeps(self, default: str, kind: Kind | None) -> bool:
        """A sensitive column's own literal goes, whatever it looks like."""
        return self._masked.is_clean(default) and not (kind and _LITERAL.search(default))


def _is_only_card(value: str) -> bool:
    """Whether nothing but a card's check digit makes the value sensitive."""
    return redacted(value, frozenset(("bank_card",))) != value


def _shown(kind: Kind, value: str) -> str:
    """The masked value, as what it is: an address of email may stand in a column of phone numbers."""
    return mask(whole(value) or kind, value.strip())


def _examples(texts: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in texts:
        found[text] = None
        if len(found) == _EXAMPLES:
            break
    return tuple(found)


def _enum(column: Column, hidden: dict[str, str]) -> tuple[str, ...]:
    """The values that are left; a text column that loses most of them was no enum but prose."""
    left = tuple(value for value in column.enum_values if value not in hidden)
    return left if column.category == "E" or len(left) * 2 >= len(column.enum_values) else ()


def _without(known: Statistics, hidden: dict[str, str]) -> Statistics:
    common = [
        (value, fraction)
        for value, fraction in zip_longest(known.common_values, known.common_fractions, fillvalue=0.0)
        if value not in hidden
    ]
    return replace(
        known,
        common_values=tuple(str(value) for value, _ in common),
        common_fractions=tuple(float(fraction) for _, fraction in common),
        bounds=tuple(value for value in known.bounds if value not in hidden),
    )
