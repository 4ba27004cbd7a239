"""Polls per second of a task, against a bare Flask view that does the same one-row SELECT under the same web server.

The client takes about a tenth of one processor (``load.py``); the servers take the rest.
"""

from __future__ import annotations

from benchmarks.figure import Figure, alternate
from benchmarks.load import requests_per_second
from benchmarks.place import API, Place, ended
from benchmarks.servers import serving

BAR = 0.8
ROUNDS = 5
ROUND_SECONDS = 3.0
WARM_UP_SECONDS = 1.0
CONNECTIONS = 8


def measure(place: Place) -> Figure:
    """Requests per second, medians."""
    place.let_tasks_run("benchmarks.steps:nothing")
    task_id = place.start_task()
    with place.session() as connection:
        ended(connection, task_id)
    with serving(["benchmarks.bare_view"], place.environment, place.directory / "bare_view.log") as bare:

        def ours(seconds: float = ROUND_SECONDS) -> float:
            return requests_per_second(place.port, f"{API}/{task_id}", CONNECTIONS, seconds)

        def floor(seconds: float = ROUND_SECONDS) -> float:
            return requests_per_second(bare, f"/{task_id}", CONNECTIONS, seconds)

        alternate(lambda: ours(WARM_UP_SECONDS), lambda: floor(WARM_UP_SECONDS), 1)
        mine, theirs = alternate(ours, floor, ROUNDS)
    ratio = mine / theirs
    return Figure("GET of a task", f"{mine:,.0f}/s", f"{theirs:,.0f}/s", ratio, f"at least {BAR}", ratio >= BAR)
