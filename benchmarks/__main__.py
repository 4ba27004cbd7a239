"""Every benchmark in one go, a line each: name, ours, floor, ratio, bar, ok or short.

    python -m benchmarks [--strict] [first_step polling log_rows live live_two refusals queue catalog repair pipeline]

Runs in a scratch database on the server of DATABASE_URL, else on an embedded PostgreSQL in a temporary home. A missed
bar on a busy machine proves nothing, so the exit code is 0 unless something broke; with --strict it is then 1, too.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import partial

from benchmarks import first_step, live, log_rows, polling, refusals
from benchmarks.place import database_server, open_place
from bus.settings import ROOT

SERVED = {
    "first_step": first_step.measure,
    "polling": polling.measure,
    "log_rows": log_rows.measure,
    "live": live.measure,
    "live_two": partial(live.measure, each=1),
    "refusals": refusals.measure,
}
ALONE = ("queue", "catalog", "repair", "pipeline")  # print their own lines, and need no server of ours
ROOMS = ("bus", "server", "executor", "data_pipeline", "sql", "benchmarks")


def main() -> int:
    """Run what is named, or everything; the exit code."""
    options = _options()
    for room in ROOMS:  # a checkout need not be compiled as an installation is; then every start would compile it anew
        compileall.compile_dir(ROOT / room, quiet=1)
    print(f"load average at the start: {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors", flush=True)
    with database_server() as base_url:
        met = _served([name for name in SERVED if name in options.names], base_url)
        for name in ALONE:
            if name in options.names:
                command = [sys.executable, "-m", f"benchmarks.{name}", "--server", base_url]
                met = subprocess.run(command, cwd=ROOT).returncode == 0 and met
    return int(options.strict and not met)


def _served(names: Sequence[str], base_url: str) -> bool:
    """Run those that need a server; whether all bars were met."""
    if not names:
        return True
    figures = []
    with open_place(base_url) as place:
        for name in names:
            figures.append(SERVED[name](place))
            print(figures[-1], flush=True)
    return all(figure.met for figure in figures)


def _options() -> argparse.Namespace:
    known = [*SERVED, *ALONE]
    parser = argparse.ArgumentParser(prog="benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(known)}; all of them when none is named")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a bar is missed")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(known)}")
    options.names = options.names or known
    return options


if __name__ == "__main__":
    sys.exit(main())
