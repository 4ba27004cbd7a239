"""The schema of a business database as plain values; every other module of the pipeline reads it from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

TableKind = Literal["table", "partitioned", "view", "materialized view", "foreign table"]
KeySource = Literal["declared", "inferred"]
TextSource = Literal["database", "glossary", "llm", "inferred"]  # who wrote a description; ours from names = inferred


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the planner knows of a column (``pg_stats``); no values where the table was never analysed."""

    null_fraction: float = 0.0
    distinct: float | None = None  # absolute number; None = unknown
    common_values: tuple[str, ...] = ()  # most frequent first, as text
    common_fractions: tuple[float, ...] = ()
    bounds: tuple[str, ...] = ()  # histogram bounds, ascending, as text


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str  # as format_type() writes it: "character varying(32)", "numeric(10,2)", "order_state"
    category: str  # pg_type.typcategory of the base type: N number, S text, D date/time, B boolean, E enum, A array ...
    position: int
    nullable: bool
    default: str | None = None  # SQL expression; None also for identity and generated columns
    identity: Literal["", "always", "by default"] = ""
    generated: str | None = None  # expression of a generated column
    virtual: bool = False  # a generated column that is not stored
    collation: str | None = None  # where it is another than the type's
    sequence_options: str = ""  # of the one sequence that counts it up: "start with 100 increment by 5"
    comment: str | None = None  # COMMENT ON COLUMN, as it stands
    statistics: Statistics = field(default_factory=Statistics)
    enum_values: tuple[str, ...] = ()  # non-empty exactly when the column is an enum; every value, as text
    value_labels: Mapping[str, str] = field(default_factory=dict)  # {"1": "启用"} read from the comment
    portable_type: str | None = None  # what stands for a domain or an extension's type elsewhere; None = `type` itself
    portable_domain: bool = False  # `type` is a domain (or an array of one) that stands in the catalog's `domains`
    sensitive: str = ""  # "phone", "id_card", "email", "bank_card" ...: its values are masked; "" = harmless
    masked_examples: tuple[str, ...] = ()  # what documents may show instead of values; never a literal of a query
    titles: Mapping[str, str] = field(
        default_factory=dict
    )  # what people call it: {"zh": "订单金额", "en": "order total"}
    synonyms: tuple[str, ...] = ()  # further names that people use
    comment_source: TextSource = "database"  # who wrote `comment`

    def __hash__(self) -> int:
        """By what tells columns apart: the same ones are looked up a million times for a thousand pairs."""
        return hash((self.name, self.position, self.type))

    @property
    def ddl_type(self) -> str:
        """The type that DDL gives it in another database."""
        return self.type if self.portable_domain else self.portable_type or self.type

    @property
    def is_enum(self) -> bool:
        return bool(self.enum_values)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    columns: tuple[str, ...]
    ref_schema: str
    ref_table: str
    ref_columns: tuple[str, ...]
    source: KeySource = "declared"
    confidence: float = 1.0  # 0..1; 1 for a declared key
    name: str | None = None  # constraint name; None for an inferred key
    definition: str | None = None  # pg_get_constraintdef(); None for an inferred key


@dataclass(frozen=True, slots=True)
class Table:
    schema: str
    name: str
    kind: TableKind
    comment: str | None
    row_count: int  # the planner's estimate, with partitions and tables that inherit; 0 when unknown
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    # "CONSTRAINT x CHECK (...)" and "... EXCLUDE ..." clauses, "CREATE UNIQUE INDEX ..." over a part or an expression
    checks: tuple[str, ...] = ()
    # The clauses of keys that say more than their columns: {("nn",): "UNIQUE NULLS NOT DISTINCT (nn)"}
    key_clauses: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    inherits: tuple[tuple[str, str], ...] = ()  # the tables of its INHERITS clause, whether or not they are read
    unread: str = ""  # why nothing is known of its rows, as the server says it: "permission denied for table t"
    partition_key: str | None = None  # pg_get_partkeydef() of a partitioned table
    definition: str | None = None  # the query of a view
    # Defaults, generated expressions, collations, checks and clauses of keys that need something else of the source.
    unportable: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=dict)  # what people call one row: {"zh": "订单", "en": "order"}
    synonyms: tuple[str, ...] = ()
    comment_source: TextSource = "database"

    def __hash__(self) -> int:
        """See Column: not by every column of it."""
        return hash((self.schema, self.name))

    @property
    def key(self) -> tuple[str, str]:
        return self.schema, self.name

    @property
    def is_view(self) -> bool:
        return self.kind in ("view", "materialized view")

    def column(self, name: str) -> Column:
        """The column of that exact name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class EnumType:
    """A CREATE TYPE ... AS ENUM that the tables use."""

    schema: str
    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DomainType:
    """A CREATE DOMAIN that the tables use, or another such domain is made from; portable as it stands."""

    schema: str
    name: str
    base_type: str  # as format_type() writes it
    default: str | None = None  # SQL expression
    nullable: bool = True
    checks: tuple[str, ...] = ()  # "CONSTRAINT x CHECK (...)" clauses


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything read from one database; tables ordered by schema and name. Partitions are not tables of their own."""

    database: str
    tables: tuple[Table, ...]
    enum_types: tuple[EnumType, ...] = ()
    domains: tuple[DomainType, ...] = ()  # each after the one that it is made from
    unreadable: tuple[tuple[str, str], ...] = ()  # (schema, name) left out: the role may not read them
    busy: tuple[tuple[str, str], ...] = ()  # (schema, name) left out: other work holds them locked
    unreadable_columns: tuple[tuple[str, str, str], ...] = ()  # (schema, table, column) left out of tables that are in

    def table(self, schema: str, name: str) -> Table:
        """The table of that exact name; KeyError when there is none."""
        for table in self.tables:
            if table.key == (schema, name):
                return table
        raise KeyError(f"{schema}.{name}")
