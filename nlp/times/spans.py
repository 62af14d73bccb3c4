"""Whole days in a row, and the arithmetic of calendars."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DAY: Final = timedelta(days=1)
PAST_DAYS: Final = 60
"""A day and month without a year that lie no longer back than this are meant as past; earlier ones as next year's."""


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both included. `vague` marks what names no single day: a holiday, a week, a month."""

    first: date
    last: date
    grain: str = "day"
    """day, week, month or year: what a second end of a range takes over from the first"""
    vague: bool = False
    weekday: bool = False
    """A bare weekday, which slips a week when its hour has passed."""
    carried: bool = False
    """A bare day of the month or weekday: an end of a range stays in the month of the beginning."""

    @property
    def single(self) -> bool:
        """Whether it is one day, which an hour can be added to."""
        return self.first == self.last


def one(day: date, *, vague: bool = False) -> Days:
    """A single day."""
    return Days(day, day, vague=vague)


def make(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    if not (1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def plus_months(day: date, months: int) -> date | None:
    """The same day so many months on; the last of the month where it is shorter."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    if not 1 <= year <= 9998:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def plus_days(day: date, days: int) -> date | None:
    """So many days on, or None beyond the calendar."""
    at = day.toordinal() + days
    return date.fromordinal(at) if 1 <= at <= date(9998, 12, 31).toordinal() else None


def month_of(year: int, month: int) -> Days | None:
    """A whole month."""
    first = make(year, month, 1)
    return Days(first, date(year, month, monthrange(year, month)[1]), "month", vague=True) if first else None


def year_of(year: int) -> Days | None:
    """A whole year."""
    return months_of(year, 1, 12, "year")


def months_of(year: int, first: int, last: int, grain: str = "month") -> Days | None:
    """Some months of one year."""
    begin, end = make(year, first, 1), month_of(year, last)
    return Days(begin, end.last, grain, vague=True) if begin and end else None


def monday(day: date) -> date:
    """The first day of its week."""
    return plus_days(day, -day.weekday()) or day


def week_of(day: date, weeks: int = 0) -> Days | None:
    """The week of `day`, so many weeks on."""
    first = plus_days(monday(day), 7 * weeks)
    last = plus_days(first, 6) if first else None
    return Days(first, last, "week", vague=True) if first and last else None


def coming(month: int, day: int, today: date, year: int | None = None) -> date | None:
    """A day and month without a year: this year's, unless it is longer past than `PAST_DAYS`."""
    if year is not None:
        return make(year, month, day)
    for candidate in (today.year, today.year + 1, today.year + 2, today.year + 3, today.year + 4):
        found = make(candidate, month, day)
        if found and (today - found).days <= PAST_DAYS:
            return found
    return None


def coming_day(day: int, today: date) -> date | None:
    """The next day of a month with this number, today included."""
    for months in range(5):
        first = plus_months(today.replace(day=1), months)
        found = make(first.year, first.month, day) if first else None
        if found and found >= today:
            return found
    return None
