"""Loading the sample into an empty database: everything or nothing."""

from __future__ import annotations

import logging
from importlib import resources

from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.names import shown
from data_pipeline.samples.highway.batch import Batch, csv_text
from data_pipeline.samples.highway.world import batches
from data_pipeline.step import PipelineError

TABLES = (
    ("public", "bss_calendar"),
    ("public", "bss_company"),
    ("public", "bss_service_area"),
    ("public", "bss_section_route"),
    ("public", "bss_section_route_area_link"),
    ("public", "bss_employee"),
    ("public", "MemberCard"),
    ("public", "bss_supplier"),
    ("public", "bss_branch"),
    ("public", "bss_contract"),
    ("public", "bss_contract_payment"),
    ("public", "bss_business_day_data"),
    ("public", "bss_car_day_count"),
    ("public", "bss_charging_session"),
    ("public", "bss_complaint"),
    ("public", "sql_log"),
    ("ops", "equipment"),
    ("ops", "repair_order"),
    ("ops", "inspection"),
    ("ops", "inspection_finding"),
)
_SCRIPTS = ("places.sql", "people.sql", "shops.sql", "trade.sql", "service.sql", "ops.sql", "views.sql")
_PRESENT = """
    SELECT schemaname, tablename FROM pg_tables WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'
"""
_SAMPLE_EVERY_ROW = 200  # statistics target: ANALYZE reads 300 rows for each unit, and no table has 60,000
_logger = logging.getLogger(__name__)


def load(url: str, *, seed: int = 20250627) -> dict[str, int]:
    """Fill the empty database at ``url`` with the highway sample and give the rows per table.

    Names outside public have their schema before them (``ops.equipment``). A database that already has the sample stays
    as it is, whatever its seed, and only its rows are counted. Raises PipelineError ``database_not_empty`` if it has
    other tables, ``database_unreachable`` if nobody answers.
    """
    connection = _connect_writable(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('highway sample'))")
            is_new = _is_empty(cursor)
            if is_new:
                _create(cursor)
                for batch in batches(seed):
                    _copy(cursor, batch)
                _run_script(cursor, "sequences.sql")
            counts = _counts(cursor)
    finally:
        connection.close()
    if is_new:
        _analyze(url)
    else:
        _logger.info("The highway sample is already there: nothing was changed.")
    return counts


def _connect_writable(url: str) -> Connection:
    """The ordinary connection with its safety catch taken off, for this one caller that writes."""
    connection = connect_read_only(url)
    connection.set_session(readonly=False, autocommit=False)
    return connection


def _is_empty(cursor: Cursor) -> bool:
    cursor.execute(_PRESENT)
    present = set(cursor.fetchall())
    if present and not present.issuperset(TABLES):
        schema, table = min(present)
        raise PipelineError(
            "database_not_empty",
            f"The sample is loaded into an empty database only, and this one has {len(present)} tables"
            f" ({schema}.{table} for one): name another database.",
            f"示例数据只能加载到空数据库，而该库已有 {len(present)} 个表（如 {schema}.{table}），请换一个数据库",
        )
    return not present


def _create(cursor: Cursor) -> None:
    cursor.execute("SET LOCAL search_path = public")
    for script in _SCRIPTS:
        _run_script(cursor, script)


def _run_script(cursor: Cursor, name: str) -> None:
    cursor.execute(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _copy(cursor: Cursor, batch: Batch) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, batch.columns))
    target = sql.Identifier(batch.schema, batch.table)
    cursor.copy_expert(sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(target, columns), csv_text(batch.rows))


def _counts(cursor: Cursor) -> dict[str, int]:
    count = sql.SQL("SELECT {}, count(*) FROM {}")
    names = [(shown(schema, table), (schema, table)) for schema, table in TABLES]
    counts = [count.format(sql.Literal(name), sql.Identifier(*key)) for name, key in names]
    cursor.execute(sql.SQL(" UNION ALL ").join(counts))
    return dict(cursor.fetchall())


def _analyze(url: str) -> None:
    """Statistics from every row, so that two loads give the same ones.

    In a session of its own: run beside the inserts, they would count as changes since, and autovacuum would repeat it.
    """
    connection = _connect_writable(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT set_config('default_statistics_target', %s, true)", (str(_SAMPLE_EVERY_ROW),))
            tables = sql.SQL(", ").join(sql.Identifier(*key) for key in TABLES)
            cursor.execute(sql.SQL("ANALYZE {}").format(tables))
    finally:
        connection.close()
