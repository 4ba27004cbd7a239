"""The project's own files, as the tests of the house read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bus.settings import ROOT

ROOMS = ("bus", "server", "executor", "data_pipeline", "examples", "sql", "workflows")
NOT_OURS = {".git", ".venv", ".trainyard", "__pycache__", "build", "training_data"}
NO_TEXT = {".pyc", ".png", ".gz", ".zip"}


def python_files(*rooms: str) -> list[Path]:
    """The modules of these rooms (all of ours by default)."""
    return sorted(path for room in rooms or ROOMS for path in (ROOT / room).rglob("*.py"))


def project_files() -> Iterator[Path]:
    """Every text file that belongs to the project."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in (".ci", ".gitignore") for part in parts)
        ours = not hidden and not NOT_OURS & set(parts) and not any(part.endswith(".egg-info") for part in parts)
        if ours and path.is_file() and path.suffix not in NO_TEXT:
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """The path as the project sees it."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that the file imports, and whether that happens only when a function is called."""
    top = set(_at_import(tree(path)))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node not in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            yield node.module or "", node not in top


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run (or could run) when the module is imported."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _at_import(child)
