"""``trainyard generate --glossary``: what the user says of his tables comes along."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Run


def _generate(run: Run, shop: str, target: Path, *more: str) -> None:
    where = ("--db-connection", shop, "--output-dir", str(target), "--language", "en")
    run("generate", *where, "--no-load", "--no-db-tracking", *more)


def test_generate__glossary_and_then_its_draft(run: Run, shop: str, tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("tables: {orders: {title: purchase, description: What people bought}}")
    target = tmp_path / "out"
    _generate(run, shop, target, "--glossary", str(tmp_path / "ours.yaml"))
    assert "What people bought [glossary]" in (target / "orders_detail.md").read_text()
    draft = target / "glossary.draft.yaml"
    draft.write_text(draft.read_text().replace("What people bought", "What was bought"))
    _generate(run, shop, target)
    assert "What was bought [glossary]" in (target / "orders_detail.md").read_text()
    assert "## orders (purchase)" in (target / "orders_detail.md").read_text()


def test_generate__broken_glossary_is_told_with_its_line(run: Run, shop: str, tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("tables:\n  orders: [x\n")
    where = ("--db-connection", shop, "--output-dir", str(tmp_path / "out"), "--language", "en")
    more = ("--glossary", str(tmp_path / "ours.yaml"), "--no-load", "--no-db-tracking")
    result = run("generate", *where, *more, exit_code=1)
    assert "given_ours.yaml" in result.stderr + result.stdout
    assert "2" in result.stderr + result.stdout


@pytest.mark.parametrize("tracking", [(), ("--no-db-tracking",)])
def test_generate__given_glossary_leaves_that_of_the_output_directory(
    run: Run, shop: str, tmp_path: Path, tracking: tuple[str, ...]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    given, target = tmp_path / "elsewhere" / "glossary.yaml", tmp_path / "out"
    given.write_text("tables: {orders: {description: What people bought}}")
    target.mkdir()
    (target / "glossary.yaml").write_text("tables: {orders: {description: Mine}}")
    where = ("--db-connection", shop, "--output-dir", str(target), "--language", "en", "--no-load", *tracking)
    run("generate", *where, "--glossary", str(given))
    assert "What people bought [glossary]" in (target / "orders_detail.md").read_text()
    assert (target / "glossary.yaml").read_text() == "tables: {orders: {description: Mine}}"
    run("generate", *where)
    assert "Mine [glossary]" in (target / "orders_detail.md").read_text()
