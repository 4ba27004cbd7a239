"""The bound on guessing passwords."""

from __future__ import annotations

import pytest

from bus.errors import TooManyAttempts
from server import attempts
from server.attempts import MOST, Attempts


@pytest.fixture
def guessed() -> Attempts:
    """Ann's password was guessed as often as may be, at one address."""
    tried = Attempts()
    for _ in range(MOST):
        tried.check("ann", "10.0.0.1")
        tried.wrong("ann", "10.0.0.1")
    return tried


def test_check__name_must_wait_at_that_address_alone(guessed: Attempts) -> None:
    with pytest.raises(TooManyAttempts):
        guessed.check("ann", "10.0.0.1")
    guessed.check("ann", "10.0.0.2")
    guessed.check("bob", "10.0.0.1")


def test_check__forgets_after_the_wait(guessed: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "WAIT_SECONDS", -1.0)
    guessed.check("ann", "10.0.0.1")
    monkeypatch.undo()
    guessed.check("ann", "10.0.0.1")


def test_right__forgets(guessed: Attempts) -> None:
    guessed.right("ann", "10.0.0.1")
    guessed.check("ann", "10.0.0.1")


def test_wrong__the_oldest_are_forgotten_first(guessed: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "MOST_REMEMBERED", 3)
    for name in ("bob", "cy"):
        guessed.wrong(name, "10.0.0.1")
    guessed.wrong("ann", "10.0.0.1")  # remembered anew: bob is the oldest now
    guessed.wrong("dan", "10.0.0.1")
    with pytest.raises(TooManyAttempts):
        guessed.check("ann", "10.0.0.1")
    for name in ("eve", "fay", "gus"):
        guessed.wrong(name, "10.0.0.1")
    guessed.check("ann", "10.0.0.1")
