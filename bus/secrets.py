"""Encryption of the passwords at rest: Fernet (cryptography), with the key from a setting or from a 0600 file."""

from __future__ import annotations

import base64
import hashlib
import os
from typing import TYPE_CHECKING

from bus.errors import BadRequest
from bus.settings import Settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

KEY_FILE = "secret.key"


def encrypt(settings: Settings, text: str) -> str:
    """``text`` as a token that only the same key opens."""
    return _fernet(settings).encrypt(text.encode()).decode()


def decrypt(settings: Settings, token: str) -> str:
    """The text; BadRequest when the key is another one than at encryption."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet(settings).decrypt(token.encode()).decode()
    except InvalidToken:
        raise BadRequest(
            "A stored password cannot be opened with the present key; "
            "restore TRAINYARD_SECRET_KEY or add the connection again.",
            "无法用当前密钥解开已保存的密码，请恢复 TRAINYARD_SECRET_KEY 或重新添加该连接",
        ) from None


def _fernet(settings: Settings) -> Fernet:
    from cryptography.fernet import Fernet  # imported where used: it costs the executor's start nothing

    if settings.secret_key:  # any text may serve as the setting; Fernet wants 32 bytes
        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.secret_key.encode()).digest()))
    return Fernet(_key_from_file(settings))


def _key_from_file(settings: Settings) -> bytes:
    from cryptography.fernet import Fernet

    path = settings.home / KEY_FILE
    settings.home.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{KEY_FILE}.{os.getpid()}.{os.urandom(4).hex()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(Fernet.generate_key())
        try:
            os.link(draft, path)  # whoever links first has made the key; the others read it
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes().strip()
