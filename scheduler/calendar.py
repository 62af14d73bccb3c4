"""Which days people work: the published holidays and make-up days, and over them the community's own table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property

from handlers.settings import Settings
from handlers.worktime import WorkCalendar

SATURDAY = 5
ANNOUNCED_IN = 11
"""The State Council announces the next year's holidays in November."""


class WorkDays:
    """Tells whether a day is worked. A year nobody has announced yet is taken as Monday to Friday."""

    def __init__(self, own: Mapping[date, str]) -> None:
        """`own`: day → 休 (free) or 班 (worked), which win over the published ones."""
        self._own = dict(own)
        self._free: dict[int, frozenset[date]] = {}

    def __call__(self, day: date) -> bool:
        """Whether `day` is worked."""
        free = self._free.get(day.year)
        if free is None:
            free = self._free[day.year] = frozenset(filter(self._is_free, _days_of(day.year)))
        return day not in free

    def _is_free(self, day: date) -> bool:
        mark = self._own.get(day)
        if mark is not None:
            return mark == "休"
        return day in self._published[0] or (day.weekday() >= SATURDAY and day not in self._published[1])

    @cached_property
    def _published(self) -> tuple[frozenset[date], frozenset[date]]:
        return _published_days()


def work_calendar(settings: Settings) -> WorkCalendar:
    """The community's calendar for working-hour arithmetic."""
    return WorkCalendar(
        zone=settings.time_zone,
        hours=settings.working_hours,
        day_hours=settings.day_hours,
        is_workday=WorkDays(settings.holidays),
    )


def unknown_years(now: datetime, own: Iterable[date] = ()) -> list[int]:
    """Years that matter by now and whose holidays neither the library nor the community's `own` table knows."""
    known = {day.year for day in _published_days()[0]} | {day.year for day in own}
    years = [now.year, now.year + 1] if now.month >= ANNOUNCED_IN else [now.year]
    return [year for year in years if year not in known]


def warning(years: list[int]) -> str | None:
    """One sentence about unknown years that says what to do; None when all are known."""
    if not years:
        return None
    listed = ", ".join(map(str, years))
    return (
        f"The holidays of {listed} are not known yet, every Monday to Friday counts as a working day: "
        f'update chinese-calendar, or list the days under holidays in config.yaml, as in "{years[0]}-10-01": 休.'
    )


def _published_days() -> tuple[frozenset[date], frozenset[date]]:
    """All published free days and make-up days."""
    from chinese_calendar import constants

    return frozenset(constants.holidays), frozenset(constants.workdays)


def _days_of(year: int) -> Iterable[date]:
    start = date(year, 1, 1)
    return (start + timedelta(days=n) for n in range((date(year + 1, 1, 1) - start).days))
