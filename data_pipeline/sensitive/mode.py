"""How much is masked: the environment's ``SENSITIVE_DATA``, or the task's own ``sensitive_data``."""

from __future__ import annotations

import os
from typing import Literal, get_args

from data_pipeline.step import PipelineError

Kind = Literal[
    "phone", "id_card", "email", "bank_card", "passport", "ssn", "chat_account", "secret",
    "person_name", "address", "plate",
]  # fmt: skip
Place = tuple[str, str, str]  # schema, table, column
Mode = Literal["mask", "strict", "off"]

_STRICT_ONLY: frozenset[Kind] = frozenset(("person_name", "address", "plate"))
_ALL: frozenset[Kind] = frozenset(get_args(Kind))
_KINDS: dict[Mode, frozenset[Kind]] = {"mask": _ALL - _STRICT_ONLY, "strict": _ALL, "off": frozenset(("secret",))}


def kinds_of(mode: Mode) -> frozenset[Kind]:
    """What a mode masks; passwords and tokens never go out."""
    return _KINDS[mode]


def chosen_mode(word: str | None = None) -> Mode:
    """The mode given, else the environment's ``SENSITIVE_DATA``, else ``mask``; PipelineError for an unknown word."""
    wanted = word or os.environ.get("SENSITIVE_DATA") or "mask"
    for mode in get_args(Mode):
        if mode == wanted:
            found: Mode = mode
            return found
    raise PipelineError(
        "sensitive_data_unknown",
        f"'{wanted}' is no way to treat sensitive data: choose {', '.join(get_args(Mode))}.",
        f"不支持的敏感数据处理方式 '{wanted}'，可选: {'、'.join(get_args(Mode))}",
    )
