"""Identifiers as English words: split, spelled out, singular and plural."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from data_pipeline.word_split import split_words

_SPELLED_OUT = {
    "abbr": "abbreviation", "acct": "account", "addr": "address", "amt": "amount", "avg": "average", "bal": "balance",
    "bdate": "birth date",
    "cal": "calendar", "cat": "category", "ccy": "currency", "cd": "code", "chnl": "channel", "cnt": "count",
    "crs": "course", "cust": "customer", "cxl": "cancellation", "dept": "department", "desc": "description",
    "dob": "date of birth", "dt": "date", "emp": "employee", "enroll": "enrollment", "evt": "event", "fcst": "forecast",
    "fname": "first name", "hrs": "hours", "init": "initial", "lat": "latitude", "lname": "last name",
    "lng": "longitude", "loc": "location", "mgr": "manager", "mname": "middle name", "nbr": "number", "no": "number",
    "num": "number", "nxt": "next", "oper": "operation", "org": "organization", "pct": "percentage", "pmt": "payment",
    "prod": "product", "prof": "professor", "qty": "quantity", "reg": "registration", "rsn": "reason", "stu": "student",
    "tot": "total", "ts": "time", "txn": "transaction", "univ": "university", "wt": "weight", "yr": "year",
}  # fmt: skip
# What the tables of one part of a business system begin with.
SYSTEMS = ("sys", "erp", "crm", "mes", "wms", "oms", "tms", "srm", "scm", "plm", "bpm", "hrm", "eam", "qms", "cms")
_KIND_PREFIXES = ("v", "vw", "view", "mv", "t", "tb", "tbl", "dim", "fact", "ref", "lkp", "lookup", "ods", "dwd", "dws",
                  "ads")  # fmt: skip
_IRREGULAR = {"person": "people", "child": "children", "man": "men", "woman": "women", "analysis": "analyses",
              "movie": "movies", "cookie": "cookies", "hero": "heroes", "superhero": "superheroes",
              "potato": "potatoes", "tomato": "tomatoes"}  # fmt: skip
_SAME = ("staff", "series", "species", "data", "media", "history", "information", "equipment", "inventory", "traffic",
         "feedback", "stock", "news", "goods")  # fmt: skip
_IRREGULAR |= {word: word for word in _SAME}
_SINGULAR = {plural: singular for singular, plural in _IRREGULAR.items()}
# What follows the noun that takes the ending: quantity per unit, date first registered.
_TAIL = re.compile(
    r"(?<!ed) (?:(?:of|per|in|on|for|from|by|with|between)\b."
    r"|(?:so far|to date|(?:last|this|previous) (?:year|month|quarter|week)|ytd)$|\().*$"
)
_SENSE = re.compile(r"\b(?:sign|log|check|opt|clock|drop|pick|back) (?:in|on|up|off|out)\b")  # no noun ends before in
_DATED = re.compile(
    r"(?:(?:(?<=\bdate)|(?<=\bdates)) (?:\w+ )?|(?:(?<=\btime)|(?<=\btimes)) (?:(?:first|last) )?)"
    r"(?:\w+ed|left|born|sent|paid|sold)$"
)
# Quantities that something was done with: quantities ordered, amounts due.
_DONE = re.compile(
    r"\b(?:quantit(?:y|ies)|(?:amount|value|price|weight|balance|total|unit|hour|day|fee)s?)"
    r"( (?:\w+ed|paid|due|sold|sent|owing|left))$"
)
_NUMBERED = re.compile(r"^(line|address|street|phone|email|name|level|contact)(\d)$")
# Nobody says their plural: line 2, best of, mpg, lowest.
_UNCHANGED = re.compile(
    r".*\d|of|from|to|by|at|on|in|[b-df-hj-np-tv-xz]{2,}|since|ytd|(?:high|low|great|small|fast|b)est|horsepower|mileage|money"
    r"|software|hardware|weather|luggage|aircraft|spacecraft|livestock|merchandise|satisfaction|staff|traffic|happiness"
)


def words_of(identifier: str) -> list[str]:
    """``bss_serviceAreaID`` -> ["bss", "service", "area", "id"]: lower case, abbreviations as they stand."""
    return list(_lower_words(identifier))


@lru_cache(maxsize=50_000)  # the same names are read again and again
def _lower_words(identifier: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in split_words(identifier))


@lru_cache(maxsize=50_000)
def spelled(identifier: str) -> str:
    """The identifier as a reader says it: ``order_qty`` -> "order quantity"."""
    words = (_NUMBERED.sub(r"\1 \2", _SPELLED_OUT.get(word, word)) for word in words_of(identifier))
    return " ".join(words) or identifier


@lru_cache(maxsize=10_000)  # the same nouns stand in question after question
def singular(phrase: str) -> str:
    """The phrase with its noun in the singular; words that look plural but are not stay."""
    head, last, tail = _parts(phrase)
    if last in _SINGULAR:
        return head + _SINGULAR[last] + tail
    if last.endswith("ies") and len(last) > 4:
        return head + last[:-3] + "y" + tail
    if re.search(r"((stat|camp|b|vir|bon)us|ss|x|ch|sh|zz)es$", last):
        return head + last[:-2] + tail
    if last.endswith("s") and not last.endswith(("ss", "us", "is")):
        return head + last[:-1] + tail
    return phrase


@lru_cache(maxsize=10_000)
def plural(phrase: str) -> str:
    """The phrase with its noun in the plural, from singular or plural: "units in stock", "quantities per unit"."""
    head, last, tail = _parts(singular(phrase))
    if has_no_plural(phrase):
        return phrase
    if last in _IRREGULAR:
        return head + _IRREGULAR[last] + tail
    if re.search(r"[^aeiou]y$", last):
        return head + last[:-1] + "ies" + tail
    return head + last + ("es" if re.search(r"(s|x|ch|sh|z)$", last) else "s") + tail


def has_no_plural(phrase: str) -> bool:
    """The noun is not counted, as it stands: horsepower, mpg, line 2."""
    return bool(_UNCHANGED.fullmatch(_parts(phrase)[1]))


def counted_things(identifier: str) -> str:
    """What a column counts: ``number_products``, ``num_of_rooms`` -> "products", "rooms"; else ""."""
    first, *rest = words_of(identifier) or [""]
    things = " ".join(_SPELLED_OUT.get(word, word) for word in rest[rest[:1] == ["of"] :])
    counted = first in ("number", "num", "no", "nb", "count") and singular(things) != things == plural(things)
    return things if counted else ""


def shared_prefix(names: Iterable[str]) -> str:
    """The first word that most names begin with ("bss", "t", "tbl"), or "" when there is none."""
    split = [words_of(name) for name in names]
    first = Counter(words[0] for words in split if len(words) > 1)
    if len(split) < 3 or not first:
        return ""
    word, times = first.most_common(1)[0]
    return word if times * 10 >= len(split) * 6 else ""


@lru_cache(maxsize=10_000)  # every table is named again and again
def without_prefix(name: str, prefix: str) -> str:
    """The name in words, without the prefix of its schema or of its kind (``tbl_``)."""
    words = words_of(name)
    prefixed = len(words) > 1 and words[0] in {prefix, *_KIND_PREFIXES, *SYSTEMS}
    return spelled("_".join(words[1:]) if prefixed else name)


def _parts(phrase: str) -> tuple[str, str, str]:
    """What comes before the noun, the noun, what comes after it."""
    found = (None if _SENSE.search(phrase) else _TAIL.search(phrase)) or _DATED.search(phrase)
    done = _DONE.search(phrase)
    tail = found.group() if found else done.group(1) if done else ""
    head, space, last = phrase.removesuffix(tail).rpartition(" ")
    return head + space, last, tail
