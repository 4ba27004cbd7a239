"""What signs and sends notifications is for servers only, and the urls are shown without what opens them."""

from __future__ import annotations

import pytest

from bus.settings import Settings, secret_variables
from server import launcher
from server.notifications.shape import shown

NAMES = ("WEBHOOK_SECRET", "WEBHOOK_SECRET_OPS", "SMTP_PASSWORD")


def test_secret_variables__steps_get_none_of_them() -> None:
    assert secret_variables(dict.fromkeys(NAMES, "x")) >= set(NAMES)


def test_launch__executors_get_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("HTTP_ALLOW_PRIVATE", "1")
    environment = launcher._environment(Settings())
    assert not set(NAMES) & set(environment) and environment["HTTP_ALLOW_PRIVATE"] == "1"


def test_settings__shown_without_them() -> None:
    assert "hush" not in repr(Settings(webhook_secret="hush", smtp_password="hush"))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://u:pw@x.example:8443/a/b?key=k#f", "https://x.example:8443/a/b"),
        ("https://x.example", "https://x.example"),
        ("http://[::1", "?"),
        ("https://a@b:pw@x.example/", "https://x.example/"),
    ],
)
def test_shown__without_what_may_be_a_key(url: str, expected: str) -> None:
    assert shown(url) == expected
