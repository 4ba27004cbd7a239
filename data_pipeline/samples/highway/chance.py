"""Small ways to draw what real data look like: skewed weights, ids, moments of a day."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from data_pipeline.samples.highway.days import CHINA

# Share of events per hour of the day, midnight first: meals and the evening drive stand out.
_HOURS = (4, 3, 2, 2, 3, 6, 12, 22, 34, 44, 52, 58, 60, 50, 46, 48, 52, 56, 50, 40, 30, 20, 12, 7)


def stream(seed: int, theme: str) -> random.Random:
    """A generator of its own per theme, so that a change in one theme leaves the rows of the others as they were."""
    return random.Random(f"{seed}:{theme}")  # noqa: S311 - sample data, nothing secret


def zipf(count: int, exponent: float = 1.0) -> list[float]:
    """Weights 1, 1/2, 1/3 ... (to the power of ``exponent``): few are large, many are small."""
    return [1 / (rank + 1) ** exponent for rank in range(count)]


def hex_id(rng: random.Random) -> str:
    return f"{rng.getrandbits(128):032x}"


def date_between(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))


def moment(rng: random.Random, day: date) -> datetime:
    """A second of that day in China, likelier in busy hours."""
    hour = rng.choices(range(24), _HOURS)[0]
    return datetime(day.year, day.month, day.day, hour, rng.randrange(60), rng.randrange(60), tzinfo=CHINA)
