"""What the parts of a question are called in English, for the check that it is complete."""

from __future__ import annotations

import re

from data_pipeline.pairs.english.dates import period
from data_pipeline.pairs.english.degrees import adjective
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.slots import SlotWords, number_forms

_DESCENDING = ("most", "highest", "largest", "latest", "recent", "longest", "oldest", "youngest", "descending", "top",
               "maximum", "best", "greatest", "biggest")  # fmt: skip
_ASCENDING = ("fewest", "least", "lowest", "smallest", "earliest", "shortest", "oldest", "youngest", "ascending",
              "alphabetical", "order", "cheapest", "minimum", "by month", "by year", "by quarter", "sorted",
              "longest-serving")  # fmt: skip
_ASKED = {"price": "how much", "fee": "how much", "fare": "how much", "length": "how long", "duration": "how long",
          "milliseconds": "how long", "runtime": "how long", "city": "where", "country": "where", "address": "where",
          "age": "how old", "date": "when was"}  # fmt: skip


def _column_forms(column: str) -> tuple[str, ...]:
    """How else a column may be said: without "is" and "name", or as a question for it."""
    asked = "when was" if column.startswith("date ") else _ASKED.get(column.split(" ")[-1])
    bare = re.sub("^(is|has|was) ", "", column)
    measured = column.rpartition(" in ")[0] or column
    return (*((asked,) if asked else ()), bare, column.removesuffix(" name"), column.removesuffix(" id"), measured)


def _owning(noun: str, counted: bool) -> tuple[str, ...]:
    """ "Which departments have", "how many departments have"."""
    nouns = plural(noun)
    if counted:
        return f"how many {nouns} have", f"number of {nouns} that have", f"number of {nouns} with"
    return f"which {nouns} have", f"{nouns} that have", f"{nouns} with at least one"


ENGLISH_SLOTS = SlotWords(
    aggregates={
        "count": ("how many", "number of", "count", "most", "fewest", "more", "at least", "fewer than",
                  "less than", "common", "least", "exactly"),
        "count_distinct": ("different", "distinct", "unique"),
        "sum": ("total", "sum", "combined"),
        "avg": ("average", "mean"),
        "max": ("highest", "largest", "latest", "maximum", "longest", "oldest", "most"),
        "min": ("lowest", "smallest", "earliest", "minimum", "shortest", "youngest", "least"),
        "share": ("percentage", "share", "percent"),
    },
    descending=_DESCENDING,
    ascending=_ASCENDING,
    some=("but at least one", "least common", "that has any"),
    ties=("ties",),
    above=("higher", "longer", "larger", "later", "more"),
    below=("lower", "shorter", "smaller", "earlier", "fewer"),
    than_all=("than all",),
    grains={"year": ("year",), "quarter": ("quarter",), "month": ("month",),
            "weekday": ("day of the week", "days of the week")},
    computed={"product": ("times", "product", "multiplied"), "difference": ("difference",), "days": ("days",),
              "length": ("characters", "length"), "initial": ("first letter", "initial"), "full_name": ("full name",)},
    overs={"rank": ("rank",), "running": ("running", "cumulative"), "share": ("percent", "share"),
           "group_average": ("average",)},
    derived={"top_per_group": ("each", "every", "per"), "average_of_groups": ("average",),
             "groups_above_average": ("average",), "any": ("any",), "alike": ("pairs",),
             "change": ("change", "differ", "compared")},
    sets={"union": ("or", "and"), "intersect": ("also", "both", "and"),
          "except": ("not", "except", "without", "have no", "but no ")},
    distinct=("different", "distinct", "unique"),
    owning=_owning,
    exactly=("exactly", "precisely"),
    denies=re.compile(r"\b(?:no|not|never|none|without|nobody)\b|n't\b", re.IGNORECASE),
    band=("band",),
    negated=("no ", "not", "without", "never", "none"),
    period=period,
    numbers=number_forms,
    column=_column_forms,
    who=lambda _: (),
    ranked=adjective,
)  # fmt: skip
