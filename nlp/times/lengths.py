"""Lengths of time from now on, or back: 半小时后, 三天内, 前两周, 未来48小时."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from nlp.numbers import DIGITS, read_number
from nlp.times import spans
from nlp.times.spans import Days

_SECONDS: Final = {
    "秒": 1, "秒钟": 1, "分": 60, "分钟": 60, "刻": 900, "刻钟": 900, "小时": 3600, "钟头": 3600, "钟": 3600,
}  # fmt: skip
_DAYS: Final = {"天": 1, "日": 1, "晚": 1, "周": 7, "星期": 7, "礼拜": 7}
_MONTHS: Final = {"月": 1, "年": 12, "季度": 3}
_NO_DAY: Final = "(?![一二三四五六日天末])"
_UNIT: Final = f"秒钟|秒|分钟|刻钟|小时|钟头|钟|天|日|晚|周{_NO_DAY}|星期{_NO_DAY}|礼拜{_NO_DAY}|月|年|季度"
_COUNT: Final = r"(?P<n>\d{1,4}|半|几十?|[一二两三四五六七八九十百千俩仨]{1,4})(?P<more>多|来)?\s?个?(?P<half>半)?"
_BEHIND: Final = re.compile(
    rf"(?<![第\d.]){_COUNT}(?P<unit>{_UNIT})(?P<rest>半)?(?:左右)?的?"
    r"(?P<way>之内|以内|内|里(?!面|头)|之后|以后|过后|后(?![天年面悔])|之前|以前|前(?![天年面]))"
)
_BEFORE: Final = re.compile(
    rf"(?P<way>过去|最近|近|前|上|后|下|未来|今后|往后|接下来|之后|之前|还剩下?|再过|过)的?这?\s?{_COUNT}(?P<unit>{_UNIT})(?P<rest>半)?(?P<within>之内|以内|内)?"
)
_NEXT_HOUR: Final = re.compile(r"(?P<way>[上下])一?个(?:小时|钟头)(?![之以]?[内前后])")
_BACK: Final = frozenset(("过去", "最近", "近", "前", "上", "之前", "以前"))


@dataclass(frozen=True, slots=True)
class Length:
    """A time reckoned from now: `start` and `end` as far as they are said; `days` where it is whole days."""

    start: datetime | None = None
    end: datetime | None = None
    days: Days | None = None
    past: bool = False


def read_length(text: str, at: int, now: datetime) -> tuple[Length, int] | None:
    """The length named at `at`, and where its words end."""
    match = _BEHIND.match(text, at)
    if match:
        length = _of_behind(match, now)
        return (length, match.end()) if length else None
    hour = _NEXT_HOUR.match(text, at)
    if hour:
        begin = _moved(now, timedelta(hours=1 if hour["way"] == "下" else -1))
        return (Length(start=begin, past=hour["way"] == "上"), hour.end()) if begin else None
    match = _BEFORE.match(text, at)
    length = _of_before(match, now) if match else None
    return (length, match.end()) if match and length else None


@dataclass(frozen=True, slots=True)
class _Step:
    """So many units, forward or back, from a moment."""

    count: int
    unit: str
    half: bool

    def moment(self, now: datetime, sign: int) -> datetime | None:
        if self.unit in _SECONDS:
            seconds = self.count * _SECONDS[self.unit] + (_SECONDS[self.unit] // 2 if self.half else 0)
            return _moved(now, timedelta(seconds=sign * seconds))
        day = self.day(now.date(), sign)
        return datetime.combine(day, now.timetz()) if day else None

    def day(self, today: date, sign: int) -> date | None:
        if self.unit in _DAYS:
            return spans.plus_days(
                today, sign * (self.count * _DAYS[self.unit] + (_DAYS[self.unit] // 2 if self.half else 0))
            )
        day = spans.plus_months(today, sign * self.count * _MONTHS[self.unit])
        if not day or not self.half:
            return day
        return spans.plus_months(day, 6 * sign) if self.unit == "年" else spans.plus_days(day, 15 * sign)


def _moved(now: datetime, by: timedelta) -> datetime | None:
    try:
        return now + by
    except OverflowError:
        return None


_VAGUE: Final = {"几": 3, "几十": 20, "俩": 2, "仨": 3}


def _step(match: re.Match[str]) -> _Step | None:
    said, unit = match["n"], match["unit"]
    if _is_a_date(match, said, unit):
        return None
    half = bool(match["half"] or match["rest"])
    if said == "半":
        return _Step(0, unit, half=True)
    count = _VAGUE.get(said) or _or_so(said) or read_number(said)
    return _Step(count, unit, half) if count is not None else None


def _or_so(said: str) -> int | None:
    """两三天 is three at most."""
    if len(said) != 2 or said[0] not in DIGITS or said[1] not in DIGITS:
        return None
    return DIGITS[said[1]] if DIGITS[said[1]] - DIGITS[said[0]] == 1 else None


def _is_a_date(match: re.Match[str], said: str, unit: str) -> bool:
    """15日前 and 5月前 name a date, 两日前 and 5个月前 a length; 2026年前 a year."""
    if unit == "年":
        named = len(said) > 1 and not any(c in said for c in "十百千几半俩")
        return named and (not said.isdecimal() or len(said) > 2) and not match["more"]
    counted = "个" in match[0] or not said.isdecimal()
    return (match.re is _BEHIND and not counted and unit in ("月", "日") and match["way"][-1] in "前后") or (
        unit == "月" and match.re is _BEHIND and "个" not in match[0]
    )


def _within(step: _Step, now: datetime) -> Length | None:
    """三十分钟内 ends at its minute, 三天内 with its day."""
    end = step.moment(now, 1)
    if end and step.unit not in _SECONDS:
        end = end.replace(hour=23, minute=59, second=0)
    return Length(end=end) if end else None


def _of_behind(match: re.Match[str], now: datetime) -> Length | None:
    step, way = _step(match), match["way"]
    if not step:
        return None
    back = way.endswith("前")
    if way.endswith(("内", "里")):
        return _within(step, now)
    if step.unit in _SECONDS:
        start = step.moment(now, -1 if back else 1)
        return Length(start=start, past=back) if start else None
    day = step.day(now.date(), -1 if back else 1)
    if day and step.unit == "年" and not step.half:
        return Length(days=spans.year_of(day.year), past=back)
    return Length(days=spans.one(day), past=back) if day else None


def _of_before(match: re.Match[str], now: datetime) -> Length | None:
    step, way = _step(match), match["way"]
    if not step or (way in ("上", "下", "前", "后") and (match["n"] == "半" or (way in "上下" and match["n"] == "一"))):
        return None
    if way in _BACK:
        return _back(step, way, now)
    if way in ("再过", "过"):
        day = step.day(now.date(), 1) if step.unit not in _SECONDS else None
        return Length(days=spans.one(day)) if day else _from(step.moment(now, 1)) if step.unit in _SECONDS else None
    return _ahead(step, way, now)


def _from(start: datetime | None) -> Length | None:
    return Length(start=start) if start else None


def _back(step: _Step, way: str, now: datetime) -> Length | None:
    if step.unit in _SECONDS:
        start = step.moment(now, -1)
        return Length(start=start, end=now, past=True) if start else None
    first = step.day(now.date(), -1)
    if first and way == "上" and step.unit in ("周", "星期", "礼拜"):
        first = spans.monday(first)
    last = spans.plus_days(now.date(), -1)
    return Length(days=Days(first, max(first, last), vague=True), past=True) if first and last else None


def _next_full(unit: str, now: datetime) -> datetime:
    moment = now.replace(microsecond=0)
    if _SECONDS[unit] >= 60:
        moment = moment.replace(second=0)
    if _SECONDS[unit] >= 3600:
        moment = moment.replace(minute=0)
    return moment + timedelta(seconds=_SECONDS[unit])


def _ahead(step: _Step, way: str, now: datetime) -> Length | None:
    """下三天 begins tomorrow and 下三小时 with the next full hour; 未来三天 begins now."""
    if way not in ("下", "后"):
        end = step.moment(now, 1)
        return Length(start=now, end=end) if end else None
    if step.unit in _SECONDS:
        first_moment, end = _next_full(step.unit, now), step.moment(now, 1)
        return Length(start=first_moment, end=end) if end else None
    first = (
        spans.plus_days(spans.monday(now.date()), 7)
        if step.unit in ("周", "星期", "礼拜")
        else spans.plus_days(now.date(), 1)
    )
    last = step.day(now.date(), 1)
    return Length(days=Days(first, max(first, last), vague=True)) if first and last else None
