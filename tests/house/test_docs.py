"""Every setting and every error code stands in the documentation; the lock pins what setup.cfg asks for."""

from __future__ import annotations

import ast
import configparser
import importlib
import re
from collections.abc import Iterator
from functools import cache

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from source import name, python_files, tree
from tables import TASKS, WORKFLOWS, actions_table, settings_page, tasks_page, workflows_page

from bus.errors import TrainyardError
from bus.settings import ROOT
from server.definitions.schema import json_schema

ERRORS = ROOT / "docs" / "errors.md"
ROW = re.compile(r"^\| `(\w+)` \| (\d{3}|) ?\| \S.*\|$", re.MULTILINE)


def test_settings__the_page_is_up_to_date() -> None:
    """If this fails: python tests/house/tables.py."""
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == settings_page()


def test_actions__the_table_is_up_to_date() -> None:
    """If this fails: python tests/house/tables.py."""
    page = TASKS.read_text(encoding="utf-8")
    assert page == tasks_page() and actions_table() in page


def test_workflows__the_tables_are_up_to_date() -> None:
    """If this fails: python tests/house/tables.py."""
    text = WORKFLOWS.read_text(encoding="utf-8")
    assert text == workflows_page(text)


def test_workflows__every_model_has_a_table() -> None:
    """Every object that the published schema knows, but for what two others show."""
    shown = set(re.findall(r"<!-- (\w+) -->", WORKFLOWS.read_text(encoding="utf-8")))
    known = {*json_schema()["$defs"], "Definition", "Step"}
    assert known - shown == {"InBothLanguages", "Notifications", "Parameter"}
    assert shown - known == {"end"}


@cache
def error_classes() -> list[type[TrainyardError]]:
    """TrainyardError and all that derive from it, wherever they are defined."""
    for path in python_files("bus", "server", "executor"):
        if "TrainyardError" in path.read_text(encoding="utf-8"):
            importlib.import_module(name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    found = [TrainyardError]
    for one in found:
        found += one.__subclasses__()
    return found


def documented(with_status: bool) -> set[tuple[str, str]]:
    rows = set(ROW.findall(ERRORS.read_text(encoding="utf-8")))
    return {row for row in rows if bool(row[1]) == with_status}


def test_errors__each_code_with_its_status() -> None:
    known = {(one.code, str(one.status)) for one in error_classes()}
    assert sorted(known - documented(True)) == []


def test_errors__one_code_has_one_status() -> None:
    codes = [code for code, _ in documented(True)]
    assert len(codes) == len(set(codes))


def test_errors__no_class_is_unused() -> None:
    used = {
        getattr(node, "id", getattr(node, "attr", ""))
        for path in python_files("bus", "server", "executor")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name | ast.Attribute)
    }
    assert [one.__name__ for one in error_classes() if one.__name__ not in used] == []


def codes_of_failures() -> Iterator[str]:
    """The codes with which steps and executions fail: literals in the calls that make them."""
    for path in python_files("data_pipeline", "executor", "bus"):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = {"PipelineError": node.args[:1], "Outcome": node.args[1:2]}.get(called, [])
            given += [keyword.value for keyword in node.keywords if keyword.arg in ("code", "error_code")]
            yield from (str(one.value) for one in given if isinstance(one, ast.Constant) and one.value)


def test_errors__each_code_of_a_failed_step() -> None:
    known = {code for code, _ in documented(False)} | {code for code, _ in documented(True)}
    assert sorted(set(codes_of_failures()) - known) == []


def requirements() -> Iterator[Requirement]:
    """What setup.cfg asks for, tests included."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    for text in (setup["options"]["install_requires"], setup["options.extras_require"]["test"]):
        yield from (Requirement(line) for line in text.splitlines() if line.strip())


def test_lock__pins_what_setup_asks_for() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = {}
    for line in lines:
        if line.strip() and not line.startswith(("#", "-", " ")):
            requirement = Requirement(line.partition(" \\")[0])
            (specifier,) = requirement.specifier
            assert specifier.operator == "==", line
            pinned[canonicalize_name(requirement.name)] = specifier.version
    for wanted in requirements():
        version = pinned.get(canonicalize_name(wanted.name))
        assert version is not None, f"{wanted.name} is not pinned"
        assert version in wanted.specifier, f"{wanted} but {version} is pinned"


def test_lock__names_no_index() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
