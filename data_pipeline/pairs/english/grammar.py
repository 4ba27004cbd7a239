"""English words around values: lists, numbers, quotation marks, articles, verbs, closing marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from data_pipeline.pairs.english.adjectives import is_adjective
from data_pipeline.pairs.identifiers import has_no_plural, plural, singular

_ASKS = re.compile(
    r"(?:(?:For|In) each [^,]+, |On average, )?(?:what|which|how|who|where|when|is|are|do|does|did) ", re.IGNORECASE
)
# What a flag says that a row is, where that is a noun: "is a member", not "is member".
_THING = re.compile(r"(?:day|weekend|admin|manager|member|leader|owner|student|employee|trainee|intern|customer|vip)$")
_AN = re.compile(r"hour|honest|honou?r|heir|(?!one\b|eu|u(?:ni[^nmd]|niv|se|su|tili|ra))[aeiou]", re.IGNORECASE)
_FIRST_NAME, _LAST_NAME = "first name", "last name"
_DONE = re.compile(r"(?:[a-z]+(?:ed|en|ld|nt|id) (?:by|to)|born in) ")  # signed by, assigned to, sold by
_ALSO_SINGULAR = {"species", "series"}
# In the plural sums of money.
_AMOUNTS = {"arrear", "sale", "earning", "proceed", "saving", "wage", "expense", "tax", "revenue", "cost", "fee",
            "charge", "due", "loss", "profit", "asset", "debt", "liability", "payable", "receivable"}  # fmt: skip
_DEEDS = {"need", "use", "allow", "accept", "support", "require", "include", "contain", "offer", "want"}
_VERBS = (("with no ", "have no "), ("without any ", "have no "), ("without ", "do not have "), ("with ", "have "),
          ("that ", ""), ("named ", "are named "), ("called ", "are called "), ("titled ", "are titled "),
          ("longer ", "are longer "), ("shorter ", "are shorter "), ("larger ", "are larger "),
          ("smaller ", "are smaller "), ("living in ", "live in "), ("in ", "are in "), ("from ", "are from "),
          ("by ", "are by "), ("of ", "belong to "), ("for ", "belong to "))  # fmt: skip


def listed(parts: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"; none twice."""
    parts = list(dict.fromkeys(parts))
    return ", ".join(parts[:-1]) + (f" {last} " if len(parts) > 1 else "") + parts[-1]


def full_names(said: Sequence[str], called: str) -> list[str]:
    """A person's first and last name together, ``called`` "full name" or "first and last name": of "customer first
    name" and "last name" the "customer full name".
    """
    told: list[str] = []
    for text in said:
        if text.endswith(_LAST_NAME) and told and told[-1].endswith(_FIRST_NAME):
            told[-1] = f"{told[-1].removesuffix(_FIRST_NAME)}{called}"
        else:
            told.append(text)
    return told


def number(value: str) -> str:
    """1234567 -> 1,234,567."""
    return f"{Decimal(value):,}" if abs(Decimal(value)) >= 10000 else value


def value_in_quotes(value: str) -> str:
    """In quotation marks where the value would not stand out as one word."""
    if value.replace("-", "").replace(".", "").isalnum():
        return value
    return quoted(value)


def with_article(place: str) -> str:
    """ "the USA", "the Netherlands", "the UK or the USA"; most places have none, and none goes into quotation marks."""
    return re.sub(r"(?<![\w'\"])(?=(?:USA?|UK|UAE|Netherlands|Philippines|Bahamas|Maldives)(?!\w))", "the ", place)


def quoted(text: str) -> str:
    """In quotation marks that do not occur in it."""
    return f'"{text}"' if "'" in text else f"'{text}'"


def possessive(name: str) -> str:
    """ "Luís Gonçalves'", "Jane Peacock's"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def is_plural(noun: str) -> bool:
    """The noun is in the plural: "units in stock"."""
    return plural(noun) == noun and not has_no_plural(noun) and noun.rpartition(" ")[2] not in _ALSO_SINGULAR


def is_counted(noun: str) -> bool:
    """A plural of things that one can have fewer of: units in stock, not arrears."""
    return is_plural(noun) and singular(noun).rpartition(" ")[2] not in _AMOUNTS


def be(noun: str, number: int = 1) -> str:
    """ "are" for several nouns, and for one in the plural; else "is"."""
    return "are" if number > 1 or is_plural(noun) else "is"


def a(noun: str) -> str:
    """With its article; plural nouns and those that are not counted take none."""
    if plural(noun) == noun:
        return noun
    return f"{'an' if _AN.match(noun) else 'a'} {noun}"


def state(column: str, value: bool) -> str:
    """``is active`` -> "are active" / "are not active"; ``has parking`` -> "have parking" / "have no parking";
    ``needs_repair`` -> "need repair" / "do not need repair".
    """
    verb, _, rest = column.partition(" ")
    if verb == "has" and rest:
        return f"have {'' if value else 'no '}{rest}"
    if verb == "can" and rest:
        return f"{'can' if value else 'cannot'} {rest}"
    if verb.removesuffix("s") in _DEEDS and rest:
        return f"{'' if value else 'do not '}{verb.removesuffix('s')} {rest}"
    said = rest if verb in ("is", "was") and rest else column
    if column.endswith(" flag") or not (said == rest or is_adjective(said) or _THING.search(said)):
        return f"{'' if value else 'do not '}have the {column.removesuffix(' flag')} flag"
    return f"are {'' if value else 'not '}{plural(said) if _THING.search(said) else said}"


def of_one(stated: str) -> str:
    """What ``state`` says, of a single row: "is active", "has parking", "is a workday", "needs repair"."""
    verb, _, rest = stated.partition(" ")
    if verb == "are":
        return f"is {a(one) if (one := singular(rest)) != rest else rest}"
    return f"{'has' if verb == 'have' else verb if verb == 'can' else f'{verb}s'} {rest}"


def of_one_row(restriction: str) -> str:
    """What follows a noun in the singular: " that are active" -> " that is active"."""
    one = {"are": "is", "have": "has", "report": "reports"}
    return re.sub("^ that (are|have|report) ", lambda found: f" that {one[found[1]]} ", restriction)


def questioned(who: str, stated: str, *, many: bool) -> str:
    """What ``state`` says, asked: "are they active", "does it have parking", "can they vote"."""
    verb, _, rest = stated.partition(" ")
    if verb == "are":
        return f"are {who} {rest}" if many else f"is {who} {of_one(stated).removeprefix('is ')}"
    return f"can {who} {rest}" if verb == "can" else f"{'do' if many else 'does'} {who} {stated}"


def verbal(restriction: str) -> str:
    """What follows a noun as what its rows do: "with a price above 5" -> "have a price above 5"; "" if that is odd."""
    if _DONE.match(restriction):
        return f"were {restriction}"
    return next((verb + restriction[len(said) :] for said, verb in _VERBS if restriction.startswith(said)), "")


def clause(restriction: str) -> str:
    """What follows a noun, fit to follow "and" or "or": "hired in 2024" -> "that were hired in 2024"."""
    if restriction.startswith(("with ", "without ", "whose ", "that ")):
        return restriction
    return f"that {verbal(restriction) or f'were {restriction}'}"


def closed(text: str) -> str:
    """With a question mark or a full stop, as the last sentence is a question or a request."""
    text = text.strip()
    if text.endswith("?") or (text.endswith(".") and not asks(text)):
        return text
    return text + ("?" if asks(text) else ".")


def asks(text: str) -> bool:
    """The last sentence is a question."""
    return bool(_ASKS.match(re.split(r"(?<=[?.]) (?=[A-Z])", text)[-1]))
