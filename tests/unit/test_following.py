"""Where the lines and the progress of a watched task go."""

from __future__ import annotations

import pytest

from server.commands.following import Look, follow


def look(after: int) -> Look:
    """Half done with one line, then at its end."""
    return Look(False, "completed", 50, "reading", [(1, "a line [of the log]")] if after == 0 else [])


def test_follow__shows_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert follow(look).status == "completed"
    shown = capsys.readouterr()
    assert (shown.out.splitlines(), shown.err) == (["a line [of the log]", " 50 %  reading"], "")


def test_follow__leaves_stdout_to_a_machine(capsys: pytest.CaptureFixture[str]) -> None:
    follow(look, stderr=True)
    shown = capsys.readouterr()
    assert (shown.out, shown.err.splitlines()) == ("", ["a line [of the log]", " 50 %  reading"])
