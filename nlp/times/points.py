"""One point in time as the text names it, and the moments it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from nlp.local import Hours
from nlp.times import spans
from nlp.times.days import read_days
from nlp.times.hours import Clock, Part, read_clock, read_part
from nlp.times.lengths import Length, read_length
from nlp.times.spans import Days

Own = Mapping[str, Hours]
"""A community's own words for a part of the day, with their hours: {"放学后": (16.5, 18.5)}."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a piece of text names: days, a part of the day, an hour, or a length from now."""

    begin: int
    end: int
    days: Days | None = None
    part: Part | None = None
    clock: Clock | None = None
    length: Length | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was read."""
        return not (self.days or self.part or self.clock or self.length)


_GAP: Final = re.compile(r"[\s的,，]{0,2}(?:大约|大概|约|差不多)?")
_NEXT: Final = re.compile(r"\s?[(（,，]?\s?")
_CLOSING: Final = re.compile(r"\s?[)）]")
_WEEKDAY: Final = re.compile(r"\s?[(（,，]?\s?(?:周|星期|礼拜)[一二三四五六日天]\s?[)）]?")


def read_point(text: str, at: int, now: datetime, own: Own, near: Point | None = None) -> Point | None:
    """The point named in `text` from `at` on. `near` is the beginning of the range whose end is read."""
    length = read_length(text, at, now)
    if length and not length[0].days:
        return Point(at, length[1], length=length[0])
    found = (length[0].days, length[1]) if length else read_days(text, at, now.date(), near.days if near else None)
    point = Point(at, at, length=length[0] if length else None)
    if found and found[0]:
        point = _with_weekday(text, replace(point, days=found[0], end=found[1]), now)
    point = _with_hours(text, point, own)
    return None if point.empty or _is_lone(point) else point


def _with_weekday(text: str, point: Point, now: datetime) -> Point:
    """7月18日（周六） and 周日, 二月十号 name one day twice; the date decides."""
    if not point.days or not point.days.single:
        return point
    if point.days.weekday:
        gap = _NEXT.match(text, point.end)
        dated = read_days(text, gap.end(), now.date()) if gap and gap.end() > point.end else None
        if dated and dated[0].single and not dated[0].weekday and not dated[0].carried:
            closing = _CLOSING.match(text, dated[1])
            return replace(point, days=dated[0], end=closing.end() if closing else dated[1])
        return point
    weekday = _WEEKDAY.match(text, point.end)
    return replace(point, end=weekday.end()) if weekday else point


def _with_hours(text: str, point: Point, own: Own) -> Point:
    if point.days and not point.days.single:
        return point
    part = _after_gap(text, point, own)
    if part:
        point = replace(point, part=part[0], end=part[1])
    gap = _GAP.match(text, point.end) if not point.empty else None
    at = gap.end() if gap else point.end
    clock = read_clock(text, at, after_part=not point.empty and at - point.end < 2)
    return replace(point, clock=clock[0], end=clock[1]) if clock else point


def _after_gap(text: str, point: Point, own: Own) -> tuple[Part, int] | None:
    gap = _GAP.match(text, point.end) if point.days else None
    return read_part(text, gap.end() if gap else point.end, own, after_day=bool(point.days))


def _is_lone(point: Point) -> bool:
    """早 and 晚 alone say nothing of a time."""
    return bool(point.part and point.part.lone and not point.days and not point.clock)


# ---- the moments


def at_minute(day: date, minutes: int, now: datetime, second: int = 0) -> datetime:
    """So many minutes from the midnight of `day`, in the zone of `now`."""
    later = spans.plus_days(day, minutes // 1440) or day
    return datetime.combine(later, time(minutes // 60 % 24, minutes % 60, second), now.tzinfo)


def end_of(day: date, now: datetime) -> datetime:
    """The last minute of a day."""
    return at_minute(day, 23 * 60 + 59, now)


def moments(point: Point, now: datetime, carried: Days | None = None) -> tuple[datetime | None, datetime | None]:
    """The beginning and, where one is said, the end. `carried` is a day that was named before."""
    if point.length and not point.length.days:
        return point.length.start, point.length.end
    days = point.days or carried
    if point.clock:
        return _of_clock(point.clock, point, days, now)
    if point.part:
        return _of_part(point.part, days, now)
    if not days:
        return None, None
    return at_minute(days.first, 0, now), end_of(days.last, now)


def _of_part(part: Part, days: Days | None, now: datetime) -> tuple[datetime, datetime]:
    day = days.first if days else now.date()
    end = at_minute(day, round(part.end * 60), now)
    if days and days.weekday and end <= now:
        day = spans.plus_days(day, 7) or day
        end = at_minute(day, round(part.end * 60), now)
    return at_minute(day, round(part.start * 60), now), end


def _of_clock(clock: Clock, point: Point, days: Days | None, now: datetime) -> tuple[datetime, datetime | None]:
    start = _beginning(clock, point, days, now)
    if clock.until is None:
        return start, None
    end = start.replace(hour=0, minute=0) + timedelta(minutes=clock.until)
    while end <= start:
        end += timedelta(hours=12)
    return start, end


def _beginning(clock: Clock, point: Point, days: Days | None, now: datetime) -> datetime:
    minutes = minutes_said(clock, point.part)
    if days and days.first != now.date():
        return at_minute(days.first, _likely(clock) if minutes is None else minutes, now, clock.second)
    if minutes is None:
        return _next_of(clock, days, now)
    start = at_minute(now.date(), minutes, now, clock.second)
    if start >= now.replace(second=0, microsecond=0) or (days and not days.weekday):
        return start
    return start + timedelta(days=7 if days else 1)


def minutes_said(clock: Clock, part: Part | None) -> int | None:
    """Minutes from midnight, or None where before and after noon are both possible."""
    hour = clock.hour
    if not part or hour > 12:
        return None if not part and not clock.sure else hour * 60 + clock.minute
    return _hour_in(hour, part) * 60 + clock.minute


def _hour_in(hour: int, part: Part) -> int:
    if part.start >= 24:
        return 24 if hour == 12 else hour + 12 if 5 < hour < 12 else hour
    if part.start >= 18:
        return 24 if hour == 12 else hour + 12 if hour >= 5 else hour + 24
    if part.start == 12:
        return hour + 12 if hour < 5 else hour
    if part.later:
        return hour + 12 if hour < 12 else hour
    return 0 if hour == 12 and part.start == 0 else hour


def _likely(clock: Clock) -> int:
    """An hour of another day without a part of it: one to five are after noon where they are spoken."""
    later = not clock.written and 1 <= clock.hour <= 5 and not clock.sure
    return (clock.hour + (12 if later else 0)) * 60 + clock.minute


def _next_of(clock: Clock, days: Days | None, now: datetime) -> datetime:
    """The next time of an hour that may be before or after noon."""
    early = clock.hour % 12 * 60 + clock.minute if clock.hour != 12 else 720 + clock.minute
    possible = [early] if clock.hour == 12 or (clock.written and clock.hour > 6) else [early, early + 720]
    moment = now.replace(second=0, microsecond=0)
    today = [at_minute(now.date(), minutes, now, clock.second) for minutes in possible]
    coming = [start for start in today if start >= moment]
    if coming:
        return coming[0]
    if days and not days.weekday:
        return today[-1]
    return at_minute(now.date(), _likely(clock), now, clock.second) + timedelta(days=7 if days else 1)
