"""The two years that the database covers, and how busy the roads are on each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, timezone

from data_pipeline.samples.highway.batch import Batch

FIRST_DAY = date(2023, 7, 1)
LAST_DAY = date(2025, 6, 30)
CHINA = timezone(timedelta(hours=8))

# The public holidays as announced by the State Council, first and last day.
_HOLIDAYS = (
    (date(2023, 9, 29), date(2023, 10, 6), "中秋国庆"),
    (date(2023, 12, 30), date(2024, 1, 1), "元旦"),
    (date(2024, 2, 10), date(2024, 2, 17), "春节"),
    (date(2024, 4, 4), date(2024, 4, 6), "清明节"),
    (date(2024, 5, 1), date(2024, 5, 5), "劳动节"),
    (date(2024, 6, 8), date(2024, 6, 10), "端午节"),
    (date(2024, 9, 15), date(2024, 9, 17), "中秋节"),
    (date(2024, 10, 1), date(2024, 10, 7), "国庆节"),
    (date(2025, 1, 1), date(2025, 1, 1), "元旦"),
    (date(2025, 1, 28), date(2025, 2, 4), "春节"),
    (date(2025, 4, 4), date(2025, 4, 6), "清明节"),
    (date(2025, 5, 1), date(2025, 5, 5), "劳动节"),
    (date(2025, 5, 31), date(2025, 6, 2), "端午节"),
)
# Weekend days worked to make up for the long holidays.
_MAKE_UP_DAYS = frozenset(
    date.fromisoformat(day)
    for day in [
        "2023-10-07",
        "2023-10-08",
        "2024-02-04",
        "2024-02-18",
        "2024-04-07",
        "2024-04-28",
        "2024-05-11",
        "2024-09-14",
        "2024-09-29",
        "2024-10-12",
        "2025-01-26",
        "2025-02-08",
        "2025-04-27",
    ]
)
_HOLIDAY_TRAFFIC = {"中秋国庆": 2.3, "国庆节": 2.3, "春节": 2.5, "劳动节": 2.0}
_SPRING_RUSH = timedelta(days=12)


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    holiday: str | None
    is_workday: bool
    traffic: float  # 1.0 is an ordinary working day of the first year

    @property
    def kind(self) -> str:
        if self.holiday:
            return "节假日"
        return "工作日" if self.is_workday else "周末"


def all_days() -> list[Day]:
    """Every day from FIRST_DAY to LAST_DAY; the same for every seed."""
    return [_day(FIRST_DAY + timedelta(days=n)) for n in range((LAST_DAY - FIRST_DAY).days + 1)]


def calendar_batch(days: list[Day]) -> Batch:
    rows = [(d.day, d.kind, d.holiday, d.is_workday) for d in days]
    return Batch("bss_calendar", ("cal_date", "day_type", "holiday_name", "is_workday"), rows)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later; ``day`` must lie in the first 28 days of its month."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, day.day)


def _day(day: date) -> Day:
    holiday = next((name for first, last, name in _HOLIDAYS if first <= day <= last), None)
    is_workday = holiday is None and (day.weekday() < 5 or day in _MAKE_UP_DAYS)
    return Day(day, holiday, is_workday, _traffic(day, holiday, is_workday))


def _traffic(day: date, holiday: str | None, is_workday: bool) -> float:
    growth = 1 + 0.06 * (day - FIRST_DAY).days / 365
    summer = 1.12 if day.month in (7, 8) else 1.0
    if holiday:
        return growth * _HOLIDAY_TRAFFIC.get(holiday, 1.6)
    if _is_spring_rush(day):
        return growth * 1.45
    if not is_workday:
        return growth * summer * 1.25
    return growth * summer * (1.1 if day.weekday() == 4 else 1.0)


def _is_spring_rush(day: date) -> bool:
    return any(name == "春节" and first - _SPRING_RUSH <= day <= last + _SPRING_RUSH for first, last, name in _HOLIDAYS)
