"""``trainyard workflows validate``: what the server would say of a definition, without server and database."""

from __future__ import annotations

import json

import click

from bus.settings import read_settings
from bus.workflow_errors import InvalidDefinition
from server.commands.terminal import fail, language, say
from server.definitions.bounds import MOST_BYTES
from server.definitions.checked import checked


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
def validate(file: str) -> None:
    """Check the definition in FILE (- reads stdin): says valid, or every fault with its path. Exit code 0 or 1.

    The functions of python steps are imported to see whether they are there, if PYTHON_STEP_MODULES allows them.
    """
    given = read_definition(file)
    try:
        checked(given, read_settings())
    except InvalidDefinition as error:
        for fault in error.told(language()):
            click.echo(f"{fault['field']}: {fault['error']}", err=True)
        fail(f"{file} is not valid.", f"{file} 无效")
    say("valid", "有效")


def read_definition(file: str) -> object:
    """The JSON of the file (- = stdin); the command ends with a sentence when it is none, or too large."""
    with click.open_file(file, "rb") as source:
        raw = source.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        fail(f"{file} is larger than {MOST_BYTES} bytes.", f"{file} 超过 {MOST_BYTES} 字节")
    try:
        return json.loads(raw)
    except RecursionError:
        fail(f"{file} is nested too deeply.", f"{file} 嵌套层次过深")
    except ValueError as error:
        fail(f"{file} is not JSON: {error}.", f"{file} 不是合法的 JSON: {error}")
