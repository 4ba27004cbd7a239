"""Sensitive columns behind those of views, by whatever names, as far as the views' definitions tell."""

from __future__ import annotations

from collections.abc import Mapping

from data_pipeline.catalog.model import Catalog
from data_pipeline.sensitive.mode import Kind, Place


def through_views(catalog: Catalog, found: Mapping[Place, Kind]) -> dict[Place, Kind]:
    """What is found, and the columns by which views show it, those of views over views too."""
    every = dict(found)
    shown = _shown(catalog) if found else {}
    while more := _more(shown, every):
        every |= more
    return every


def _more(shown: Mapping[Place, frozenset[Place]], found: Mapping[Place, Kind]) -> dict[Place, Kind]:
    more: dict[Place, Kind] = {}
    for place, places in shown.items():
        kinds = [found[one] for one in sorted(places) if one in found]
        if kinds and place not in found:
            more[place] = kinds[0]
    return more


def _shown(catalog: Catalog) -> dict[Place, frozenset[Place]]:
    """For each column of a view the columns whose values it may hold, as they stand."""
    views = [table for table in catalog.tables if table.is_view and table.definition]
    if not views:
        return {}
    from data_pipeline.sensitive.shown import shown_by  # needs sqlglot, which most catalogs are spared

    tables = {table.key: table for table in catalog.tables}
    found = {(*view.key, name): places for view in views for name, places in shown_by(view, tables).items()}
    return {place: places for place, places in found.items() if _holds_values(catalog, place)}


def _holds_values(catalog: Catalog, place: Place) -> bool:
    """Whether the view's column is of a type in which a value still tells somebody: no date, no yes and no."""
    return catalog.table(*place[:2]).column(place[2]).category not in "DBT"
