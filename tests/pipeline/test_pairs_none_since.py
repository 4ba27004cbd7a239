"""Who has none since a day: customers without orders after May are worth a call."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.column_draft import Usage
from data_pipeline.pairs.conditions import Related, Since, Window
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.related import lacked
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.scopes import Scope
from data_pipeline.pairs.subjects import read_subjects
from tests.pipeline.made_tables import column, table

NAMED = {"distinct": 300.0, "bounds": tuple(f"Row {n}" for n in range(9))}
DAYS = {"distinct": 300.0, "bounds": tuple(f"2024-{month:02}-03" for month in range(1, 13))}


def lacking(parent: dict[str, object] | None) -> Iterator[Related]:
    """What rows may have none of; the parent's are called by a name, or dated as well as those that refer to them."""
    what = column("name", statistics=parent) if parent else column("held_on", "date", statistics=DAYS)
    tables = (
        table("visit", column("id", "integer"), what, row_count=400),
        table("bill", column("id", "integer"), column("billed_on", "date", statistics=DAYS),
              column("visit_id", "integer", statistics={"distinct": 400.0}), keys={"visit_id": "visit"}, row_count=900),
    )  # fmt: skip
    subjects = read_subjects(Catalog("clinic", tables))
    ground = ground_of(Scope(subjects["public", "visit"]), subjects)
    found = (lacked(Draft(ground, subjects, Usage(), Random(seed))) for seed in range(300))
    return (one for one in found if one)


def dated(found: Iterator[Related]) -> set[bool]:
    return {isinstance(one, Since | Window) for related in found for one in related.conditions}


def test_lacked__things_may_have_none_since_a_day() -> None:
    assert True in dated(lacking(NAMED))


def test_lacked__of_events_those_of_that_time_would_be_meant() -> None:
    """Appointments without a bill in May: those in May?"""
    assert True not in dated(lacking(None))
