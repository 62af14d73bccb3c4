"""Which days people work."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scheduler.calendar import WorkDays, unknown_years, warning, work_calendar
from tests.world import demo_settings

SPRING_FESTIVAL_MAKE_UP = date(2026, 2, 14)
NATIONAL_DAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 7, 13), True),
        (date(2026, 7, 11), False),
        (NATIONAL_DAY, False),
        (SPRING_FESTIVAL_MAKE_UP, True),
        (date(2026, 10, 10), True),
        (date(2025, 1, 26), True),
    ],
)
def test_published_holidays_and_make_up_days_are_known(day: date, worked: bool) -> None:
    assert WorkDays({})(day) is worked


def test_the_communitys_own_table_wins() -> None:
    worked = WorkDays({NATIONAL_DAY: "班", date(2026, 7, 13): "休"})
    assert worked(NATIONAL_DAY)
    assert not worked(date(2026, 7, 13))


def test_an_unknown_year_is_monday_to_friday() -> None:
    worked = WorkDays({})
    assert worked(date(2041, 10, 1))
    assert not worked(date(2041, 10, 5))


def test_an_unknown_year_takes_the_communitys_days() -> None:
    assert not WorkDays({date(2041, 10, 1): "休"})(date(2041, 10, 1))


def test_the_calendar_of_the_settings_works_in_local_hours() -> None:
    calendar = work_calendar(demo_settings())
    assert calendar.is_working(datetime(2026, 7, 13, 0, 30, tzinfo=UTC))
    assert not calendar.is_working(datetime(2026, 7, 13, 10, 0, tzinfo=UTC))


def test_before_november_only_the_running_year_must_be_known() -> None:
    assert unknown_years(datetime(2026, 10, 31, tzinfo=UTC)) == []
    assert unknown_years(datetime(2041, 10, 31, tzinfo=UTC)) == [2041]


def test_from_november_on_the_coming_year_must_be_known_too() -> None:
    assert unknown_years(datetime(2040, 11, 1, tzinfo=UTC), own=[date(2040, 1, 1)]) == [2041]
    assert unknown_years(datetime(2040, 11, 1, tzinfo=UTC), own=[date(2040, 1, 1), date(2041, 1, 1)]) == []


def test_the_warning_says_what_to_do() -> None:
    assert warning([]) is None
    said = warning([2041])
    assert said
    assert "2041-10-01" in said
    assert "chinese-calendar" in said
