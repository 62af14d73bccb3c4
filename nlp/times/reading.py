"""The one time that a text means: every time it names is read, and the most telling one is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from nlp.local import HOURS, Hours
from nlp.model import When
from nlp.times import spans, start
from nlp.times.level import level
from nlp.times.points import Own, Point, at_minute, end_of, moments, read_point
from nlp.times.recurring import read_every
from nlp.times.spans import Days

LONGEST: Final = 2_000
MOST: Final = 24
"""Times that are read in one text; what follows is let be."""


def read_when(text: str, at: datetime, *, words: Mapping[str, Hours] = HOURS) -> When | None:
    """The time that `text`, written at `at` (aware), means; None if it names none.

    An hour gives the start, X前 the end, a range both; a part of the day and a bare day give both ends. What has no
    year, month or day is the next of its kind. Of several times the one with day and hour wins, before a day, before
    a part of the day, and what is to come before what has been. `words` are a community's own parts of the day with
    their hours: {"放学后": (16.5, 18.5)}.
    """
    own = dict(words)
    levelled = level(text[:LONGEST])
    if not start.pattern(tuple(own)).search(levelled):
        return _alone(levelled, text, at)
    readings = list(_readings(levelled, at, own))
    if not readings:
        return _alone(levelled, text, at)
    best = max(readings, key=lambda reading: (_weight(reading, at), -reading.begin))
    best = _made_deadline(levelled, best)
    return When(
        text=text[best.begin : best.end].strip(),
        start=best.start,
        end=best.until,
        day_only=best.day_only,
        every=best.every,
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One time of the text with its moments, and what tells how much it says."""

    begin: int
    end: int
    point: Point
    start: datetime | None
    until: datetime | None
    day_only: bool = False
    every: str | None = None
    ranged: bool = False
    carried: bool = False


# ---- every time of a text


def _readings(text: str, now: datetime, own: Own) -> Iterator[_Reading]:
    begins = start.pattern(tuple(own))
    at = read = 0
    carried: Days | None = None
    while read < MOST and (match := begins.search(text, at)):
        reading = _reading(text, match.start(), now, own, _still(carried, text, at))
        at = reading.end if reading else match.start() + 1
        if reading:
            read += 1
            carried = _carries(reading, now) or _still(carried, text, at)
            if not _is_passing(text, reading):
                yield reading


_SENTENCE: Final = re.compile(r"[。！!？?\n;；]")


def _still(carried: Days | None, text: str, at: int) -> Days | None:
    """A day that was named stands for the hours behind it until the sentence ends."""
    return None if carried and at and _SENTENCE.search(text, max(at - 40, 0), at) else carried


def _carries(reading: _Reading, now: datetime) -> Days | None:
    days = reading.point.days
    if not days or not days.single or reading.every or days.first < now.date():
        return None
    return days if reading.until or reading.point.clock else None


_SAID_TO_BE_NOW: Final = re.compile(r"(?:钟|整|多)?了(?!结|解)")


def _is_passing(text: str, reading: _Reading) -> bool:
    """八点半了 tells how late it is."""
    point = reading.point
    if point.part and not point.days and not point.clock:
        return reading.end - reading.begin < len(text.strip()) and not _is_meant(text, reading)
    return bool(point.clock and not point.days and _SAID_TO_BE_NOW.match(text, reading.end))


_HABIT_BEFORE: Final = re.compile(r"(?:[一了到从整天老总住]|天天|每天|经常)$")
_MEANT_AFTER: Final = re.compile(
    r"\s*(?:[,，。！!？?前后起]|有[空时人]|[能来去过到在再找请帮可约要会想给弄]|集合|碰头|见|开始|一[起块]|就|咱|我|大家|谁|$)"
)


def _is_meant(text: str, reading: _Reading) -> bool:
    """下午来看看 is a time, 晚上吵得睡不着 a habit."""
    if _HABIT_BEFORE.search(text, max(reading.begin - 2, 0), reading.begin):
        return False
    return reading.start is None or bool(_MEANT_AFTER.match(text, reading.end))


def _reading(text: str, at: int, now: datetime, own: Own, carried: Days | None) -> _Reading | None:
    every = read_every(text, at, now, own)
    if every:
        return _Reading(at, every.end, every.point, every.start, every.until, every=every.every)
    point = _now(text, at) or read_point(text, at, now, own)
    if not point:
        return None
    ended = _range(text, point, now, own, carried)
    return _with_side(text, ended or _single(point, now, carried), now)


_NOW: Final = re.compile(r"现在(?=[到至])")


def _now(text: str, at: int) -> Point | None:
    match = _NOW.match(text, at)
    return Point(at, match.end()) if match else None


def _single(point: Point, now: datetime, carried: Days | None) -> _Reading:
    begin, until = moments(point, now, carried)
    days = point.days
    return _Reading(
        point.begin,
        point.end,
        point,
        begin,
        until,
        day_only=bool(days and days.grain == "day" and not point.part and not point.clock),
        carried=bool(carried and point.clock and not days),
    )


# ---- ranges

_TO: Final = re.compile(r"\s*(?:起|开始)?\s*(?:一直到|直到|到|至|[-~]{1,2})\s*")


def _range(text: str, first: Point, now: datetime, own: Own, carried: Days | None) -> _Reading | None:
    joint = _TO.match(text, first.end)
    if not joint or (first.length and not first.length.days):
        return None
    second = read_point(text, joint.end(), now, own, first)
    if not second or (second.days and not second.clock and first.clock and not second.part):
        return None
    second = _like(first, second)
    begin, _ = moments(first, now, carried) if not first.empty else (now, None)
    until = _until(first, second, begin, now) if begin else None
    if (
        begin
        and until
        and not (first.days or second.days or carried)
        and begin.date() > now.date()
        and until - spans.DAY > now
    ):
        begin, until = begin - spans.DAY, until - spans.DAY
    if not begin or not until or (until < begin and not second.days):
        return None
    day_only = bool(first.days and second.days and not first.clock and not first.part and not second.clock)
    return _Reading(
        first.begin,
        second.end,
        first,
        begin,
        until,
        day_only=day_only,
        ranged=True,
        carried=bool(carried and not first.days),
    )


def _like(first: Point, second: Point) -> Point:
    """下午三点到五点: the part of the day goes over to the end."""
    if second.part or second.days or not first.part or not second.clock or second.clock.sure:
        return second
    return replace(second, part=first.part)


def _until(first: Point, second: Point, begin: datetime, now: datetime) -> datetime | None:
    if second.days and not second.clock:
        start_of, until = moments(second, now)
        return until or start_of
    day = second.days or Days(begin.date(), begin.date())
    if not second.clock:
        return moments(replace(second, days=day), now)[1]
    if second.part or second.clock.sure or second.days:
        until = moments(replace(second, days=None), now, day)[0]
        return _after(until, begin, second)
    return _after(
        at_minute(begin.date(), second.clock.hour * 60 + second.clock.minute, now, second.clock.second), begin, second
    )


def _after(until: datetime | None, begin: datetime, second: Point) -> datetime | None:
    """An end that lies before its beginning is after noon, or the next day's."""
    if not until or until > begin or second.days:
        return until
    half = until + timedelta(hours=12)
    if second.clock and not second.clock.sure and second.clock.hour < 12 and half > begin:
        return half
    return until + spans.DAY


# ---- before and after

_BY: Final = re.compile(
    r"\s*(?:左右|钟)?\s*(?:(?:或|及|与|和)?(?:之前|以前)|前(?![后面台天排期几两往门任脚几提]|[一二三])|(?:下班|放学|天黑)(?P<work>之?前)|截止|为止|止(?!痛|血|咳)|为限|[之以]?内(?!部|外|容|裤|衣))"
)
_FROM_ON: Final = re.compile(
    r"\s*(?:左右|钟|整)?\s*(?:(?:或|及|与|和)?(?:之后|以后)|过后|后(?![天年面门台]|半夜)|起(?![来床因])|开始|以来|至今)"
)
_BY_BEFORE: Final = re.compile(r"(?:截至|截止时间|截止到?|最[晚迟]|不[晚迟]于|至迟)[:是到在于\s]{0,2}$")
_WORK_ENDS: Final = 17 * 60 + 30


def _with_side(text: str, reading: _Reading, now: datetime) -> _Reading:
    by = _BY.match(text, reading.end)
    if by and not reading.ranged and not _comes_forward(text, reading, by):
        return _deadline(reading, by, now)
    if _BY_BEFORE.search(text, max(reading.begin - 6, 0), reading.begin):
        return replace(reading, start=None, until=_end_of_reading(reading))
    since = _FROM_ON.match(text, reading.end)
    if since and not reading.ranged:
        return _from_on(reading, since, now)
    return _next_week(reading, now)


def _next_week(reading: _Reading, now: datetime) -> _Reading:
    """周二, said on a Tuesday and of no hour, is the next one."""
    days = reading.point.days
    bare = days and days.weekday and not reading.ranged and not reading.point.part and not reading.point.clock
    if not bare or not days or days.first != now.date() or not reading.start or not reading.until:
        return reading
    return replace(reading, start=reading.start + 7 * spans.DAY, until=reading.until + 7 * spans.DAY)


def _comes_forward(text: str, reading: _Reading, by: re.Match[str]) -> bool:
    """周六前来参加 is on Saturday, 三点前来 before three."""
    return by[0].strip() == "前" and text.startswith("来", by.end()) and not reading.point.clock


def _end_of_reading(reading: _Reading) -> datetime | None:
    return reading.start if reading.point.clock and not reading.point.clock.until else reading.until or reading.start


def _deadline(reading: _Reading, by: re.Match[str], now: datetime) -> _Reading:
    until = _end_of_reading(reading)
    if by["work"] and until and not reading.point.clock:
        until = at_minute(until.date(), _WORK_ENDS, now)
    return replace(reading, end=by.end(), start=None, until=until)


def _from_on(reading: _Reading, since: re.Match[str], now: datetime) -> _Reading:
    """周三以后 begins on Wednesday, 2018年以后 in 2019."""
    days = reading.point.days
    begin = reading.start
    if days and days.grain == "year" and not since[0].strip().startswith(("起", "开始", "以来", "至今")):
        following = spans.plus_days(days.last, 1)
        begin = at_minute(following, 0, now) if following else begin
    return replace(reading, end=since.end(), start=begin, until=None, ranged=True)


# ---- the one that is meant

_NOT_TALKED_OF: Final = -40


def _weight(reading: _Reading, now: datetime) -> int:
    """How much a reading says of when something is to be done."""
    point = reading.point
    days = bool(point.days) or reading.carried
    if point.clock:
        weight = 50 if days else 42
    elif point.length and not point.length.days:
        weight = 35
    else:
        weight = _weight_of_days(point)
    weight += 5 if reading.start is None else 0
    weight += 12 if reading.ranged and not point.clock else 0
    last = reading.until or reading.start
    return weight + (_NOT_TALKED_OF if last and last < now - timedelta(minutes=1) else 0)


def _weight_of_days(point: Point) -> int:
    days = point.days
    if not days:
        return 15
    if point.part:
        return 22 if days.vague else 40
    return 20 if days.vague else 30


_BEFORE_THAT: Final = re.compile(
    r"(?:赶?在)?(?:那|此|这)(?:个?时候?)?(?:之前|以前|前)|提前(?![储备存通告知安做接蓄准报预说关开入下结退])"
)


def _made_deadline(text: str, reading: _Reading) -> _Reading:
    """明晚七点放电影，提前来几个人: the time named is the one it must be done by."""
    if not reading.point.clock or reading.until or reading.start is None or reading.every:
        return reading
    if not _BEFORE_THAT.search(text, reading.end):
        return reading
    return replace(reading, start=None, until=reading.start)


# ---- words that are a time only when nothing else is said

_ALONE: Final = re.compile(r"(?:现在|当前|此[时刻]|目前|而家|马上|立刻|最近)[。!！,，]?")
_YEAR_ALONE: Final = re.compile(r"=?\s?(?P<year>(?:19|20)\d\d)")


def _alone(text: str, original: str, now: datetime) -> When | None:
    said = text.strip()
    if _ALONE.fullmatch(said):
        return When(text=original.strip(), start=now)
    year = _YEAR_ALONE.fullmatch(said)
    days = spans.year_of(int(year["year"])) if year else None
    if not days:
        return None
    return When(text=original.strip(), start=at_minute(days.first, 0, now), end=end_of(days.last, now))
