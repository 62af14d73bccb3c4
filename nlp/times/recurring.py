"""Times that come again: 每周六9点, 每天晚上, 每月1号."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from nlp.numbers import read_number
from nlp.times import spans
from nlp.times.context import WEEKDAYS
from nlp.times.hours import Clock, Part, read_clock, read_part
from nlp.times.level import SMALL
from nlp.times.points import Own, Point, moments
from nlp.times.spans import one


@dataclass(frozen=True, slots=True)
class Every:
    """A recurring time: `every` is "day", "week" or "month", the moments are those of the first time."""

    every: str
    end: int
    point: Point
    start: datetime
    until: datetime | None


_EVERY: Final = re.compile(
    rf"(?:每个?|逢)(?:(?:周|星期|礼拜)(?P<week>[一二三四五六日天末])(?:[、和,，]?(?:周|星期)?[一二三四五六日天](?![点时]))*|月的?(?P<month>{SMALL})[日号]"
    r"|(?P<day>天|日|(?=[早晚])))|(?P<daily>天天|日日)"
)
_GAP: Final = re.compile(r"[\s的,，]{0,2}")


def read_every(text: str, at: int, now: datetime, own: Own) -> Every | None:
    """The recurring time named at `at`; a daily one needs an hour, otherwise it is a way of talking."""
    match = _EVERY.match(text, at)
    if not match:
        return None
    part, clock, end = _hours(text, match.end(), own)
    weekly, monthly = match["week"], match["month"]
    if not weekly and not monthly and not clock:
        return None
    every = "week" if weekly else "month" if monthly else "day"
    firsts = (_first_time(every, Point(at, end, one(day), part, clock), now) for day in _first_days(match, now.date()))
    found = [first for first in firsts if first]
    return min(found, key=lambda first: first.start) if found else None


def _hours(text: str, at: int, own: Own) -> tuple[Part | None, Clock | None, int]:
    gap = _GAP.match(text, at)
    at = gap.end() if gap else at
    part = read_part(text, at, own, after_day=True)
    after = part[1] if part else at
    clock = read_clock(text, after, after_part=True)
    return (part[0] if part else None, clock[0] if clock else None, clock[1] if clock else after)


def _first_days(match: re.Match[str], today: date) -> list[date]:
    """每周一三五 has three first days."""
    if match["week"]:
        numbers = {5 if name == "末" else WEEKDAYS[name] for name in match[0] if name in WEEKDAYS or name == "末"}
        days = [spans.plus_days(today, (number - today.weekday()) % 7) for number in sorted(numbers)]
    elif match["month"]:
        days = [spans.coming_day(read_number(match["month"]) or 0, today)]
    else:
        days = [today]
    return [day for day in days if day]


def _first_time(every: str, point: Point, now: datetime) -> Every | None:
    begin, until = moments(point, now)
    if begin and (until or begin) <= now and point.days:
        later = _later(point.days.first, every)
        point = replace(point, days=one(later) if later else point.days)
        begin, until = moments(point, now)
    return Every(every, point.end, point, begin, until) if begin else None


def _later(day: date, every: str) -> date | None:
    return spans.plus_months(day, 1) if every == "month" else spans.plus_days(day, 7 if every == "week" else 1)
