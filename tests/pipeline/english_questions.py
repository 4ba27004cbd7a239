"""Small query trees over a record shop, each with one of the questions that it is worded as."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data_pipeline.pairs.conditions import (
    Between,
    Compare,
    Contains,
    Either,
    Equals,
    IsNull,
    IsTrue,
    OneOf,
    Related,
    Relative,
    Since,
    Window,
)
from data_pipeline.pairs.related_rows import joined_to
from data_pipeline.pairs.tree import Derived, Dimension, Having, Join, Measure, Order, Over, Query, Question, SetQuery
from data_pipeline.pairs.values import Band
from tests.pipeline.english_tables import (
    ACTIVE,
    ALBUM,
    ARTIST,
    ARTIST_NAME,
    BY_ARTIST,
    BY_SELLER,
    COUNT,
    DATE,
    FIRST,
    IN_ALBUM,
    JANE,
    LABEL,
    LAST,
    LENGTH,
    MONTH,
    MOOD,
    NAME,
    PLAYS,
    PRICE,
    SALE,
    SELLER,
    STAFF,
    STATUS,
    TAG,
    TOTAL,
    TRACK,
    albums,
    column,
    of,
    sales,
    sold,
    staff,
    table,
    tracks,
    up,
)

FAR = Query(
    (TRACK, ALBUM, ARTIST), (up(TRACK), up(ALBUM, 2, 1)), (NAME,), (Equals(of(ARTIST, "name", 2), "Iron Maiden", True),)
)
SOLD_LATE = Related(SALE, SALE.foreign_keys[0], exists=False, conditions=(Since(DATE, date(2024, 5, 1)),))
SELLERS = Query((STAFF, SALE), (Join(1, child=1, parent=0, key=SALE.foreign_keys[0]),), (LAST,))
NONE_TOO = Query(
    (STAFF, SALE),
    (Join(1, child=1, parent=0, key=SALE.foreign_keys[0], outer=True),),
    (FIRST, LAST, Measure("count", of(SALE, "sale_id", 1))),
    dimensions=(Dimension(of(STAFF, "staff_id"), entity=True),),
)
BAND = Band(PRICE, "5", "20000")
DEAR = Compare(PRICE, ">", "5")
COMPOSER = of(TRACK, "composer")

TITLED = Contains(of(ALBUM, "title"), "Best")
BY, ON_LABEL = ALBUM.foreign_keys
DEAR_LABEL = Equals(of(LABEL, "country", 1), "Peru")
FOUNDED = of(LABEL, "founded_year")
TAGGED, SO = TAG.foreign_keys
MELLOW = Equals(of(MOOD, "name", 1), "Mellow", entity=True)


def artists(condition: Related) -> Query:
    return Query((ARTIST,), outputs=(of(ARTIST, "name"),), conditions=(condition,))


def tagged(mood: str) -> Query:
    return joined_to(
        TRACK, Related(TAG, TAGGED, True, (replace(MELLOW, value=mood),), parent=MOOD, further=SO), (NAME,)
    )


CITY = of(STAFF, "city")
SIGNED = table("contract", column("contract_id"), column("total"), column("signed_by"), keys={"signed_by": "staff"})
(BY_WHOM,) = SIGNED.foreign_keys
BIG = Compare(of(SIGNED, "total"), ">", "5")


def artists_of_cities() -> Query:
    return Query((replace(ARTIST, columns=(CITY.column,)),), outputs=(CITY,))


CASES: dict[str, tuple[Question, str]] = {
    "all rows": (tracks(NAME), "What are the names of all tracks?"),
    "of one": (tracks(LENGTH, conditions=(Equals(NAME, "Wildest Dreams", True),)),
         "How long is the track 'Wildest Dreams'?"),
    "a person's": (sold(TOTAL, conditions=JANE), "What are the totals of Jane Peacock's sales?"),
    "through a table": (FAR, "What are the names of the tracks in albums by the artist 'Iron Maiden'?"),
    "joined columns": (albums(ARTIST_NAME), "What is the name of the artist of each album?"),
    "compared": (tracks(of(TRACK, "composer"), conditions=(DEAR,)),
         "List the composers of tracks with a unit price above 5."),
    "a duration": (tracks(COUNT, conditions=(Compare(LENGTH, ">", "300000"),)),
                   "How many tracks are longer than 300,000 milliseconds?"),
    "a number of things": (tracks(NAME, conditions=(Compare(PLAYS, ">=", "20"),)),
         "Which tracks have at least 20 plays?"),
    "between": (tracks(COUNT, conditions=(Between(PRICE, "1", "2"),)),
         "How many tracks have a unit price between 1 and 2?"),
    "from a place": (staff(FIRST, LAST, conditions=(Equals(of(STAFF, "city"), "Oslo"),)),
         "Which staff members are from Oslo?"),
    "another place": (sales(TOTAL, conditions=(Equals(of(SALE, "billing_city"), "Oslo"),)),
                      "Show the totals of sales whose billing city is Oslo."),
    "hired": (staff(COUNT, conditions=(Window(of(STAFF, "hire_date"), "year", date(2004, 1, 1), True),)),
              "How many staff members hired in 2004 are there?"),
    "in a month": (sales(Measure("sum", TOTAL), conditions=(Window(DATE, "month", date(2024, 3, 1), True),)),
                   "What is the total of sales in March 2024?"),
    "a flag": (staff(COUNT, conditions=(IsTrue(of(STAFF, "is_active"), False),)),
         "How many staff members are not active?"),
    "of a quality": (staff(LAST, conditions=(ACTIVE,)), "What are the last names of active staff members?"),
    "of those of a quality": (sold(TOTAL, conditions=(IsTrue(of(STAFF, "is_active", 1), True),)),
                              "List the totals of the sales of active staff members."),
    "a flag beside": (staff(LAST, of(STAFF, "is_active"), conditions=(Equals(of(STAFF, "city"), "Oslo"),)),
                      "List the last names of staff members in Oslo, and whether they are active."),
    "a flag beside, asked": (staff(LAST, of(STAFF, "is_active"), conditions=(Equals(of(STAFF, "title"), "Rep"),)),
                             "What are the last names of staff members whose title is Rep, and are they active?"),
    "a flag of one": (staff(of(STAFF, "is_active"), conditions=(Equals(LAST, "Peacock", entity=True),)),
                      "Is the staff member Peacock active?"),
    "a flag alone": (staff(of(STAFF, "is_active"), conditions=(Equals(of(STAFF, "city"), "Oslo"),)),
                     "Show whether each staff member in Oslo is active."),
    "most of a quality": (sold(*SELLER, dimensions=(BY_SELLER,), orders=(Order(COUNT, True),), limit=1,
                               conditions=(IsTrue(of(STAFF, "is_active", 1), True),)),
        "What are the first name and last name of the staff member that is active with the most sales?"),
    "no manager": (staff(LAST, conditions=(IsNull(of(STAFF, "reports_to"), False),)),
                   "What are the last names of staff members without a manager?"),
    "one of": (sales(COUNT, conditions=(OneOf(STATUS, ("open", "paid")),)), "How many sales have status open or paid?"),
    "either": (sales(COUNT, conditions=(Either(Equals(STATUS, "open"), Compare(TOTAL, "<", "9")),)),
               "How many sales whose status is open or with a total below 9 are there?"),
    "part of a name": (tracks(COUNT, conditions=(Contains(NAME, "Love", True),)),
         "How many tracks whose name starts with 'Love' are there?"),
    "the greatest": (tracks(NAME, conditions=(Relative(PLAYS, "greatest"),)), "Which tracks have the most plays?"),
    "two conditions": (sold(COUNT, conditions=(Compare(TOTAL, ">", "9"), Equals(of(STAFF, "title", 1), "Rep"))),
        "Count the number of sales with a total above 9 and that belong to staff members with the title Rep."),
    "none related": (staff(LAST, conditions=(SOLD_LATE,)),
                     "Find the last names of staff members without any sales dated after 2024-05-01."),
    "first rows": (tracks(NAME, orders=(Order(LENGTH, True),), limit=5), "What are the names of the 5 longest tracks?"),
    "first by date": (sales(TOTAL, orders=(Order(DATE, True),), limit=3),
         "Find the totals of the 3 most recent sales."),
    "fewest of something": (tracks(NAME, orders=(Order(PLAYS),), limit=1),
         "What is the name of the track with the fewest plays?"),
    "ordered": (tracks(NAME, orders=(Order(NAME),)), "List the names of all tracks in alphabetical order of name."),
    "different": (sales(STATUS, distinct=True), "What are the different statuses of all the sales?"),
    "rank": (tracks(NAME, LENGTH, Over("rank", LENGTH)),
         "List the names of tracks with their rank by duration in milliseconds."),
    "beside an average": (tracks(NAME, PRICE, Over("group_average", PRICE, of(TRACK, "album_id"))),
                          "Show the names and unit prices of tracks, with the average unit price for each album."),
    "several figures": (tracks(Measure("min", PRICE), Measure("avg", PRICE)),
         "What are the lowest and average unit price of all tracks?"),
    "count and figure": (tracks(COUNT, Measure("avg", PRICE)),
         "Find the number of tracks and their average unit price."),
    "number of": (tracks(Measure("avg", PLAYS)), "What is the average number of plays of the tracks?"),
    "how many of them": (tracks(COUNT, Measure("count", condition=DEAR)),
                         "How many tracks are there, and how many of them have a unit price above 5?"),
    "share": (tracks(Measure("share", condition=DEAR)), "What percentage of tracks have a unit price above 5?"),
    "counted once": (albums(Measure("count_distinct", of(ALBUM, "artist_id"))),
         "How many different artists do the albums have?"),
    "what has rows": (albums(ARTIST_NAME, distinct=True), "Which artists have albums?"),
    "what has such rows": (replace(albums(ARTIST_NAME, distinct=True), conditions=(TITLED,)),
                           "What are the names of the artists that have albums whose title contains 'Best'?"),
    "how many have rows": (albums(Measure("count_distinct", of(ALBUM, "artist_id"))), "How many artists have albums?"),
    "a role towards rows": (staff(FIRST, LAST, conditions=(Related(SIGNED, BY_WHOM, False, (BIG,)),)),
                            "Which staff members are not signatories of any contracts with a total above 5?"),
    "without the manager of another table": (
        Query((SALE, STAFF), (up(SALE),), (COUNT,), (IsNull(of(STAFF, "reports_to", 1), negated=False),)),
        "How many sales belong to staff members without a manager?"),
    "and the figure that they are ranked by": (
        tracks(NAME, PRICE, orders=(Order(PRICE, True),), limit=3),
        "Which are the 3 most expensive tracks? List the names and unit prices."),
    "none of what is further": (artists(Related(ALBUM, BY, False, (DEAR_LABEL,), parent=LABEL, further=ON_LABEL)),
                                "Which artists do not have any albums of labels whose country is Peru?"),
    "none of what a link ties to": (
        Query((TRACK,), outputs=(NAME,), conditions=(Related(TAG, TAGGED, False, (MELLOW,), parent=MOOD, further=SO),)),
        "Which tracks have no moods named Mellow?"),
    "both of what a link ties to": (SetQuery("intersect", tagged("Mellow"), tagged("Wild")),
                                    "Which tracks have both moods named Mellow and moods called Wild?"),
    "after a year": (Query((LABEL,), outputs=(of(LABEL, "name"),), conditions=(Compare(FOUNDED, ">", "1960"),)),
                     "Which labels have a founded year after 1960?"),
    "between years": (Query((LABEL,), outputs=(COUNT,), conditions=(Between(FOUNDED, "1960", "1999"),)),
                      "Count the number of labels whose founded year is between 1960 and 1999."),
    "first by a year": (Query((LABEL,), outputs=(of(LABEL, "name"),), orders=(Order(FOUNDED, True),), limit=1),
                        "Which label has the latest founded year? Give the name."),
    "first group with another column": (
        albums(ARTIST_NAME, of(ARTIST, "country", 1), dimensions=(BY_ARTIST,), orders=(Order(COUNT, True),), limit=1),
        "Which artist has the most albums? Show the name and country."),
    "exactly so many": (albums(ARTIST_NAME, dimensions=(BY_ARTIST,), having=Having(COUNT, "=", "2")),
                        "Which artists have exactly 2 albums?"),
    "each group": (albums(ARTIST_NAME, COUNT, dimensions=(BY_ARTIST,)), "How many albums does each artist have?"),
    "each key": (Query((ALBUM,), (), (of(ALBUM, "artist_id"), COUNT), dimensions=(Dimension(of(ALBUM, "artist_id")),)),
                 "Find the number of albums for each artist id."),
    "each month": (sales(MONTH, COUNT, dimensions=(Dimension(MONTH),)), "How many sales were there in each month?"),
    "bands": (tracks(BAND, COUNT, dimensions=(Dimension(BAND),)), "Show the number of tracks for each unit price band: "
              "low (below 5), medium (5 up to 20,000) and high (20,000 or more)."),
    "first group": (albums(ARTIST_NAME, COUNT, dimensions=(BY_ARTIST,), orders=(Order(COUNT, True),), limit=1),
                    "Which artist has the most albums, and how many does that artist have?"),
    "first groups": (sold(*SELLER, dimensions=(BY_SELLER,), orders=(Order(Measure("sum", TOTAL), True),), limit=3),
        "What are the first names and last names of the 3 staff members with the highest total of sales?"),
    "most common": (sales(STATUS, dimensions=(Dimension(STATUS),), orders=(Order(COUNT, True),), limit=1),
                    "What is the most common status of sales?"),
    "names that repeat": (tracks(NAME, COUNT, dimensions=(Dimension(NAME),)),
                          "Count the number of tracks for each track name."),
    "kinds of names": (SetQuery("intersect", tracks(NAME, conditions=(Compare(PRICE, ">=", "5"),)),
                                tracks(NAME, conditions=(Compare(PRICE, "<=", "2"),))),
                       "Show the track names with both tracks whose unit price is at least 5 and tracks with a unit"
                       " price of at most 2."),
    "enough": (albums(ARTIST_NAME, dimensions=(BY_ARTIST,), having=Having(COUNT, ">=", "10")),
         "Which artists have at least 10 albums?"),
    "none included": (NONE_TOO, "List all staff members and the number of sales of each, including those without any."),
    "running total": (sales(MONTH, COUNT, Over("running", COUNT), dimensions=(Dimension(MONTH),)),
                      "Show the number of sales for each month with a running total."),
    "or": (SetQuery("union", tracks(NAME, conditions=(DEAR,)), tracks(NAME, conditions=(Compare(LENGTH, "<", "9"),))),
           "Find the names of tracks with a unit price above 5 or that are shorter than 9 milliseconds."),
    "but not": (SetQuery("except", staff(LAST), SELLERS),
         "Find the last names of staff members that do not have any sales."),
    "both kinds": (SetQuery("intersect", tracks(COMPOSER, conditions=(Compare(PRICE, ">=", "5"),)),
                            tracks(COMPOSER, conditions=(Compare(PRICE, "<=", "2"),))),
                   "Which composers have both tracks with a unit price of at least 5 and tracks with a unit price of at"
                   " most 2?"),
    "with both kinds": (SetQuery("intersect", replace(SELLERS, conditions=(Compare(of(SALE, "total", 1), ">", "5"),)),
                                 replace(SELLERS, conditions=(Compare(of(SALE, "total", 1), "<", "2"),))),
                        "Find the last names of the staff members that have both sales with a total above 5 and sales"
                        " with a total below 2."),
    "and what a link ties to": (SetQuery("intersect", tracks(NAME, conditions=(DEAR,)), tagged("Mellow")),
        "List the names of tracks with a unit price above 5 and also with moods named Mellow."),
    "places of both tables": (SetQuery("intersect", staff(CITY), artists_of_cities()),
                              "Which cities have both staff members and artists?"),
    "places of the first table alone": (SetQuery("except", artists_of_cities(), staff(CITY)),
                                        "Which cities have artists but no staff members?"),
    "any": (Derived("any", tracks(conditions=(DEAR,))), "Are there any tracks with a unit price above 5?"),
    "change": (Derived("change", sales(MONTH, COUNT, dimensions=(Dimension(MONTH),))),
         "How did the number of sales change from month to month?"),
    "average group": (Derived("average_of_groups", albums(ARTIST_NAME, COUNT, dimensions=(BY_ARTIST,))),
                      "On average, how many albums are there per artist?"),
    "above average": (Derived("groups_above_average", albums(ARTIST_NAME, COUNT, dimensions=(BY_ARTIST,))),
                      "Find the artists with more than the average number of albums."),
    "best of each": (Derived("top_per_group", tracks(IN_ALBUM, NAME, PRICE, orders=(Order(PRICE, True),)), IN_ALBUM, 3),
                     "For each album, what are the names of the 3 tracks with the highest unit price?"),
    "alike": (Derived("alike", tracks(NAME, PRICE), PRICE), "Find all pairs of tracks that have the same unit price."),
}  # fmt: skip
