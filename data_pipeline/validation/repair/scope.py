"""Which tables, subqueries and CTEs a part of a statement can see; read from tokens, so also where nothing parses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.validation.repair.lexer import Token, closing

_ENDS_FROM = frozenset(
    """
    WHERE GROUP ORDER HAVING LIMIT OFFSET FETCH WINDOW UNION INTERSECT EXCEPT SELECT
    """.split()  # noqa: SIM905 (a wall of quotes would read worse)
)
_SET_OPERATION = frozenset(("UNION", "INTERSECT", "EXCEPT", "MINUS"))
NOT_AN_ALIAS = _ENDS_FROM | frozenset(
    """
    ON USING JOIN INNER LEFT RIGHT FULL CROSS NATURAL OUTER LATERAL TABLESAMPLE MINUS FOR AS AND OR SET
    """.split()  # noqa: SIM905 (a wall of quotes would read worse)
)


@dataclass(frozen=True, slots=True)
class Source:
    """One item of a FROM clause."""

    name: str  # as written, without its schema; "" for a subquery
    alias: str  # by which columns are qualified: the alias, else the name
    first: int  # token of its name (or opening bracket)
    last: int  # its last token, the alias included
    has_alias: bool
    table: Table | None
    columns: tuple[str, ...]


@dataclass(slots=True)
class Region:
    """The tokens of one SELECT, subqueries in it included."""

    first: int
    last: int = -1
    sources: list[Source] = field(default_factory=list)


class Scope:
    """The regions of a statement; a column sees the sources of every region around it."""

    def __init__(self, tokens: Sequence[Token], catalog: Catalog) -> None:
        self._tokens, self._catalog = tokens, catalog
        self._cte_columns = dict(self._ctes())
        self.regions = self._regions()

    def visible(self, index: int) -> list[Source]:
        """What a token can see, the nearest first."""
        around = [region for region in self.regions if region.first <= index <= region.last]
        around.sort(key=lambda region: region.last - region.first)
        return [source for region in around for source in region.sources]

    def region_of(self, index: int) -> Region:
        """The innermost SELECT around a token."""
        around = [region for region in self.regions if region.first <= index <= region.last]
        return min(around, key=lambda region: region.last - region.first)

    @property
    def cte_names(self) -> list[str]:
        return list(self._cte_columns)

    def find(self, name: str, schema: str | None = None) -> Table | None:
        """The table of that name, as written or in another case; public before other schemas."""
        alike = [table for table in self._catalog.tables if table.name.lower() == name.lower()]
        if schema is not None:
            alike = [table for table in alike if table.schema.lower() == schema.lower()] or alike
        alike.sort(key=lambda table: (table.name != name, table.schema != "public"))
        return alike[0] if alike else None

    def outputs(self, first: int, last: int) -> tuple[str, ...]:
        """The names of the columns that the SELECT between two tokens gives; those of ``*`` by its sources."""
        names: list[str] = []
        for start, end in select_items(self._tokens, first, last):
            token = self._tokens[end]
            if token.text == "*":
                names += [column for source in self._sources(first, last) for column in source.columns]
            elif token.is_name:
                names.append(token.name)
            elif token.text == ")" and self._tokens[start].kind == "word":
                names.append(self._tokens[start].name)  # a function without alias is called like it
        return tuple(names)

    def _regions(self) -> list[Region]:
        open_regions, done = [Region(0)], []
        for i, token in enumerate(self._tokens):
            if token.text == "(":
                open_regions.append(Region(i + 1))
            elif token.text == ")" and len(open_regions) > 1:
                done.append(self._closed(open_regions.pop(), i - 1))
            elif token.upper in _SET_OPERATION:
                done.append(self._closed(open_regions.pop(), i - 1))
                open_regions.append(Region(i + 1))
        done += [self._closed(region, len(self._tokens) - 1) for region in open_regions]
        return [region for region in done if region.first <= region.last or region.first == 0]

    def _closed(self, region: Region, last: int) -> Region:
        region.last = last
        if region.first < len(self._tokens) and self._tokens[region.first].upper in ("SELECT", "WITH", "("):
            region.sources = list(self._sources(region.first, last))
        return region

    def _ctes(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Names and columns of what stands as ``name AS [NOT MATERIALIZED] (SELECT``, anywhere after a WITH."""
        with_seen = False
        for i, token in enumerate(self._tokens):
            with_seen = with_seen or token.upper == "WITH"
            body = i + 1
            while body < len(self._tokens) and self._tokens[body].upper in ("NOT", "MATERIALIZED"):
                body += 1
            begins = [token.upper for token in self._tokens[body : body + 2]]
            if with_seen and token.upper == "AS" and begins in (["(", "SELECT"], ["(", "WITH"]):
                yield self._tokens[i - 1].name, self._plain_outputs(body + 1, closing(self._tokens, body) - 1)

    def _plain_outputs(self, first: int, last: int) -> tuple[str, ...]:
        ends = (self._tokens[end] for _, end in select_items(self._tokens, first, last))
        return tuple(token.name for token in ends if token.is_name)

    def _sources(self, first: int, last: int) -> Iterator[Source]:
        i, in_from = first, False
        while i <= last:
            word = self._tokens[i].upper
            if word == "(":
                i = closing(self._tokens, i)
            elif (
                (word == "FROM" and self._tokens[i - 1].upper != "DISTINCT")
                or word == "JOIN"
                or (in_from and word == ",")
            ):
                in_from = True
                source = self._source(i + 1, last)
                if source:
                    yield source
                    i = source.last
            elif word in _ENDS_FROM:
                in_from = False
            i += 1

    def _source(self, i: int, last: int) -> Source | None:
        """The item of a FROM clause that begins at this token."""
        while i <= last and self._tokens[i].upper in ("LATERAL", "ONLY"):
            i += 1
        if i > last:
            return None
        if self._tokens[i].text == "(":
            end = closing(self._tokens, i)
            alias, end_alias = self._alias(end, last)
            return Source("", alias, i, end_alias, bool(alias), None, self.outputs(i + 1, end - 1))
        if not self._tokens[i].is_name:
            return None
        return self._named(i, last)

    def _named(self, first: int, last: int) -> Source:
        parts, i = [self._tokens[first].name], first
        while i + 2 <= last and self._tokens[i + 1].text == "." and self._tokens[i + 2].is_name:
            i += 2
            parts.append(self._tokens[i].name)
        alias, end = self._alias(i, last)
        columns = self._cte_columns.get(parts[-1]) if len(parts) == 1 else None
        table = None if columns is not None else self.find(parts[-1], parts[-2] if len(parts) > 1 else None)
        if columns is None:
            columns = tuple(column.name for column in table.columns) if table else ()
        return Source(parts[-1], alias or parts[-1], first, end, bool(alias), table, columns)

    def _alias(self, i: int, last: int) -> tuple[str, int]:
        """The alias after the token at that index, and the last token of both."""
        following = i + 1
        if following <= last and self._tokens[following].upper == "AS":
            following += 1
        if following <= last and self._tokens[following].is_name and self._tokens[following].upper not in NOT_AN_ALIAS:
            return self._tokens[following].name, following
        return "", i


def select_items(tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """First and last token of every item of the select list that begins in this range."""
    i = first
    while i <= last and tokens[i].upper != "SELECT":
        i = (closing(tokens, i) if tokens[i].text == "(" and tokens[first].upper == "WITH" else i) + 1
    i += 1
    while i <= last and tokens[i].upper in ("DISTINCT", "ALL"):
        i += 1
    start = i
    while i <= last and tokens[i].upper != "FROM" and tokens[i].upper not in _ENDS_FROM:
        if tokens[i].text == "(":
            i = closing(tokens, i)
        elif tokens[i].text == ",":
            yield start, i - 1
            start = i + 1
        i += 1
    if start < i:
        yield start, min(i, last + 1) - 1
