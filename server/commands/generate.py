"""``trainyard generate``: a run by hand, with its files where the user wants them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bus import connections
from bus.clock import stamp
from bus.settings import read_settings
from server.commands.bus import url_argument
from server.commands.import_files import checked, place
from server.commands.pipeline import LANGUAGE_HELP, LANGUAGES, MAX_PAIRS_HELP, as_trainyard_errors
from server.commands.terminal import fail, say

READABLE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--db-connection", required=True, help="postgresql:// URL to read; - takes it from stdin.")
@click.option("--output-dir", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--tables", type=READABLE, help="A file with names of tables; without it, every table.")
@click.option(
    "--glossary", type=READABLE, help="What you say of your tables (YAML).  [glossary.yaml or its draft in OUTPUT-DIR]"
)
@click.option("--language", type=click.Choice(LANGUAGES), default="zh", show_default=True, help=LANGUAGE_HELP)
@click.option(
    "--sensitive-data", type=click.Choice(["mask", "strict", "off"]), help="What is masked.  [SENSITIVE_DATA]"
)
@click.option("--max-pairs", type=click.IntRange(1, 100_000), help=f"{MAX_PAIRS_HELP}  [ten a table, 50 to 1,000]")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Another number draws other pairs.  [1]")
@click.option("--business-context", help="What the database is about.")
@click.option("--db-name", help="What to call the database.  [its own name]")
@click.option(
    "--import", "imports", type=READABLE, multiple=True, help="A file of question-SQL pairs to put first; repeatable."
)
@click.option("--mine", is_flag=True, help="Make pairs of its views and of what pg_stat_statements has seen, too.")
@click.option("--no-load", is_flag=True, help="Do not load the vector store.")
@click.option("--queue", is_flag=True, help="Wait where a limit is reached (a running server starts it then).")
@click.option("--no-db-tracking", is_flag=True, help="Leave no record: the steps run in this process.")
def generate(
    db_connection: str,
    output_dir: Path,
    tables: Path | None,
    glossary: Path | None,
    imports: tuple[Path, ...],
    no_db_tracking: bool,
    **fields: Any,
) -> None:
    """Make training data from a database by hand: DDL, documents, question-SQL pairs, validated and loaded.

    The files are in OUTPUT-DIR at the end. Unless told otherwise the run is recorded as a task manual_...
    """
    url = url_argument(db_connection)
    parsed = connections.parse(url)
    parameters = {
        "language": fields["language"],
        "db_name": fields["db_name"] or parsed["dbname"],
        "db_connection": connections.masked(parsed),
        "enable_training_data_load": not fields["no_load"],
    }
    files = checked(imports)
    parameters |= {"import_files": list(files), "mine_queries": fields["mine"]}
    files |= _glossaries(output_dir)
    if glossary:
        parameters["glossary_file"] = f"given_{glossary.stem}.yaml"  # so that it takes the place of no glossary.yaml
        files[parameters["glossary_file"]] = glossary.resolve()
    optional = ("business_context", "sensitive_data", "max_pairs", "seed")
    parameters |= {name: fields[name] for name in optional if fields[name] not in (None, "")}
    if tables:
        parameters["table_list"] = _names(tables)
    try:
        output_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"Cannot write to {output_dir}: {error.strerror}.", f"无法写入 {output_dir}: {error.strerror}")
    run_id = f"manual_{stamp()}"
    if no_db_tracking:
        place(files, output_dir)
        _untracked(run_id, url, parameters, output_dir)
    else:
        from server.commands.manual_task import run_as_task

        run_id = run_as_task(read_settings(), run_id, url, parameters, files, output_dir, queue=fields["queue"])
    count = sum(1 for file in output_dir.iterdir() if file.is_file())
    say(f"{run_id} completed; files in {output_dir}: {count}", f"{run_id} 已完成: {output_dir} 中有 {count} 个文件")


def _untracked(run_id: str, url: str, parameters: dict[str, Any], output_dir: Path) -> None:
    from server.commands.untracked import run_untracked

    with as_trainyard_errors():
        run_untracked(read_settings(), run_id, url, parameters, output_dir.resolve())


def _glossaries(output_dir: Path) -> dict[str, Path]:
    """The user's glossary and the draft of an earlier run, by their names in the run's directory."""
    earlier = (output_dir / name for name in ("glossary.yaml", "glossary.draft.yaml"))
    return {path.name: path.resolve() for path in earlier if path.is_file()}


def _names(tables: Path) -> list[str]:
    from data_pipeline.names import shown
    from data_pipeline.table_list import decode_table_list, named_tables

    with as_trainyard_errors():
        names = named_tables(decode_table_list(tables.read_bytes()))
    return [shown(schema, name) for schema, name in names]
