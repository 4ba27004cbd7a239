"""The header ``Idempotency-Key``: the same request sent again makes nothing new."""

from __future__ import annotations

from flask import request

from server.requests import wrong_field

LONGEST_KEY = 200


def idempotency_key() -> str | None:
    """That of the request; InvalidInput when it is no short line of text."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise wrong_field(
            "Idempotency-Key", f"1 to {LONGEST_KEY} printable characters", f"应为 1 到 {LONGEST_KEY} 个可见字符"
        )
    return key
