"""The figures of /metrics. They are read when they are asked for, so any number of server processes say the same."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import psycopg2
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bus import metrics
from bus.db import Row, transaction
from bus.errors import BusUnavailable
from bus.metrics import BusFigures
from bus.settings import Settings
from server.pool import Pool

MOST_SERIES = 200  # of one metric; the smallest ones beyond that are added up, or, where that means nothing, left out
REST = "(other)"
QUANTILES = ("0.5", "0.9", "0.99")
POOL_SECONDS = 1  # that a scrape waits for a session
LATELY = f"in the last {metrics.WINDOW_DAYS} days (a moving window: not for rate())"


class Figures(Collector):
    """The bus's, where it answers, and this process's own."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self._settings, self._pool = settings, pool

    def collect(self) -> Iterator[Metric]:
        """One scrape. What the bus would know is left out while it is away, and trainyard_bus_up is 0."""
        in_use = self._pool.in_use  # before this scrape takes one
        found = self._of_bus()
        yield _gauge("bus_up", "1 if the bus answers in time", found is not None)
        if found is not None:
            yield from _bus_metrics(found)
        yield _labelled("pool_sessions", "sessions of the bus in the process that answers", ["state"],
                        [(["in_use"], in_use), (["size"], self._pool.size)])  # fmt: skip
        disk = shutil.disk_usage(_existing(self._settings.training_data))
        yield _gauge("disk_free_bytes", "free on the file system of TRAINING_DATA_DIR", disk.free)
        yield _gauge("disk_used_bytes", "used, by whatever, on the file system of TRAINING_DATA_DIR", disk.used)

    def _of_bus(self) -> BusFigures | None:
        try:
            with self._pool.session(POOL_SECONDS) as connection, transaction(connection):
                return metrics.read(connection)
        except (BusUnavailable, psycopg2.OperationalError, psycopg2.InterfaceError):
            return None


def _bus_metrics(found: BusFigures) -> Iterator[Metric]:
    health = found.health
    yield _gauge("dispatcher", "1 if a process holds the dispatcher's lock", health["dispatches"])
    yield _gauge("queue_length", "runs that wait for the limits", health["queued"])
    yield _gauge("oldest_waiting_seconds", "for how long the oldest of them waits", health["oldest_waiting_seconds"])
    yield _counted("running", "runs that the limits have let in", ["workflow"], found.running, "running")
    yield _counted("tasks_total", "tasks on record (fewer after a clean-up)", ["workflow", "status"], found.tasks,
                   "tasks")  # fmt: skip
    yield _counted("failures_total", f"runs that failed {LATELY}", ["error_code"], found.failures, "failures")
    runs = [row for row in found.durations if row["is_run"]]
    steps = [row for row in found.durations if not row["is_run"]]
    yield _summary("task_duration_seconds", f"completed runs {LATELY}", ["workflow"], runs)
    yield _summary("step_duration_seconds", f"completed steps {LATELY}", ["workflow", "step"], steps)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"trainyard_{name}", text, value=float(value))


def _labelled(name: str, text: str, labels: Sequence[str], rows: Iterable[tuple[Sequence[str], float]]) -> Metric:
    metric = GaugeMetricFamily(f"trainyard_{name}", text, labels=labels)
    for values, number in rows:
        metric.add_metric(values, float(number))
    return metric


def _counted(name: str, text: str, labels: Sequence[str], rows: Sequence[Row], number: str) -> Metric:
    """A gauge of counts; what is beyond the bound is added up under REST in every label."""
    counts = Counter({tuple(str(row[label]) for label in labels): int(row[number]) for row in rows})
    shown = dict(counts.most_common(MOST_SERIES))
    if rest := counts.total() - sum(shown.values()):
        shown[(REST,) * len(labels)] = rest
    return _labelled(name, text, labels, shown.items())


def _summary(name: str, text: str, labels: Sequence[str], rows: Sequence[Row]) -> Metric:
    """Median and upper quantiles; the series with the fewest executions beyond the bound are left out."""
    metric = Metric(f"trainyard_{name}", text, "summary")
    for row in sorted(rows, key=lambda row: -row["count"])[:MOST_SERIES]:
        of = {label: str(row[label]) for label in labels}
        for quantile, value in zip(QUANTILES, row["quantiles"], strict=True):
            metric.add_sample(metric.name, of | {"quantile": quantile}, float(value))
        metric.add_sample(f"{metric.name}_count", of, float(row["count"]))
        metric.add_sample(f"{metric.name}_sum", of, float(row["sum"]))
    return metric


def _existing(path: Path) -> Path:
    """The directory, or the nearest one above it: it is made with the first task."""
    return next(one for one in (path, *path.parents) if one.exists())
