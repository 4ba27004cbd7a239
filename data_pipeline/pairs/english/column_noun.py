"""What English calls a column by the words of its identifier."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column
from data_pipeline.pairs.english.dates import DONE
from data_pipeline.pairs.flags import is_flag
from data_pipeline.pairs.identifiers import counted_things

_DATE_VERBS = {"starts": "start", "begins": "start", "ends": "end", "expires": "expiry",
               "opens": "opening", "closes": "closing", "finishes": "finish", "arrives": "arrival",
               "departs": "departure"}  # fmt: skip
_DATE_ENDINGS = {"on": "date", "at": "time", "until": "end date"}
ACRONYMS = {"sku", "po", "vat", "url", "ip", "isbn", "iban", "vin", "api", "gps", "sla", "roi", "kpi", "hr", "it",
             "gpa", "mrr", "arr", "crm", "erp", "fx", "usd", "eur"}  # fmt: skip
_FLAG_MARK = re.compile(r"bool(ean)?$|^(bool|flag) | (?:yn|ind|indicator|flg)$|(?<=ed) flag$")
UNITS = ("km", "kwh", "ms", "kg", "g", "mg", "ml", "mm", "cm", "sec", "cents")  # after a name
SPANS = {"min", "minutes", "seconds", "hours", "days", "weeks", "months", "years"}
_LASTING = {"duration", "frequency", "length", "time", "interval", "age", "slot", "period", "delay", "lead", "term",
            "notice", "warranty", "validity", "runtime", "timeout"}  # fmt: skip  # what is told in them
_EXTREMES = {"max": "maximum", "min": "minimum"}


def column_noun(words: list[str], column: Column) -> str:
    """ "length in km" of ``length_km``, "date ordered" of ``ordered_on``, "active" of ``is_active_flag``."""
    words = [word.upper() if word in ACRONYMS and (len(words) > 1 or len(word) > 2) else word for word in words]
    words = re.sub(r"\bself (?=[a-z]+ed\b)", "self-", " ".join(words)).split(" ")  # self-operated
    if len(words) > 1 and (words[-1] in UNITS or (words[-1] in SPANS and words[-2] in _LASTING)):
        return f"{' '.join(_led(words[:-1])).removesuffix(' in')} in {words[-1]}"
    if len(words) > 1 and column.category == "D" and words[-1] in ("on", "at") and re.fullmatch(DONE, words[-2]):
        return " ".join(["date", *words[:-1]])  # "times paid" would be how often
    if len(words) > 1 and column.category == "D" and words[-1] in _DATE_ENDINGS:
        return " ".join([*words[:-2], _DATE_VERBS.get(words[-2], words[-2]), _DATE_ENDINGS[words[-1]]])
    if is_flag(column):
        said = " ".join(words[:-1] if words[0] == "is" and words[-1] == "flag" else words)
        return _FLAG_MARK.sub("", said).strip() or said
    return counted_things(column.name) or " ".join(_led(words))


def _led(words: list[str]) -> list[str]:
    """ "maximum weight" of ``weight_max``."""
    return [_EXTREMES[words[-1]], *words[:-1]] if len(words) > 1 and words[-1] in _EXTREMES else words
