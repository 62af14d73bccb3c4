"""Single days: named ones, weekdays, dates of the sun and of the moon, holidays."""

from __future__ import annotations

import re
from typing import Final

from nlp.times import holidays, spans, years
from nlp.times.context import WEEKDAYS, Context, number, relative_month, weeks_on
from nlp.times.lunar import lunar_day
from nlp.times.spans import Days, one

_AROUND: Final = {
    "大前": -3, "前": -2, "昨": -1, "寻": -1, "琴": -1, "今": 0, "本": 0, "当": 0, "即": 0, "明": 1, "听": 1,
    "翌": 1, "次": 1, "第二": 1, "后": 2, "大后": 3, "第三": 2,
}  # fmt: skip


def named_day(match: re.Match[str], context: Context) -> Days | None:
    """今天, 明早, 大后天, 次日."""
    said = match["word"] or match["nth"]
    near = context.near if said in ("次", "翌", "第二") else None
    day = spans.plus_days(near.last if near else context.today, _AROUND[said])
    return one(day) if day else None


def weekday(match: re.Match[str], context: Context) -> Days | None:
    """周六: this week’s or the next; 下周六: of the next week."""
    said = WEEKDAYS[match["day"]]
    weeks = weeks_on(match["which"])
    if weeks is not None:
        day = spans.plus_days(spans.monday(context.today), 7 * weeks + said)
        return one(day) if day else None
    base = context.near.first if context.near else context.today
    ahead = (said - base.weekday()) % 7
    day = spans.plus_days(base, ahead)
    return Days(day, day, weekday=True, carried=True) if day else None


def date_said(match: re.Match[str], context: Context) -> Days | None:
    """7月15日, with or without a year; by the moon where 农历 goes before."""
    year = context.year
    month, day = number(match["month"]), number(match["day"])
    if context.moon:
        return _moon_date(month, day, context)
    if year is None and context.near and context.near.grain == "day":
        year = context.near.first.year
    found = spans.coming(month, day, context.today, year)
    return one(found) if found else None


def written(match: re.Match[str], context: Context) -> Days | None:
    """2026-07-15, 20260715."""
    year = spans.make(int(match["y"]), int(match["m"]), int(match["d"]))
    return one(year) if year else None


def day_first(match: re.Match[str], context: Context) -> Days | None:
    """15/7/2026."""
    if int(match["d"]) == context.today.year % 100 and len(match["y"]) == 2:
        return _of_this_year(match, context)
    year = years.full_year(match["y"], context.today) or 0
    day = spans.make(year, int(match["m"]), int(match["d"])) or spans.make(year, int(match["d"]), int(match["m"]))
    return one(day) if day else None


def _of_this_year(match: re.Match[str], context: Context) -> Days | None:
    """26/7/15, written in 2026, begins with the year."""
    day = spans.make(context.today.year, int(match["m"]), int(match["y"]))
    return one(day) if day else None


def month_and_day(match: re.Match[str], context: Context) -> Days | None:
    """7/15, 7.15."""
    day = spans.coming(int(match["m"]), int(match["d"]), context.today)
    return one(day) if day else None


def day_of_month(match: re.Match[str], context: Context) -> Days | None:
    """15号: the next one, or the one of the range that it ends."""
    said = number(match["day"])
    if context.near and context.near.grain == "day":
        near = context.near.first
        day = spans.make(near.year, near.month, said)
    else:
        day = spans.coming_day(said, context.today)
    return Days(day, day, carried=True) if day else None


def end_day(match: re.Match[str], context: Context) -> Days | None:
    """The 17号 of 15-17号."""
    return day_of_month(match, context) if context.near else None


def day_of_relative_month(match: re.Match[str], context: Context) -> Days | None:
    """下个月15号."""
    first = relative_month(match, context)
    year = context.year
    day = spans.make(year or first.year, first.month, number(match["day"])) if first else None
    return one(day) if day else None


_MOON_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12}


def moon_day(match: re.Match[str], context: Context) -> Days | None:
    """正月初五, 腊月廿三."""
    month = _MOON_MONTHS.get(match["month"]) or number(match["month"])
    day = number((match["day"] or "").removeprefix("初"))
    return _moon_date(month, day, context, leap=bool(match["leap"]))


def _moon_date(month: int, day: int, context: Context, *, leap: bool = False) -> Days | None:
    if not day:
        return moon_month(month, context, leap=leap)
    if context.year:
        day_then = lunar_day(context.year, month, day, leap=leap)
        return one(day_then) if day_then else None
    days = (lunar_day(year, month, day, leap=leap) for year in range(context.today.year - 1, context.today.year + 3))
    found = next((each for each in days if each and each >= context.today), None)
    return one(found) if found else None


def day_of_new_year(match: re.Match[str], context: Context) -> Days | None:
    """大年初三."""
    return _moon_date(1, number(match["day"]), context)


def next_moon_day(match: re.Match[str], context: Context) -> Days | None:
    """初八 of no month: the next one."""
    day = number(match["day"][1:])
    begin = context.near.first if context.near else context.today
    years_near = range(begin.year - 1, begin.year + 2)
    possible = (lunar_day(year, month, day) for year in years_near for month in range(1, 13))
    coming = [each for each in possible if each and each >= begin]
    return one(min(coming)) if coming else None


def moon_month(month: int, context: Context, *, leap: bool) -> Days | None:
    """A whole month of the moon."""
    first, last = (lunar_day(context.year or context.today.year, month, day, leap=leap) for day in (1, 0))
    return Days(first, last, "month", vague=True) if first and last else None


def holiday(match: re.Match[str], context: Context) -> Days | None:
    """国庆, 中秋, 冬至, with or without a year."""
    day = holidays.day_of(match, context.year, context.today)
    return one(day, vague=True) if day else None
