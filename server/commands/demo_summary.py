"""What came of the demo: files, figures, three pairs, one question to the store."""

from __future__ import annotations

from textwrap import indent
from typing import Any

import click

from bus import vector_store
from bus.db import bus_url
from bus.settings import Settings
from data_pipeline.store.lookup import Match, similar
from server.commands.demo_client import Client
from server.commands.demo_sample import DATABASE
from server.commands.pipeline import as_trainyard_errors
from server.commands.terminal import say, word

SHOWN_PAIRS = 3
QUESTION = {"zh": "服务区最多的公司是哪一家？", "en": "Which company has the most service areas?"}


def show(settings: Settings, client: Client, task_id: str, language: str, seconds: float) -> bool:
    """Print it all; whether the task is completed, every pair that ships is valid, and the store answers."""
    task, files = client.detail(task_id), client.files(task_id)
    _heading("Files", "文件")
    click.echo(f"{settings.training_data / task_id}  ({len(files)})")
    if task["status"] != "completed":
        status, reason = task["status"], task["error_message"]
        say(f"The task is {status}: {reason}", f"任务未完成（{status}）: {reason}")
        return False
    every_pair_valid = _figures(task["result"], seconds)
    pairs = _pairs(client, files)
    matches = _ask(settings, QUESTION["en" if language == "en" else "zh"])
    _heading("Links", "链接")
    address = f"{client.url}/api/v0/data_pipeline/tasks/{task_id}"
    click.echo(f"{client.url}/docs\n{address}\n{address}/report.html\n{address}/files/download/er.svg")
    return every_pair_valid and bool(pairs) and bool(matches)


def _figures(result: dict[str, Any], seconds: float) -> bool:
    """Tables, pairs, valid %, time; whether all pairs left in the file are valid."""
    schema, checked, loaded = result["ddl_generation"], result["sql_validation"], result["training_load"]
    entries = sum(loaded[kind]["new"] + loaded[kind]["unchanged"] for kind in ("sql", "ddl", "documentation"))
    _heading("Figures", "统计")
    rows = {
        word("tables", "表"): schema["tables"],
        word("views", "视图"): schema["views"],
        word("pairs", "问答对"): checked["valid"],
        word("valid as generated", "初次有效率"): f"{checked['valid_percent']} %",
        word("loaded", "已加载"): entries,
        word("time", "用时"): f"{seconds:.1f} s",
    }
    for name, value in rows.items():
        click.echo(f"{value:>8}  {name}")
    return bool(checked["total"] - checked["removed"] == checked["valid"] > 0)


def _pairs(client: Client, files: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Print three pairs out of the file, from its beginning, middle and end; all of them."""
    file = next((file for file in files if file["file_name"].endswith("_pair.json")), None)
    pairs: list[dict[str, str]] = client.download(file) if file else []
    _heading("Pairs", "问答对示例")
    for number in range(min(SHOWN_PAIRS, len(pairs))):
        pair = pairs[number * (len(pairs) - 1) // max(SHOWN_PAIRS - 1, 1)]
        _print_pair(pair["question"], pair["sql"])
    return pairs


def _ask(settings: Settings, question: str) -> list[Match]:
    """Print the nearest stored pair; all that were found."""
    with as_trainyard_errors():
        matches = similar(vector_store.url(settings, bus_url(settings)), question, limit=1, db_name=DATABASE)
    _heading("The store, asked", "训练库检索")
    click.echo(question)
    for match in matches:
        _print_pair(f"{match.similarity:.3f}  {match.question}", match.sql)
    return matches


def _print_pair(question: str, sql: str) -> None:
    click.echo(f"{question}\n{indent(sql, '    ')}")


def _heading(en: str, zh: str) -> None:
    click.secho(f"\n{word(en, zh)}", bold=True)
