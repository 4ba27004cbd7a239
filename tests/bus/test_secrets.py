from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bus.errors import BadRequest
from bus.secrets import KEY_FILE, decrypt, encrypt
from bus.settings import ROOT, Settings

MAKE_KEY = """
import sys
from bus.secrets import encrypt
from bus.settings import Settings
sys.stdin.readline()
print(encrypt(Settings(home_text=sys.argv[1]), "text"))
"""


def at_home(home: Path) -> Settings:
    return Settings(home_text=str(home))


@pytest.mark.parametrize("text", ["", "geheim", "密码 '\"\\%\x00"])
def test_decrypt__what_was_encrypted(tmp_path: Path, text: str) -> None:
    for settings in (at_home(tmp_path), Settings(secret_key="短")):
        token = encrypt(settings, text)
        assert decrypt(settings, token) == text
        assert token != encrypt(settings, text)


def test_key_file__only_the_owner_reads_it(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    encrypt(at_home(home), "x")
    assert stat.S_IMODE((home / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == [KEY_FILE]


def test_key_file__four_processes_make_one_key(tmp_path: Path) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE_KEY, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(4)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    tokens = [racer.communicate(timeout=30)[0].strip() for racer in racers]
    assert [decrypt(at_home(tmp_path), token) for token in tokens] == ["text"] * 4
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


@pytest.mark.parametrize("token", ["", "not a token", "gAAAAA=="])
def test_decrypt__what_no_key_opens(token: str) -> None:
    with pytest.raises(BadRequest, match="add the connection again"):
        decrypt(Settings(secret_key="a"), token)
