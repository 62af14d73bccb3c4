"""Stretches of days: weeks, months, quarters, years, and what is the first or last of them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from nlp.times import dates, spans
from nlp.times.context import WEEKDAYS, Context, number, relative_month, weeks_on
from nlp.times.spans import Days, one


def two_days(match: re.Match[str], context: Context) -> Days | None:
    """明后两天, 今明两天."""
    first = spans.plus_days(context.today, 1 if match["word"] == "明后" else 0)
    last = spans.plus_days(first, 1) if first else None
    return Days(first, last, vague=True) if first and last else None


def weekend(match: re.Match[str], context: Context) -> Days | None:
    """周末, 下周末."""
    first = spans.plus_days(spans.monday(context.today), 7 * (weeks_on(match["which"]) or 0) + 5)
    last = spans.plus_days(first, 1) if first else None
    return Days(first, last, vague=True) if first and last else None


def week(match: re.Match[str], context: Context) -> Days | None:
    """这周, 下周."""
    return spans.week_of(context.today, weeks_on(match["which"]) or 0)


def half_week(match: re.Match[str], context: Context) -> Days | None:
    """上半周, 下半周."""
    week = spans.week_of(context.today)
    middle = spans.plus_days(week.first, 3) if week else None
    if not week or not middle:
        return None
    return (
        Days(middle, week.last, "week", vague=True)
        if match["half"] == "下"
        else Days(week.first, middle, "week", vague=True)
    )


_PARTS: Final = {
    "初": (1, 5),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "中": (11, 20),
    "下旬": (21, 31),
    "底": (25, 31),
    "末": (25, 31),
}


def month(match: re.Match[str], context: Context) -> Days | None:
    """3月, 3月底, 三月上旬: of the year said, else the nearest."""
    month = number(match["month"])
    if context.moon:
        return dates.moon_month(month, context, leap=False)
    year = context.year
    if year is None and context.near:
        year = context.near.first.year
    whole = spans.month_of(year, month) if year else _nearest_month(month, context.today)
    return _part_of_month(whole, match["part"])


def _nearest_month(month: int, today: date) -> Days | None:
    this = spans.month_of(today.year, month)
    past = this and (today - this.last).days > 182
    return spans.month_of(today.year + 1, month) if past else this


def this_month(match: re.Match[str], context: Context) -> Days | None:
    """本月, 下个月初, 月底."""
    first = relative_month(match, context)
    return _part_of_month(spans.month_of(first.year, first.month), match["part"]) if first else None


def _part_of_month(whole: Days | None, part: str | None) -> Days | None:
    if not whole or not part:
        return whole
    first, last = _PARTS[part]
    return Days(whole.first.replace(day=first), whole.first.replace(day=min(last, whole.last.day)), "day", vague=True)


def half_month(match: re.Match[str], context: Context) -> Days | None:
    """上半月, 下半月."""
    whole = spans.month_of(context.today.year, context.today.month)
    if not whole:
        return None
    if match["half"] == "上":
        return Days(whole.first, whole.first.replace(day=15), "month", vague=True)
    return Days(whole.first.replace(day=16), whole.last, "month", vague=True)


_YEAR_PARTS: Final = {
    "初": (1, 2), "伊始": (1, 1), "底": (11, 12), "末": (11, 12), "终": (12, 12), "中": (6, 7), "上半年": (1, 6),
    "前半年": (1, 6), "下半年": (7, 12), "后半年": (7, 12), "暑假": (7, 8), "寒假": (1, 2),
}  # fmt: skip


def part_of_year(match: re.Match[str], context: Context) -> Days | None:
    """年底, 上半年, 暑假."""
    year = context.year or context.today.year
    first, last = _YEAR_PARTS[match["part"].removeprefix("年").replace("个", "")]
    return spans.months_of(year, first, last)


_SEASONS: Final = {"春": 3, "夏": 6, "秋": 9, "冬": 12}


def season(match: re.Match[str], context: Context) -> Days | None:
    """The 夏天 of 明年夏天; a winter ends in the next year."""
    month = _SEASONS[match["season"]]
    begin = spans.make(context.year or context.today.year, month, 1)
    last = spans.plus_months(begin, 3) if begin else None
    end = spans.plus_days(last, -1) if last else None
    return Days(begin, end, "month", vague=True) if begin and end else None


def quarter(match: re.Match[str], context: Context) -> Days | None:
    """第三季度."""
    year = context.year or context.today.year
    which = 1 if match["number"] == "首" else number(match["number"])
    return _months_of_quarter(year, which, match["part"])


def this_quarter(match: re.Match[str], context: Context) -> Days | None:
    """本季度, 上个季度."""
    which = (context.today.month - 1) // 3 + (weeks_on(match["which"]) or 0)
    return _months_of_quarter(context.today.year + which // 4, which % 4 + 1, match["part"])


def _months_of_quarter(year: int, which: int, part: str | None) -> Days | None:
    first = 3 * which - 2
    if part in ("末", "底"):
        return spans.months_of(year, first + 2, first + 2)
    return spans.months_of(year, first, first if part == "初" else first + 2)


def decade(match: re.Match[str], context: Context) -> Days | None:
    """九十年代, 上世纪60年代: of no century, the last one from thirty on."""
    tens = number(match["tens"])
    first = _century(match, context, tens) * 100 + tens
    begin, end = spans.make(first, 1, 1), spans.make(first + (2 if match["part"] else 9), 12, 31)
    return Days(begin, end, "year", vague=True) if begin and end else None


def _century(match: re.Match[str], context: Context, tens: int) -> int:
    if match["which"]:
        return context.today.year // 100 - (1 if match["which"] == "上" else 0)
    if match["century"]:
        return number(match["century"]) - 1
    return 19 if tens >= 30 else 20


def month_of_year(match: re.Match[str], _context: Context) -> Days | None:
    """2026.07."""
    return spans.month_of(int(match["y"]), int(match["m"]))


def bare_year(match: re.Match[str], _context: Context) -> Days | None:
    """The 1995 of 1995-1997年."""
    return spans.year_of(int(match["y"]))


def end_year(match: re.Match[str], context: Context) -> Days | None:
    """A year without its word, where a year or month was the beginning."""
    return spans.year_of(int(match["y"])) if context.near and context.near.grain in ("year", "month") else None


def _whole(match: re.Match[str], context: Context) -> Days | None:
    """The month or year that a match names in front of 第…."""
    year = context.year
    if match["month"]:
        month = number(match["month"])
        return spans.month_of(year, month) if year else _nearest_month(month, context.today)
    if match["which"]:
        first = relative_month(match, context)
        return spans.month_of(first.year, first.month) if first else None
    return spans.year_of(year) if year else None


def nth_weekday(match: re.Match[str], context: Context) -> Days | None:
    """十月的第一个星期一."""
    whole = _whole(match, context)
    if not whole:
        return None
    wanted = WEEKDAYS[match["day"]]
    if match["last"]:
        day = spans.plus_days(whole.last, -((whole.last.weekday() - wanted) % 7))
    else:
        day = spans.plus_days(whole.first, (wanted - whole.first.weekday()) % 7 + 7 * (number(match["nth"]) - 1))
    return one(day) if day else None


def nth_week(match: re.Match[str], context: Context) -> Days | None:
    """The weeks of a month or year are counted from its first Monday."""
    whole = _whole(match, context)
    if not whole:
        return None
    if match["last"]:
        return spans.week_of(whole.last)
    first = spans.plus_days(whole.first, (-whole.first.weekday()) % 7)
    return spans.week_of(first, number(match["nth"]) - 1) if first else None


def first_days(match: re.Match[str], context: Context) -> Days | None:
    """前十天, 最后五天, 前三个月 of a month or year."""
    whole, count = _whole(match, context), number(match["nth"])
    if not whole or not count:
        return None
    begin = match["side"] in ("前", "头")
    if match["unit"] == "天" or match["unit"] == "日":
        edge = spans.plus_days(whole.first if begin else whole.last, (count - 1) * (1 if begin else -1))
    else:
        month = spans.plus_months(
            whole.first if begin else whole.last.replace(day=1), (count - 1) * (1 if begin else -1)
        )
        edge = month and (spans.month_of(month.year, month.month) or whole).last if begin else month
    if not edge:
        return None
    return Days(whole.first, edge, vague=True) if begin else Days(edge, whole.last, vague=True)


def nth_day(match: re.Match[str], context: Context) -> Days | None:
    """2026年第一天."""
    whole = _whole(match, context)
    day = spans.plus_days(whole.first, number(match["nth"]) - 1) if whole else None
    return one(day) if day else None
