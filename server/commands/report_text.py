"""The quality report as text: colours where the terminal has them, columns that fit it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from data_pipeline.report.lenient import mapping, number, rows
from data_pipeline.report.words import percents, said, word

_COLOURS = {"good": "green", "fair": "yellow", "poor": "red"}
_BAR = 24  # characters of a full bar


def print_report(report: Mapping[str, Any], language: str) -> None:
    """Print the figures of a ``quality_report.json``; what it does not have is left out."""
    console = Console(highlight=False, soft_wrap=False)
    console.print(Text(f"{word('title', language)}: {report.get('database') or ''}".rstrip(": "), style="bold"))
    console.print(Padding(_headlines(rows(report.get("headlines")), language), (0, 0, 0, 2)))
    _print_advice(console, rows(report.get("advice")), language)
    levels = mapping(mapping(report.get("hardness")).get("levels"))
    _print_lines(console, "hardness", (_level(*one, language) for one in levels.items()), language)
    _print_lines(console, "patterns", _atoms(mapping(report.get("patterns")), language), language)
    steps = [(name, mapping(figures)) for name, figures in mapping(report.get("steps")).items()]
    _print_lines(
        console, "spent", ((word(name, language), "", _took(step, language)) for name, step in steps), language
    )


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    return grid


def _headlines(headlines: Iterable[Mapping[str, Any]], language: str) -> Table:
    grid = _grid()
    grid.add_column(justify="right", no_wrap=True)
    for one in headlines:
        colour = _COLOURS.get(str(one.get("grade")), "")
        value = said(str(one.get("unit") or ""), number(one.get("value")), language)
        whole = f"({one['count']:,} {word('of', language)} {one['of']:,})" if number(one.get("of")) is not None else ""
        worth = word(str(one.get("grade") or ""), language)
        grid.add_row(word(str(one.get("id")), language), Text(value, colour), Text(worth, colour), whole)
    return grid


def _print_advice(console: Console, advice: Iterable[Mapping[str, Any]], language: str) -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold")
    for one in advice:
        grid.add_row(Text("●", _COLOURS.get(str(one.get("grade")), "")), Text(str(one.get(language) or "")))
    if grid.row_count:
        _print_under(console, "advice", grid, language)


def _print_lines(console: Console, title: str, lines: Iterable[tuple[str, str, str]], language: str) -> None:
    grid = _grid()
    grid.add_column(no_wrap=True, style="cyan")
    grid.add_column(justify="right", no_wrap=True)
    for label, bar, figure in lines:
        grid.add_row(Text(label), bar, figure)
    if grid.row_count:
        _print_under(console, title, grid, language)


def _print_under(console: Console, title: str, grid: Table, language: str) -> None:
    console.print()
    console.print(Text(word(title, language), style="bold"))
    console.print(Padding(grid, (0, 0, 0, 2)))


def _level(level: str, figure: Mapping[str, Any], language: str) -> tuple[str, str, str]:
    share = number(figure.get("percent")) or 0.0
    return word(level, language), _bar(share, 100), f"{percents(share, language)} (Spider {figure.get('spider')})"


def _atoms(patterns: Mapping[str, Any], language: str) -> Iterable[tuple[str, str, str]]:
    total = number(patterns.get("of_pairs")) or 0
    counts = sorted(mapping(patterns.get("atoms")).items(), key=lambda one: -one[1])
    most = counts[0][1] if counts else 0
    for atom, times in counts:
        share = 100 * times / total if total else None
        yield word(atom, language), _bar(times, most), percents(share, language)


def _bar(value: float, full: float) -> str:
    """Eighths of a character, so that short bars differ."""
    eighths = round(8 * _BAR * value / full) if full else 0
    return "█" * (eighths // 8) + (" ▏▎▍▌▋▊▉"[eighths % 8] if eighths % 8 else "")


def _took(figures: Mapping[str, Any], language: str) -> str:
    if figures.get("skipped"):
        return word("skipped", language)
    seconds = number(figures.get("seconds"))
    return "–" if seconds is None else f"{seconds:,.1f} s"
