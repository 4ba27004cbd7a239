"""The schema of a finished run, out of its ``schema_profile.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_pipeline.documents.text import shortened
from data_pipeline.names import qualified, quoted, shown
from data_pipeline.step import PipelineError

_PROFILE = "schema_profile.json"
_LONGEST_COMMENT = 120  # characters


@dataclass(frozen=True, slots=True)
class SchemaTable:
    """A table or view; ``columns`` are (name, type, comment), the keys as the profile has them."""

    schema: str
    name: str
    comment: str
    columns: tuple[tuple[str, str, str], ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[Mapping[str, Any], ...]

    @property
    def key(self) -> tuple[str, str]:
        return self.schema, self.name

    @property
    def shown(self) -> str:
        """Its name without the schema where that is public."""
        return shown(*self.key)

    @property
    def sql_name(self) -> str:
        """Its name as queries write it."""
        return quoted(self.name) if self.schema == "public" else qualified(*self.key)

    def ddl(self) -> str:
        """CREATE TABLE with comments and keys, as a model shall read it; inferred keys are comments."""
        parts = [(f"{quoted(name)} {kind}", _remark(comment)) for name, kind, comment in self.columns]
        if self.primary_key:
            parts.append((f"primary key ({', '.join(quoted(name) for name in self.primary_key)})", ""))
        declared = [key for key in self.foreign_keys if key.get("source", "declared") == "declared"]
        parts += [(_reference(key), "") for key in declared]
        lines = [f"  {code}{',' if n < len(parts) else ''}{remark}" for n, (code, remark) in enumerate(parts, 1)]
        lines += [f"  -- inferred: {_reference(key)}" for key in self.foreign_keys if key not in declared]
        return "\n".join([f"create table {self.sql_name} ({_remark(self.comment)}", *lines, ");"])


@dataclass(frozen=True, slots=True)
class Schema:
    database: str
    tables: tuple[SchemaTable, ...]


def read_schema(directory: Path) -> Schema:
    """The schema that ddl_generation found; PipelineError ``documents_missing`` or ``profile_invalid``."""
    try:
        profile = json.loads((directory / _PROFILE).read_text(encoding="utf-8"))
        return Schema(str(profile.get("database") or ""), tuple(_table(table) for table in profile["tables"]))
    except FileNotFoundError:
        raise PipelineError(
            "documents_missing",
            f"{_PROFILE} is missing: run ddl_generation first.",
            f"缺少文件 {_PROFILE}，请先执行 ddl_generation",
        ) from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise PipelineError(
            "profile_invalid",
            f"{_PROFILE} cannot be read: run ddl_generation again.",
            f"{_PROFILE} 无法读取，请重新执行 ddl_generation",
        ) from None


def _table(table: Mapping[str, Any]) -> SchemaTable:
    return SchemaTable(
        table["schema"],
        table["name"],
        _comment(table),
        tuple((one["name"], one["type"], _comment(one)) for one in table.get("columns") or ()),
        tuple(table.get("primary_key") or ()),
        tuple(table.get("foreign_keys") or ()),
    )


def _reference(key: Mapping[str, Any]) -> str:
    parent = quoted(key["ref_table"])
    if key["ref_schema"] != "public":
        parent = qualified(key["ref_schema"], key["ref_table"])
    columns, others = (", ".join(quoted(name) for name in key[end]) for end in ("columns", "ref_columns"))
    return f"foreign key ({columns}) references {parent} ({others})"


def _remark(comment: str) -> str:
    return f"  -- {comment}" if comment else ""


def _comment(described: Mapping[str, Any]) -> str:
    return shortened(described.get("comment") or "", _LONGEST_COMMENT)
