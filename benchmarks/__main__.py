"""Every benchmark in one go, a line each: name, ours, floor, ratio, bar, ok or short.

    python -m benchmarks [--strict] [first_step polling log_rows catalog]

Runs in a scratch database on the server of DATABASE_URL, else on an embedded PostgreSQL in a temporary home. A bar that is
missed on a busy machine proves nothing, so the exit code is 0 unless something broke; with --strict it is 1 for any bar missed.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys

from benchmarks import first_step, log_rows, polling
from benchmarks.place import database_server, open_place
from bus.settings import ROOT

MEASURES = {"first_step": first_step.measure, "polling": polling.measure, "log_rows": log_rows.measure}
CATALOG = "catalog"
ROOMS = ("bus", "server", "executor", "data_pipeline", "sql", "benchmarks")


def main() -> int:
    """Run what is named, or everything."""
    options = _parser().parse_args()
    names = options.names or [*MEASURES, CATALOG]
    for room in ROOMS:  # an installation is compiled; a checkout may not be, and then every start would compile anew
        compileall.compile_dir(ROOT / room, quiet=1)
    print(f"load average at the start: {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors", flush=True)
    with database_server() as base_url:
        met = _run([name for name in names if name != CATALOG], base_url)
        if CATALOG in names:
            met = _catalog(base_url) and met
    return int(options.strict and not met)


def _run(names: list[str], base_url: str) -> bool:
    """Whether all bars were met."""
    figures = []
    with open_place(base_url) as place:
        for name in names:
            figures.append(MEASURES[name](place))
            print(figures[-1], flush=True)
    return all(figure.met for figure in figures)


def _catalog(base_url: str) -> bool:
    """Reading 1,000 tables; it prints its own lines."""
    command = [sys.executable, "-m", "benchmarks.catalog", "--server", base_url]
    return subprocess.run(command, cwd=ROOT).returncode == 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*MEASURES, CATALOG, []], help="which; all when none is named")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a bar is missed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
