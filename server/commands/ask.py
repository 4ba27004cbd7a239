"""``trainyard ask``: the loaded store, asked."""

from __future__ import annotations

from dataclasses import asdict
from textwrap import indent

import click

from bus import vector_store
from bus.db import bus_url
from bus.settings import read_settings
from server.commands.pipeline import as_trainyard_errors
from server.commands.terminal import print_json, say


@click.command()
@click.argument("question")
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True)
@click.option("--db-name", help="Only pairs of that database.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def ask(question: str, limit: int, db_name: str | None, as_json: bool) -> None:
    """Find the stored pairs nearest to QUESTION, in any language, with their SQL."""
    from data_pipeline.store.lookup import similar

    settings = read_settings()
    url = vector_store.url(settings, bus_url(settings))
    with as_trainyard_errors():
        matches = similar(url, question, limit=limit, db_name=db_name)
    if as_json:
        return print_json([asdict(match) for match in matches])
    if not matches:
        say("The store holds no such pair.", "训练库中没有匹配的问答对")
    for match in matches:
        click.secho(f"{match.similarity:.3f}  {match.question}", bold=True)
        click.echo(indent(match.sql, " " * 7) + "\n")
    return None
