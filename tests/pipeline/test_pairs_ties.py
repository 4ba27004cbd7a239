"""Tables that tie rows of two others: the clubs of a student, the average age in a club."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from random import Random

import psycopg2
import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.pairs.asking import Pair
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms import ties
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.referred import read_referred
from data_pipeline.pairs.scopes import scopes
from data_pipeline.pairs.subjects import Subjects, read_subjects
from data_pipeline.pairs.ties_read import may_tie_once, read_ties
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Query, selects
from data_pipeline.pairs.values import Field
from tests.pipeline.made_tables import column, table

CLUBS = """
CREATE TABLE club (id integer PRIMARY KEY, name text UNIQUE, place text);
INSERT INTO club SELECT n, 'Club ' || chr(64 + n), (ARRAY['HHH', 'AKW', '33rd'])[n % 3 + 1]
    FROM generate_series(1, 9) n;
CREATE TABLE student (id integer PRIMARY KEY, name text UNIQUE, age integer, city text);
INSERT INTO student SELECT n, 'Pupil ' || n, 17 + n * n % 11, (ARRAY['Rome', 'Oslo', 'Bern', 'Graz'])[n % 4 + 1]
    FROM generate_series(1, 60) n;
CREATE TABLE member_of_club (student_id integer REFERENCES student, club_id integer REFERENCES club, duty text,
    is_deleted integer NOT NULL DEFAULT 0);
INSERT INTO member_of_club SELECT s, c, (ARRAY['guest', 'chair', 'treasurer'])[(s + c) % 3 + 1], (s % 10 = 7)::int
    FROM generate_series(1, 60) s, generate_series(1, 9) c WHERE (s * c + s) % 3 = 0;
CREATE TABLE visit (student_id integer REFERENCES student, club_id integer REFERENCES club, mood text);
INSERT INTO visit SELECT n % 60 + 1, n % 9 + 1, (ARRAY['good', 'bad'])[n % 2 + 1] FROM generate_series(1, 500) n;
CREATE TABLE trial (student_id integer REFERENCES student, club_id integer REFERENCES club, grade text,
    PRIMARY KEY (student_id, club_id));
INSERT INTO trial SELECT s, c, (ARRAY['A', 'B', 'C'])[(s * c) % 3 + 1]
    FROM generate_series(1, 60) s, generate_series(1, 9) c WHERE (s + c) % 4 = 0;
ANALYZE
"""
MEMBER, VISIT, TRIAL = (("public", name) for name in ("member_of_club", "visit", "trial"))


@pytest.fixture(scope="module")
def url(make_schema: Callable[[str], str]) -> str:
    return make_schema(CLUBS)


@pytest.fixture(scope="module")
def read(url: str) -> tuple[Catalog, Subjects, list[Pair]]:
    with closing(connect_read_only(url)) as connection:
        catalog = read_catalog(connection)
        once, referred = read_ties(connection, catalog), read_referred(connection, catalog)
    assert {*may_tie_once(catalog)} == {MEMBER, VISIT} and once == {MEMBER}
    pairs = generate_pairs(catalog, ("en",), count=300, referred=referred, once=once)
    return catalog, read_subjects(catalog, {}, referred, once), pairs


def test_read_subjects__what_ties_once_is_a_link_without_its_details(
    read: tuple[Catalog, Subjects, list[Pair]],
) -> None:
    """By a key or by its rows; students visit a club again and again. The mark of deletion stays."""
    _, subjects, _ = read
    bare = {key: subjects[key].bare for key in (MEMBER, VISIT, TRIAL)}
    columns = {key: [c.name for c in one.table.columns] if one else [] for key, one in bare.items()}
    assert columns == {MEMBER: ["student_id", "club_id", "is_deleted"], VISIT: [], TRIAL: ["student_id", "club_id"]}
    assert all(one.is_link for one in bare.values() if one)


def test_read_ties__a_table_that_is_too_large_or_locked_is_none(url: str) -> None:
    with closing(connect_read_only(url)) as connection, closing(psycopg2.connect(url)) as other:
        catalog = read_catalog(connection)
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE member_of_club IN ACCESS EXCLUSIVE MODE")
            with connection.cursor() as waiting:
                waiting.execute("SET lock_timeout = '50ms'")
            assert read_ties(connection, catalog) == frozenset()


def test_may_tie_once__whatever_other_tables_there_are(read: tuple[Catalog, Subjects, list[Pair]]) -> None:
    catalog = read[0]
    lists = tuple(table(f"a{number}", column("id", "integer"), row_count=9) for number in range(150))
    assert {*may_tie_once(replace(catalog, tables=(*lists, *catalog.tables)))} == {MEMBER, VISIT}


def test_generate_pairs__nobody_speaks_of_the_tie(read: tuple[Catalog, Subjects, list[Pair]]) -> None:
    """Members are spoken of with their duty; else it is the clubs of a student, and deleted ties are none."""
    plain = [pair for pair in read[2] if "member_of_club" in pair.sql and "duty" not in pair.sql]
    called = [pair.question for pair in plain if "member" in pair.question and "JOIN" in pair.sql]
    asked = [pair.question for pair in plain]
    assert called == []
    assert any("clubs of" in one for one in asked) and any("average age" in one for one in asked), asked
    assert all("is_deleted" in pair.sql for pair in plain)
    with_duty = [pair.question for pair in read[2] if "duty" in pair.sql]
    assert len(with_duty) > 10 and any("club member" in one for one in with_duty), with_duty


@pytest.mark.parametrize("form", [ties.where, ties.of_one_where, ties.figure_of_one, ties.figure_by, ties.most_where,
                                  ties.first_of_one])  # fmt: skip
def test_ties__count_each_thing_once(
    url: str, read: tuple[Catalog, Subjects, list[Pair]], form: Callable[[Draft], Query | None]
) -> None:
    """With the tie's rows written twice every answer would change; as they are, no row of an answer comes twice."""
    _, subjects, _ = read
    found = [
        query
        for scope in scopes(subjects)
        if scope.is_tie
        for seed in range(40)
        if (query := form(Draft(ground_of(scope, subjects), subjects, Counter(), Random(seed))))
    ]
    assert len(found) > 10
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for query in found:
            cursor.execute(to_sql(query))
            rows = cursor.fetchall()
            names = [one for one in query.outputs if isinstance(one, Field) and one.column.name == "name"]
            assert not names or len(rows) == len({*rows}), to_sql(query)
            assert query.distinct is (form is ties.where)


def test_figure_of_one__is_of_the_students_themselves(url: str, read: tuple[Catalog, Subjects, list[Pair]]) -> None:
    pairs = [p for p in read[2] if isinstance(p.query, Query) and "AVG(s.age)" in p.sql and "c2.name = 'Club" in p.sql]
    assert pairs
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for pair in pairs:
            name = pair.sql.partition("c2.name = '")[2][:6]
            table = "trial" if "FROM trial" in pair.sql else "member_of_club"
            alive = "" if table == "trial" else "AND is_deleted = 0"
            cursor.execute(pair.sql)
            found = cursor.fetchone()
            cursor.execute(
                f"SELECT ROUND(AVG(age), 2) FROM student WHERE id IN (SELECT student_id FROM {table} AS t"
                f" JOIN club AS c ON t.club_id = c.id WHERE c.name = '{name}' {alive})"
            )
            assert found == cursor.fetchone(), pair.sql


def test_generate_pairs__a_tie_is_about_two_tables(read: tuple[Catalog, Subjects, list[Pair]]) -> None:
    """As often as other questions about two tables, though its statement reads three."""
    three = [p for p in read[2] for side in selects(p.query) if len(side.tables) == 3]
    assert len(three) > 30  # a tenth of the pairs
