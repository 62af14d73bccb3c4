"""Working-hour arithmetic: pure, with the calendar as an argument.

A span is an amount and a unit: `30min`, `24h`, `7d`, `2wh` (working hours; `30wmin` for minutes of them), `3wd`
(working days), `1dh` (hours of the day, 07:00–22:00). An offset is a sum of spans, counted one after the other:
`4wh+1wd`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

Windows = tuple[tuple[time, time], ...]

MINUTES = {"min": 1, "h": 60, "d": 24 * 60}
COUNTED = {"wmin": timedelta(minutes=1), "wh": timedelta(hours=1), "dh": timedelta(hours=1)}
SPAN = re.compile(r"(\d+)(min|wmin|wh|wd|dh|h|d)")


@dataclass(frozen=True, slots=True)
class Span:
    """`amount` of `unit`: min, h, d of the clock; wh, wd of working time; dh of the day's open hours."""

    amount: int
    unit: str

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


@dataclass(frozen=True, slots=True)
class Offset:
    """Spans counted one after the other, as `4wh+1wd`."""

    spans: tuple[Span, ...]

    @classmethod
    def read(cls, text: str) -> Offset:
        """Read `2wh`, `30min` or `4wh+1wd`; raises ValueError with an example."""
        found = [SPAN.fullmatch(part.strip()) for part in text.split("+")]
        if not all(found):
            raise ValueError(f"“{text}” is no length of time: write 30min, 24h, 2wh, 3wd, 7d, 1dh or 4wh+1wd")
        return cls(tuple(Span(int(match[1]), match[2]) for match in found if match))

    @property
    def by_the_clock(self) -> timedelta | None:
        """How long it is where it takes no account of working hours."""
        if any(span.unit not in MINUTES for span in self.spans):
            return None
        return timedelta(minutes=sum(span.amount * MINUTES[span.unit] for span in self.spans))

    def __bool__(self) -> bool:
        """Whether it takes any time at all."""
        return any(span.amount for span in self.spans)

    def __str__(self) -> str:
        return "+".join(map(str, self.spans))


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When people work: zone, hours, and which days (`is_workday` knows holidays and make-up days)."""

    zone: tzinfo
    hours: Windows
    day_hours: Windows
    is_workday: Callable[[date], bool]
    known: dict[tuple[date, bool], list[tuple[datetime, datetime]]] = field(default_factory=dict, compare=False)
    """Windows of days already asked for: the same few days are asked for all the time."""

    def local(self, moment: datetime) -> datetime:
        """The wall time of an aware moment."""
        return moment.astimezone(self.zone)

    def at(self, day: date, clock: time) -> datetime:
        """The aware UTC moment at which the wall shows `clock` on `day`."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def next_workday(self, day: date) -> date:
        """The first working day after `day`."""
        day += timedelta(days=1)
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def opens_week(self, day: date) -> bool:
        """Whether `day` is the first working day of its week."""
        before = (day - timedelta(days=back) for back in range(1, day.weekday() + 1))
        return self.is_workday(day) and not any(map(self.is_workday, before))

    @property
    def closing(self) -> time:
        """The end of the last working window: when a due day ends."""
        return self.hours[-1][1]

    @property
    def opening(self) -> time:
        """The start of the first working window."""
        return self.hours[0][0]

    def is_working(self, moment: datetime) -> bool:
        """Whether `moment` lies in working hours, both ends included."""
        wall = self.local(moment)
        clock = wall.time()
        return self.is_workday(wall.date()) and any(start <= clock <= end for start, end in self.hours)

    def next_working(self, moment: datetime) -> datetime:
        """`moment` itself when it lies in working hours, else the next opening."""
        if self.is_working(moment):
            return moment
        return next(start for start, end in _windows(self, moment, work=True) if end > moment)

    def add(self, start: datetime, offset: Offset) -> datetime:
        """The moment `offset` after `start`; a span of n wd falls at closing of the n-th working day after."""
        for span in offset.spans:
            start = self._add_span(start, span)
        return start

    def half(self, offset: Offset) -> Offset:
        """Half of a length of time, rounded up to whole units; half a working day is its morning."""
        return Offset(tuple(part for span in offset.spans for part in self._half(span)))

    def _half(self, span: Span) -> list[Span]:
        whole, odd = divmod(span.amount, 2)
        if span.unit != "wd":
            return [Span(whole + odd, span.unit)]
        return [Span(whole, "wd")] * bool(whole) + [self._morning] * odd

    @property
    def _morning(self) -> Span:
        opening, closing = (timedelta(hours=clock.hour, minutes=clock.minute) for clock in self.hours[0])
        return Span((closing - opening) // COUNTED["wmin"], "wmin")

    def before(self, end: datetime, offset: Offset) -> datetime:
        """The moment `offset` before `end`, the counterpart of `add`."""
        for span in reversed(offset.spans):
            end = self._before_span(end, span)
        return end

    def _before_span(self, end: datetime, span: Span) -> datetime:
        if span.unit in MINUTES:
            return end - timedelta(minutes=span.amount * MINUTES[span.unit])
        if span.unit == "wd":
            return self._workdays_before(end, span.amount)
        left = span.amount * COUNTED[span.unit]
        for start, stop in _windows_back(self, end, work=span.unit != "dh"):
            length = min(stop, end) - start
            if length >= left:
                return min(stop, end) - left
            left -= length
        raise AssertionError("windows never end")

    def _workdays_before(self, end: datetime, count: int) -> datetime:
        day = self.local(end).date()
        for _ in range(count):
            day -= timedelta(days=1)
            while not self.is_workday(day):
                day -= timedelta(days=1)
        return self.at(day, self.closing)

    def _add_span(self, start: datetime, span: Span) -> datetime:
        if span.unit in MINUTES:
            return start + timedelta(minutes=span.amount * MINUTES[span.unit])
        if span.unit == "wd":
            return self._add_workdays(start, span.amount)
        return self._add_counted(start, span.amount * COUNTED[span.unit], work=span.unit != "dh")

    def _add_workdays(self, start: datetime, count: int) -> datetime:
        day = self.local(start).date()
        for _ in range(count):
            day = self.next_workday(day)
        return self.at(day, self.closing)

    def _add_counted(self, start: datetime, left: timedelta, *, work: bool) -> datetime:
        for opening, closing in _windows(self, start, work=work):
            begin = max(start, opening)
            if closing - begin >= left:
                return begin + left
            left -= max(closing - begin, timedelta())
        raise AssertionError("windows never end")


def _windows(calendar: WorkCalendar, moment: datetime, *, work: bool) -> Iterator[tuple[datetime, datetime]]:
    """The open windows from the day of `moment` on, as aware UTC pairs."""
    day = calendar.local(moment).date()
    while True:
        yield from _windows_of(calendar, day, work=work)
        day += timedelta(days=1)


def _windows_back(calendar: WorkCalendar, moment: datetime, *, work: bool) -> Iterator[tuple[datetime, datetime]]:
    day = calendar.local(moment).date()
    while True:
        yield from (pair for pair in reversed(_windows_of(calendar, day, work=work)) if pair[0] < moment)
        day -= timedelta(days=1)


def _windows_of(calendar: WorkCalendar, day: date, *, work: bool) -> list[tuple[datetime, datetime]]:
    found = calendar.known.get((day, work))
    if found is None:
        found = calendar.known[day, work] = _make_windows(calendar, day, work=work)
    return found


def _make_windows(calendar: WorkCalendar, day: date, *, work: bool) -> list[tuple[datetime, datetime]]:
    if work and not calendar.is_workday(day):
        return []
    hours = calendar.hours if work else calendar.day_hours
    return [(calendar.at(day, start), calendar.at(day, end)) for start, end in hours]
