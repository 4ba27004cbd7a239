"""Charging sessions of electric cars: twice as many at the end as at the beginning."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta

from data_pipeline.samples.highway.batch import Batch, two_decimals
from data_pipeline.samples.highway.chance import moment
from data_pipeline.samples.highway.days import CHINA, FIRST_DAY, LAST_DAY, Day
from data_pipeline.samples.highway.people import Card
from data_pipeline.samples.highway.places import Area

_SESSIONS_A_DAY = 9  # over all areas, on an ordinary day at the beginning
_END = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, tzinfo=CHINA) + timedelta(days=1)
_COLUMNS = ("session_no", "service_area_id", "pile_no", "card_no", "started_at", "ended_at", "energy_kwh",
            "electricity_fee", "service_fee", "pay_method", "end_reason")  # fmt: skip


def charging_batch(rng: random.Random, days: list[Day], areas: list[Area], cards: list[Card]) -> Batch:
    """Sessions in the order of their start; a pile serves one car at a time."""
    rows: list[tuple[object, ...]] = []
    free_at: dict[tuple[str, str], datetime] = {}
    issued = [card.issued_on for card in cards]
    for day in days:
        open_areas = [area for area in areas if area.has_charging and area.is_open(day.day)]
        known = cards[: bisect_right(issued, day.day)]
        for number, (area, started_at) in enumerate(_arrivals(rng, day, open_areas), start=1):
            pile = f"P{rng.randint(1, 2 + int(area.weight * 10)):02d}"
            started_at = max(started_at, free_at.get((area.id, pile), started_at))
            row = _session(rng, f"CD{day.day:%Y%m%d}{number:04d}", area, pile, _card(rng, known), started_at)
            free_at[area.id, pile] = row[5] + timedelta(minutes=4)
            if row[5] < _END:
                rows.append(row)
    return Batch("bss_charging_session", _COLUMNS, rows)


def _arrivals(rng: random.Random, day: Day, areas: list[Area]) -> Iterator[tuple[Area, datetime]]:
    growth = 1 + (day.day - FIRST_DAY).days / 365 * 0.55
    count = round(_SESSIONS_A_DAY * growth * day.traffic * rng.uniform(0.75, 1.25))
    times = sorted(moment(rng, day.day) for _ in range(count))
    return zip(rng.choices(areas, [area.weight for area in areas], k=count), times, strict=True)


def _card(rng: random.Random, known: list[Card]) -> str | None:
    """Half of the drivers are members; a few of these come again and again."""
    return known[int(len(known) * rng.random() ** 3)].no if rng.random() < 0.5 else None


def _session(
    rng: random.Random, number: str, area: Area, pile: str, card: str | None, started_at: datetime
) -> tuple[str, str, str, str | None, datetime, datetime, str, str, str, str, int]:
    broken_off = rng.random() < 0.03
    minutes = rng.randint(2, 12) if broken_off else int(rng.triangular(15, 80, 35))
    power_kw = rng.choice((60, 60, 120, 120, 180)) * rng.uniform(0.45, 0.8)
    ended_at = started_at + timedelta(minutes=minutes, seconds=rng.randrange(60))
    energy = min(max(50, round(power_kw * minutes / 60 * 100)), 8800)  # hundredths of a kWh; no battery takes more
    price_fen = 118 if 8 <= started_at.hour < 22 else 62
    method = rng.choices(("微信", "支付宝", "ETC", "会员卡"), (55, 30, 15, 90 if card else 0))[0]
    return (number, area.id, pile, card, started_at, ended_at,
            two_decimals(energy), two_decimals(energy * price_fen // 100), two_decimals(energy * 45 // 100), method,
            int(broken_off))  # fmt: skip
