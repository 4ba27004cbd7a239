"""English words around values: lists, numbers, quotation marks, articles, verbs, closing marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from data_pipeline.pairs.identifiers import plural

_ASKS = re.compile(
    r"(?:(?:For|In) each [^,]+, |On average, )?(?:what|which|how|who|where|when|is|are|do|does|did) ", re.IGNORECASE
)
_VERBS = (("with no ", "have no "), ("without any ", "have no "), ("without ", "do not have "), ("with ", "have "),
          ("that ", ""), ("named ", "are named "), ("called ", "are called "), ("titled ", "are titled "),
          ("longer ", "are longer "), ("shorter ", "are shorter "), ("larger ", "are larger "),
          ("smaller ", "are smaller "), ("in ", "are in "), ("from ", "are from "), ("by ", "are by "),
          ("of ", "belong to "), ("for ", "belong to "))  # fmt: skip


def listed(parts: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"; none twice."""
    parts = list(dict.fromkeys(parts))
    return ", ".join(parts[:-1]) + (f" {last} " if len(parts) > 1 else "") + parts[-1]


def number(value: str) -> str:
    """1234567 -> 1,234,567."""
    return f"{Decimal(value):,}" if abs(Decimal(value)) >= 10000 else value


def value_in_quotes(value: str) -> str:
    """In quotation marks where the value would not stand out as one word."""
    if value.replace("-", "").replace(".", "").isalnum():
        return value
    return quoted(value)


def quoted(text: str) -> str:
    """In quotation marks that do not occur in it."""
    return f'"{text}"' if "'" in text else f"'{text}'"


def possessive(name: str) -> str:
    """ "Luís Gonçalves'", "Jane Peacock's"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def is_plural(noun: str) -> bool:
    """The noun is in the plural: "units in stock"."""
    return plural(noun) == noun


def a(noun: str) -> str:
    """With its article; plural nouns take none."""
    if is_plural(noun):
        return noun
    return f"{'an' if noun[0].lower() in 'aeio' else 'a'} {noun}"


def state(column: str, value: bool) -> str:
    """``is active`` -> "are active" / "are not active"; ``has parking`` -> "have parking" / "have no parking"."""
    verb, _, rest = column.partition(" ")
    if verb == "has" and rest:
        return f"have {'' if value else 'no '}{rest}"
    said = rest if verb in ("is", "was") and rest else column
    return f"are {'' if value else 'not '}{said}"


def verbal(restriction: str) -> str:
    """What follows a noun as what its rows do: "with a price above 5" -> "have a price above 5"; "" if that is odd."""
    return next((verb + restriction[len(said) :] for said, verb in _VERBS if restriction.startswith(said)), "")


def clause(restriction: str) -> str:
    """What follows a noun, fit to follow "and" or "or": "hired in 2024" -> "that were hired in 2024"."""
    if restriction.startswith(("with ", "without ", "whose ", "that ")):
        return restriction
    return f"that {verbal(restriction) or f'were {restriction}'}"


def closed(text: str) -> str:
    """With a question mark or a full stop, as the last sentence is a question or a request."""
    text = text.strip()
    if text.endswith((".", "?")):
        return text
    last = re.split(r"(?<=[?.]) (?=[A-Z])", text)[-1]
    return text + ("?" if _ASKS.match(last) else ".")
