"""The business terms of a glossary (``business_terms.md``): a section each, so that each is found alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data_pipeline.documents.text import one_line
from data_pipeline.documents.wording import Wording, wordings
from data_pipeline.glossary.model import Term

TERMS_NAME = "business_terms.md"


def terms_markdown(terms: Sequence[Term], language: str) -> str:
    """The document of all terms; "" when there are none."""
    wording = wordings(language)[0]
    return "\n\n".join("\n".join(_lines(term, wording)) for term in terms) + "\n" if terms else ""


def _lines(term: Term, wording: Wording) -> Iterator[str]:
    yield f"## {one_line(term.name)}"
    yield wording.term.format(one_line(term.name), one_line(term.definition))
    if term.synonyms:
        yield wording.synonyms.format(wording.pause.join(map(one_line, term.synonyms)))
