"""How a sensitive value is shown: enough to see what it is, too little to be it."""

from __future__ import annotations

import re

from data_pipeline.sensitive.mode import Kind

_STARS = "****"
_HIDDEN = "***"


def mask(kind: Kind, value: str) -> str:
    """138****5678, 3601**********1234, z***@example.com, **** **** **** 1234; of a secret, nothing."""
    if kind == "secret":
        return _HIDDEN
    if kind == "email" and "@" in value:
        local, _, domain = value.rpartition("@")
        return f"{local[:1]}{_HIDDEN}@{domain}"
    if kind == "person_name":
        return value[:1] + "**"
    if kind == "address":
        return value[: min(3, len(value) // 3)] + _HIDDEN
    return _mask_number(kind, value)


def _mask_number(kind: Kind, value: str) -> str:
    """By the number of its letters and digits; what is too short for its kind is not shown at all."""
    signs = re.sub(r"[^0-9A-Za-z]", "", value)
    if kind == "id_card" and len(signs) >= 15:
        return signs[:4] + "*" * (len(signs) - 8) + signs[-4:]
    if kind == "bank_card" and len(signs) >= 12:
        return f"{_STARS} {_STARS} {_STARS} {signs[-4:]}"
    if kind == "phone" and len(signs) >= 10:
        country = re.match(r"\(?(?:\+|00)?86\)?[ -]?(?=1[3-9])", value)
        national = signs[-11:] if country else signs
        return (country[0] if country else "") + national[:3] + _STARS + national[-4:]
    return signs[:1] + _STARS + signs[-2:] if len(signs) >= 7 else _HIDDEN
