"""The query tree as PostgreSQL."""

from __future__ import annotations

from data_pipeline.names import quoted
from data_pipeline.pairs.identifiers import words_of
from data_pipeline.pairs.related_rows import right_side
from data_pipeline.pairs.sql_conditions import table_name
from data_pipeline.pairs.sql_values import ValueWriter, alias_of, as_clause, is_exact, may_be_null, named
from data_pipeline.pairs.tree import Derived, Dimension, Join, Measure, Order, Query, Question, SetQuery
from data_pipeline.pairs.values import Field, fields_of

_SET_WORDS = {"union": "UNION", "intersect": "INTERSECT", "except": "EXCEPT"}


def to_sql(question: Question) -> str:
    """One statement ending in ``;``; tables of public without their schema, identifiers quoted only where needed."""
    if isinstance(question, SetQuery):
        left, right = _Select(question.left).text(), _Select(right_side(question)).text()
        return f"{left}\n{_SET_WORDS[question.kind]}\n{right};"
    return (_derived(question) if isinstance(question, Derived) else _Select(question).text()) + ";"


class _Select(ValueWriter):
    def __init__(self, query: Query) -> None:
        super().__init__(query.tables, _aliases(query))
        self.query = query
        self.outer = {join.source for join in query.joins if join.outer}
        self.groups = [group for dimension in query.dimensions for group in self._grouped(dimension)]

    def text(self, extra: str = "", *, naming: bool = False, ordered: bool = True) -> str:
        """The SELECT; ``extra`` is a further output, ``naming`` gives every output a name of its own."""
        query = self.query
        outputs = ", ".join(self._outputs(naming)) or "1"
        clauses = [f"SELECT {'DISTINCT ' if query.distinct else ''}{outputs}{extra}"]
        clauses.append("FROM " + "\n".join([self._table(0), *(self._join(join) for join in query.joins)]))
        met = [self.condition(condition) for condition in query.conditions]
        if met := met + self.alive(*(source for source in range(len(query.tables)) if source not in self.outer)):
            clauses.append("WHERE " + " AND ".join(met))
        if self.groups:
            clauses.append("GROUP BY " + ", ".join(self.groups))
        if query.having:
            clauses.append(
                f"HAVING {self.measure(query.having.measure, shown=False)} {query.having.operator} {query.having.value}"
            )
        if query.orders and ordered:
            clauses.append("ORDER BY " + ", ".join(self.order(order) for order in query.orders))
        if query.limit and ordered:
            clauses.append(f"LIMIT {query.limit}")
        return "\n".join(clauses)

    def order(self, order: Order, *, aliased: bool = True) -> str:
        """One key of ORDER BY: by its name among the outputs where it has one."""
        alias = alias_of(order.by) if aliased and order.by in self.query.outputs else ""
        key = self.measure(order.by, shown=False) if isinstance(order.by, Measure) else self.value(order.by)
        nulls = " NULLS LAST" if order.descending and may_be_null(order.by) else ""
        return (quoted(alias) if alias else key) + (" DESC" if order.descending else "") + nulls

    def _outputs(self, naming: bool) -> list[str]:
        outputs = self.query.outputs
        texts = [self.output(output, self.groups) for output in outputs]
        if naming:
            return [f"{text} AS {quoted(name)}" for text, name in zip(texts, named(outputs), strict=True)]
        return [text + as_clause(output) for text, output in zip(texts, outputs, strict=True)]

    def _table(self, source: int) -> str:
        alias = self.aliases[source]
        return table_name(self.tables[source]) + (f" AS {alias}" if alias else "")

    def _join(self, join: Join) -> str:
        pairs = zip(join.key.columns, join.key.ref_columns, strict=True)
        equal = [f"{self.column(join.child, child)} = {self.column(join.parent, parent)}" for child, parent in pairs]
        equal += self.alive(join.source) if join.outer else []
        return f"{'LEFT JOIN' if join.outer else 'JOIN'} {self._table(join.source)} ON {' AND '.join(equal)}"

    def _grouped(self, dimension: Dimension) -> list[str]:
        """Two rows of one name stay two groups: an entity is grouped by its key, or by that and what of it shows."""
        if not dimension.entity:
            return [self.value(dimension.value)]
        source = fields_of(dimension.value)[0].source
        shown = [value for value in self.query.shown if isinstance(value, Field) and value.source == source]
        fields = (dimension.value, *dimension.names, *(shown if dimension.names else ()))
        return [self.field(field) for field in dict.fromkeys(fields) if isinstance(field, Field)]


def _derived(question: Derived) -> str:
    select, query = _Select(question.query), question.query
    names = [quoted(name) for name in named(query.outputs)]
    match question.kind:
        case "top_per_group":
            assert question.partition is not None  # noqa: S101 - what a group is
            place = (
                f", ROW_NUMBER() OVER (PARTITION BY {select.value(question.partition)} ORDER BY {_first_order(select)})"
            )
            inner = select.text(f"{place} AS place", naming=True, ordered=False)
            return (
                f"WITH ranked AS (\n{inner}\n)\nSELECT {', '.join(names)}\nFROM ranked\nWHERE place <= {question.limit}"
            )
        case "average_of_groups":
            cast = "" if is_exact(query.measures[-1]) else "::numeric"
            inner = select.text(naming=True)
            return f"SELECT ROUND(AVG({names[-1]}){cast}, 2) AS average\nFROM (\n{inner}\n) AS per_group"
        case "groups_above_average":
            above = f"{names[-1]} > (SELECT AVG({names[-1]}) FROM per_group)"
            shown = ", ".join(names)
            return f"WITH per_group AS (\n{select.text(naming=True)}\n)\nSELECT {shown}\nFROM per_group\nWHERE {above}"
        case "alike":
            return _alike(question, select)
        case "any":
            return f"SELECT EXISTS (\n{select.text()}\n) AS found"
        case "change":
            period, total = names
            change = f"{total} - LAG({total}) OVER (ORDER BY {period}) AS change"
            inner = select.text(naming=True, ordered=False)
            listed = f"SELECT {period}, {total}, {change}\nFROM per_period\nORDER BY {period}"
            return f"WITH per_period AS (\n{inner}\n)\n{listed}"


def _alike(question: Derived, select: _Select) -> str:
    """The table beside itself; the smaller key first, so that no two rows come twice."""
    table, query = select.tables[0], question.query
    assert isinstance(question.partition, Field)  # noqa: S101 - rows are alike in a column
    key, same = table.primary_key[0], question.partition.column.name
    one, other = ValueWriter((table,), ("a",)), ValueWriter((table,), ("b",))
    names = [field for field in query.shown if field != question.partition]
    shown = [*map(one.value, names), *map(other.value, names), one.column(0, same)]
    name = table_name(table)
    equal = f"{one.column(0, same)} = {other.column(0, same)} AND {one.column(0, key)} < {other.column(0, key)}"
    clauses = [f"SELECT {', '.join(shown)}", f"FROM {name} AS a", f"JOIN {name} AS b ON {equal}"]
    met = [each.condition(condition) for each in (one, other) for condition in query.conditions]
    if met := met + [alive for each in (one, other) for alive in each.alive(0)]:
        clauses.append(f"WHERE {' AND '.join(met)}")
    return "\n".join(clauses)


def _first_order(select: _Select) -> str:
    return ", ".join(select.order(order, aliased=False) for order in select.query.orders)


def _aliases(query: Query) -> list[str]:
    """None for a query of one table; else the first letter of the last word, numbered where it would repeat."""
    if len(query.tables) == 1:
        return [""]
    letters = [
        next((w[0] for w in reversed(words_of(table.name)) if "a" <= w[0] <= "z"), "t") for table in query.tables
    ]
    return [f"{letter}{n}" if (n := letters[:i].count(letter) + 1) > 1 else letter for i, letter in enumerate(letters)]
