"""Whether the machine is too busy for anything new: START_MAX_CPU_PERCENT and START_MAX_MEMORY_PERCENT."""

from __future__ import annotations

import os

import psutil

from bus.limits import Limits, limits_of
from bus.settings import Settings


def limits_now(settings: Settings) -> Limits:
    """The limits of the settings, closed while the machine is above a mark."""
    return limits_of(settings, closed=is_above(settings))


def is_above(settings: Settings) -> bool:
    """Whether a mark that is set is passed; of the processors by the load of a minute, or by what is in use now."""
    cpu, memory = settings.start_max_cpu_percent, settings.start_max_memory_percent
    if memory is not None and psutil.virtual_memory().percent > memory:
        return True
    if cpu is None:
        return False
    waiting = 100 * os.getloadavg()[0] / (os.cpu_count() or 1)
    return max(waiting, psutil.cpu_percent(interval=None)) > cpu
