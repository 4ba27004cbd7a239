"""How much may run at once, and how much may wait."""

from __future__ import annotations

from dataclasses import dataclass

from bus.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """None = no limit. ``closed``: nothing is let in for now, whatever there is room for (the machine is too busy)."""

    most: int | None = None
    most_of_user: int | None = None
    most_waiting: int | None = None
    ageing_seconds: int | None = None  # waiting that long is worth one point of priority
    closed: bool = False


def limits_of(settings: Settings, *, closed: bool = False) -> Limits:
    """What the settings say, where 0 stands for no limit."""
    return Limits(
        settings.max_running or None,
        settings.max_running_per_user or None,
        settings.max_queued or None,
        settings.queue_ageing_seconds or None,
        closed,
    )
