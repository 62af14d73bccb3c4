"""Working time: hours that skip lunch, nights, weekends and holidays, and days that end at closing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.worktime import Offset, Span, WorkCalendar
from scheduler.calendar import WorkDays

CHINA = ZoneInfo("Asia/Shanghai")
HOURS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
DAY = ((time(7), time(22)),)
ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")


def calendar_in(zone: ZoneInfo) -> WorkCalendar:
    return WorkCalendar(zone=zone, hours=HOURS, day_hours=DAY, is_workday=WorkDays({}))


CALENDAR = calendar_in(CHINA)


def at(text: str) -> datetime:
    """A wall time of 2026 in China: "07-13 11:20"."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


def after(start: str, offset: str) -> datetime:
    return CALENDAR.add(at(start), Offset.read(offset))


COUNTED = [
    ("07-13 11:20", "2wh", "07-13 14:50", "over lunch"),
    ("07-13 09:00", "2wh", "07-13 11:00", "within the morning"),
    ("07-13 10:00", "2wh", "07-13 12:00", "up to the last minute of the morning"),
    ("07-13 12:30", "2wh", "07-13 15:30", "from within lunch"),
    ("07-13 16:30", "2wh", "07-14 09:30", "over night"),
    ("07-13 17:30", "2wh", "07-14 10:30", "from the closing minute"),
    ("07-13 15:30", "2wh", "07-13 17:30", "up to closing"),
    ("07-17 17:00", "2wh", "07-20 10:00", "over the weekend"),
    ("07-18 10:00", "2wh", "07-20 10:30", "from a Saturday"),
    ("07-13 03:00", "2wh", "07-13 10:30", "from the small hours"),
    ("07-13 08:30", "8wh", "07-14 09:00", "more than a day's hours"),
    ("09-30 16:30", "2wh", "10-08 09:30", "over the National Day holidays"),
    ("02-13 17:00", "2wh", "02-14 10:00", "into a Saturday that is made up"),
    ("07-13 11:50", "30wmin", "07-13 13:50", "working minutes over lunch"),
    ("07-13 21:30", "1dh", "07-14 07:30", "day hours over night"),
    ("07-18 10:00", "1dh", "07-18 11:00", "day hours on a Saturday"),
    ("07-13 23:00", "30min", "07-13 23:30", "plain minutes at night"),
    ("07-13 10:00", "24h", "07-14 10:00", "plain hours"),
    ("07-17 10:00", "7d", "07-24 10:00", "plain days"),
]


@pytest.mark.parametrize(("start", "offset", "end"), [row[:3] for row in COUNTED], ids=[row[3] for row in COUNTED])
def test_hours_are_counted(start: str, offset: str, end: str) -> None:
    assert after(start, offset) == at(end)


WORKING_DAYS = [
    ("07-13 09:00", "1wd", "07-14 17:30", "the day after, at closing"),
    ("07-13 23:00", "1wd", "07-14 17:30", "the same from late at night"),
    ("07-13 09:00", "3wd", "07-16 17:30", "three days on"),
    ("07-16 09:00", "3wd", "07-21 17:30", "over the weekend"),
    ("07-18 09:00", "1wd", "07-20 17:30", "from a Saturday"),
    ("09-30 09:00", "1wd", "10-08 17:30", "over the National Day holidays"),
    ("02-12 09:00", "2wd", "02-14 17:30", "a Saturday that is made up counts"),
    ("07-13 09:00", "4wh+1wd", "07-14 17:30", "hours and then a day"),
    ("07-13 16:30", "4wh+1wd", "07-15 17:30", "hours into the next day and then a day"),
    ("07-16 09:00", "1wd+4wh", "07-20 14:00", "a day and then hours"),
]


@pytest.mark.parametrize(("start", "offset", "end"), [r[:3] for r in WORKING_DAYS], ids=[r[3] for r in WORKING_DAYS])
def test_working_days_end_at_closing(start: str, offset: str, end: str) -> None:
    assert after(start, offset) == at(end)


@pytest.mark.parametrize(
    ("moment", "working"),
    [
        ("07-13 08:29", False),
        ("07-13 08:30", True),
        ("07-13 12:00", True),
        ("07-13 12:01", False),
        ("07-13 13:30", True),
        ("07-13 17:30", True),
        ("07-13 17:31", False),
        ("07-18 10:00", False),
        ("02-14 10:00", True),
        ("10-01 10:00", False),
    ],
)
def test_both_ends_of_working_hours_still_count(moment: str, working: bool) -> None:
    assert CALENDAR.is_working(at(moment)) is working


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("07-13 10:00", "07-13 10:00"),
        ("07-13 17:30", "07-13 17:30"),
        ("07-13 12:30", "07-13 13:30"),
        ("07-13 17:31", "07-14 08:30"),
        ("07-17 18:00", "07-20 08:30"),
        ("09-30 18:00", "10-08 08:30"),
    ],
)
def test_the_next_working_moment_is_now_or_the_next_opening(moment: str, opening: str) -> None:
    assert CALENDAR.next_working(at(moment)) == at(opening)


@pytest.mark.parametrize(
    ("end", "length", "start"),
    [
        ("07-16 17:30", "4wh", "07-16 13:30"),
        ("07-16 14:30", "4wh", "07-16 09:00"),
        ("07-16 09:30", "4wh", "07-15 14:30"),
        ("07-20 09:30", "2wh", "07-17 16:30"),
        ("07-16 12:45", "1wh", "07-16 11:00"),
        ("07-18 10:00", "1wh", "07-17 16:30"),
        ("07-16 10:00", "1h", "07-16 09:00"),
        ("07-16 07:30", "1dh", "07-15 21:30"),
    ],
)
def test_a_warning_comes_so_long_before(end: str, length: str, start: str) -> None:
    assert CALENDAR.before(at(end), Offset.read(length)) == at(start)


@pytest.mark.parametrize("text", ["30min", "24h", "2wh", "30wmin", "3wd", "7d", "1dh", "4wh+1wd"])
def test_a_length_of_time_is_written_as_it_was_read(text: str) -> None:
    assert str(Offset.read(text)) == text


@pytest.mark.parametrize("text", ["", "2", "wh", "2 weeks", "2wh+", "-2wh", "1.5h", "2whd"])
def test_what_is_no_length_of_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="4wh"):
        Offset.read(text)


def test_days_and_clocks_of_the_calendar() -> None:
    assert (CALENDAR.opening, CALENDAR.closing) == (time(8, 30), time(17, 30))
    assert CALENDAR.next_workday(date(2026, 9, 30)) == date(2026, 10, 8)
    assert CALENDAR.at(date(2026, 7, 13), time(8, 30)) == datetime(2026, 7, 13, 0, 30, tzinfo=UTC)


moments = st.integers(0, 3 * 364 * 24 * 60).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
zones = st.sampled_from(ZONES).map(ZoneInfo)
hours = st.integers(1, 30).map(lambda count: Span(count, "wh"))
spans = st.builds(Span, st.integers(1, 30), st.sampled_from(["min", "h", "d", "wh", "wmin", "wd", "dh"]))


@pytest.mark.parametrize(
    ("start", "whole", "end"),
    [
        ("07-13 15:00", "3wd", "07-15 12:00"),
        ("07-13 15:00", "7wd", "07-17 12:00"),
        ("07-13 15:00", "4wd", "07-15 17:30"),
        ("07-13 15:00", "1wd", "07-14 09:30"),
        ("07-13 15:00", "24h", "07-14 03:00"),
        ("07-13 15:00", "2wh", "07-13 16:00"),
    ],
)
def test_half_of_a_time_ends_with_a_morning_where_the_days_are_odd(start: str, whole: str, end: str) -> None:
    assert CALENDAR.add(at(start), CALENDAR.half(Offset.read(whole))) == at(end)


@given(moments, zones, spans)
def test_time_never_goes_back(start: datetime, zone: ZoneInfo, length: Span) -> None:
    assert calendar_in(zone).add(start, Offset((length,))) > start


@given(moments, zones, hours)
def test_working_hours_end_in_working_hours(start: datetime, zone: ZoneInfo, length: Span) -> None:
    calendar = calendar_in(zone)
    assert calendar.is_working(calendar.add(start, Offset((length,))))


@given(moments, zones, hours)
def test_before_undoes_add(start: datetime, zone: ZoneInfo, length: Span) -> None:
    calendar = calendar_in(zone)
    end = calendar.add(start, Offset((length,)))
    opened = calendar.before(end, Offset((length,)))
    assert calendar.add(opened, Offset((length,))) == end


@given(moments, zones, st.integers(1, 12), st.integers(1, 12))
def test_hours_add_up(start: datetime, zone: ZoneInfo, first: int, second: int) -> None:
    calendar = calendar_in(zone)
    together = calendar.add(start, Offset((Span(first + second, "wh"),)))
    assert calendar.add(start, Offset((Span(first, "wh"), Span(second, "wh")))) == together


@given(moments, moments, zones, hours)
def test_who_starts_later_is_due_no_sooner(one: datetime, other: datetime, zone: ZoneInfo, length: Span) -> None:
    calendar = calendar_in(zone)
    early, late = sorted((one, other))
    assert calendar.add(early, Offset((length,))) <= calendar.add(late, Offset((length,)))


@given(moments, zones)
def test_the_next_working_moment_is_working_and_not_past(moment: datetime, zone: ZoneInfo) -> None:
    calendar = calendar_in(zone)
    found = calendar.next_working(moment)
    assert found >= moment
    assert calendar.is_working(found)
