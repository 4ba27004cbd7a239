"""The command line: ``trainyard``. Every command is imported when it is called, and speaks the words of the API."""

from __future__ import annotations

from pathlib import Path

import click

from bus.errors import TrainyardError
from bus.settings import SettingError
from server.commands.lazy import LazyGroup
from server.commands.terminal import Failed, language, word

COMMANDS = {
    "serve": ("serve:serve", "Run the server."),
    "demo": ("demo:demo", "Show everything: a sample database in, loaded training data out."),
    "tasks": ("tasks:tasks", "Create, execute and watch tasks."),
    "generate": ("generate:generate", "Make training data from a database by hand."),
    "report": ("report:report", "Show how good the training data of a task are."),
    "export": ("export:export", "Write the validated pairs of TASK to a file."),
    "ask": ("ask:ask", "Find the stored pairs nearest to QUESTION."),
    "workflows": ("workflows:workflows", "Check, keep and run workflows."),
    "connections": ("connections:connections", "Name the business databases."),
    "users": ("users:users", "Say who may log in."),
    "db": ("db:db", "Start, stop, look at and enter the database of Trainyard."),
    "cleanup": ("cleanup:cleanup", "Remove old tasks with their files."),
}


class Trainyard(LazyGroup):
    """The group of all commands: whatever goes wrong in one of them becomes a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except TrainyardError as error:
            raise Failed(error.sentence(language())) from error
        except UnicodeEncodeError as error:  # the terminal's bytes that are no UTF-8 arrive as half characters
            en = "An argument holds a character that is not UTF-8: write it anew."
            raise Failed(word(en, "参数中含有不是 UTF-8 编码的字符，请重新输入"), 2) from error
        except SettingError as error:
            raise Failed(str(error), 2) from error


cli = Trainyard(
    "trainyard",
    COMMANDS,
    help="A PostgreSQL database goes in, text-to-SQL training data comes out.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Entry point: a ``.env`` in the working directory counts where the environment is silent."""
    if Path(".env").is_file():
        from dotenv import load_dotenv

        load_dotenv(".env")
    cli()


if __name__ == "__main__":
    main()
