"""A record shop for hand-made query trees: its tables, columns and queries of one or two of them."""

from __future__ import annotations

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Statistics, Table
from data_pipeline.pairs.conditions import Equals, IsTrue
from data_pipeline.pairs.tree import Dimension, Join, Measure, Query
from data_pipeline.pairs.values import Bucket, Field


def column(name: str, type: str = "integer", category: str = "N", **more: object) -> Column:
    return Column(name, type, category, 1, True, **more)  # type: ignore[arg-type]


def text(name: str) -> Column:
    return column(name, "text", "S")


def day(name: str) -> Column:
    return column(name, "date", "D")


def table(name: str, *columns: Column, keys: dict[str, str] | None = None) -> Table:
    foreign = tuple(ForeignKey((own,), "public", other, (f"{other}_id",)) for own, other in (keys or {}).items())
    return Table("public", name, "table", None, 500, columns, (columns[0].name,), foreign_keys=foreign)


ARTIST = table("artist", column("artist_id"), text("name"), text("country"))
LABEL = table("label", column("label_id"), text("name"), text("country"), column("founded_year"))
ALBUM = table("album", column("album_id"), text("title"), column("artist_id"), column("label_id"),
              keys={"artist_id": "artist", "label_id": "label"})  # fmt: skip
MOOD = table("mood", column("mood_id"), text("name"))
TAG = table("track_mood", column("track_id"), column("mood_id"), keys={"track_id": "track", "mood_id": "mood"})
TRACK = table(
    "track",
    column("track_id"),
    text("name"),
    column("album_id"),
    column("milliseconds"),
    column("unit_price", "numeric(10,2)"),
    text("composer"),
    column("plays"),
    keys={"album_id": "album"},
)
STAFF = table(
    "staff",
    column("staff_id"),
    text("first_name"),
    text("last_name"),
    day("hire_date"),
    text("city"),
    column("is_active", "boolean", "B"),
    column("reports_to"),
    text("title"),
    keys={"reports_to": "staff"},
)
SALE = table(
    "sale",
    column("sale_id"),
    day("sale_date"),
    column("total", "numeric(10,2)"),
    column("staff_id"),
    text("billing_city"),
    text("status"),
    keys={"staff_id": "staff"},
)
STOCK = table("inventory", column("inventory_id"), column("units_in_stock"), column("quantity_per_unit"))
FLAGGED = column("discontinued", statistics=Statistics(common_values=("0", "1")))
CATALOG = Catalog("shop", (ARTIST, LABEL, ALBUM, TRACK, MOOD, TAG, STAFF, SALE, STOCK))


def of(table: Table, name: str, source: int = 0) -> Field:
    return Field(source, table.column(name))


def up(child: Table, source: int = 1, start: int = 0) -> Join:
    return Join(source, child=start, parent=source, key=child.foreign_keys[0])


COUNT = Measure("count")
NAME, LENGTH, PRICE, PLAYS = (of(TRACK, name) for name in ("name", "milliseconds", "unit_price", "plays"))
IN_ALBUM = of(TRACK, "album_id")
DATE, TOTAL, STATUS = of(SALE, "sale_date"), of(SALE, "total"), of(SALE, "status")
FIRST, LAST = of(STAFF, "first_name"), of(STAFF, "last_name")
MONTH = Bucket(DATE, "month", main=True)
ACTIVE = IsTrue(of(STAFF, "is_active"), True)
BY_ARTIST = Dimension(of(ARTIST, "artist_id", 1), entity=True)
ARTIST_NAME = of(ARTIST, "name", 1)
BY_SELLER = Dimension(of(STAFF, "staff_id", 1), entity=True)
SELLER = (of(STAFF, "first_name", 1), of(STAFF, "last_name", 1))
JANE = (Equals(SELLER[0], "Jane", entity=True), Equals(SELLER[1], "Peacock", entity=True))


def tracks(*outputs: object, **parts: object) -> Query:
    return Query((TRACK,), outputs=outputs, **parts)  # type: ignore[arg-type]


def sales(*outputs: object, **parts: object) -> Query:
    return Query((SALE,), outputs=outputs, **parts)  # type: ignore[arg-type]


def staff(*outputs: object, **parts: object) -> Query:
    return Query((STAFF,), outputs=outputs, **parts)  # type: ignore[arg-type]


def albums(*outputs: object, **parts: object) -> Query:
    return Query((ALBUM, ARTIST), (up(ALBUM),), outputs=outputs, **parts)  # type: ignore[arg-type]


def sold(*outputs: object, **parts: object) -> Query:
    return Query((SALE, STAFF), (up(SALE),), outputs=outputs, **parts)  # type: ignore[arg-type]
