"""Calls that come again: 每周六9点 — each date a call of its own, put up two days before."""

from __future__ import annotations

from datetime import date, timedelta

from handlers import call_clocks, call_resolve, resolve, roster, say
from handlers.call_lifecycle import CallAct, settle, transition
from handlers.call_resolve import answer
from handlers.errors import Refusal
from handlers.office import Office, Turn
from handlers.putting_up import put_up_by_day
from storage import calls
from storage.tables import CallStatus, VolunteerCall


def start(office: Office, series: VolunteerCall) -> None:
    """每周六9点: each date gets a call of its own two days before, at 09:00."""
    leader = office.directory.people[series.leader_id]
    when = roster.day_and_hour(series.starts_at) if series.starts_at else ""
    every = {"day": "每天", "week": "每周"}.get(series.every or "", "每月")
    text = office.text(
        "call_series", every=f"{every}, 从{when}起, " if when else f"{every}, ", what=roster.what(office, series)
    )
    say.to_person(office, leader, text, "status", about=series, step="series", at_night=True)
    _skip_holidays(office, series)
    while call_clocks.next_date_at(office, series) <= office.now:
        next_date(office, series)
    settle(office, series)


def next_date(office: Office, series: VolunteerCall) -> None:
    """Put up the call of the series' next date and go on to the one after."""
    copy = VolunteerCall(
        community_id=series.community_id, status=CallStatus.DRAFT, task=series.task, spot=series.spot, bring=series.bring,
        need=series.need, text=series.text, unit_id=series.unit_id, room_id=series.room_id, leader_id=series.leader_id,
        starts_at=series.starts_at, day=series.day, series_id=series.id, created_at=office.now, cursor=office.now,
    )  # fmt: skip
    calls.add(office.session, copy)
    put_up_by_day(office, copy)
    _advance(office, series)
    _skip_holidays(office, series)
    settle(office, series)


def _advance(office: Office, series: VolunteerCall) -> None:
    day = following(series.day or office.today, series.every or "week")
    clock = office.calendar.local(series.starts_at).time() if series.starts_at else None
    series.day = day
    series.starts_at = office.calendar.at(day, clock) if clock else None


def following(day: date, every: str) -> date:
    """The next date of a series; the 31st becomes the last day of a shorter month."""
    if every == "day":
        return day + timedelta(days=1)
    if every != "month":
        return day + timedelta(days=7)
    month = day.replace(day=1) + timedelta(days=32)
    last = (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _skip_holidays(office: Office, series: VolunteerCall) -> None:
    while series.skip_holidays and is_holiday(office, series.day or office.today):
        _advance(office, series)


def is_holiday(office: Office, day: date) -> bool:
    """A free day that is no common weekend: a weekday off, or part of three and more free days in a row."""
    if office.calendar.is_workday(day):
        return False
    free = 1
    for step in (timedelta(days=-1), timedelta(days=1)):
        other = day + step
        while not office.calendar.is_workday(other):
            free, other = free + 1, other + step
    return free > 2


def stop(turn: Turn) -> None:
    """停 3: no further dates; the call that was put up stays."""
    number = turn.parse.no if turn.parse.no is not None else resolve.quoted_no(turn)
    one = call_resolve.by_number(turn, number)
    if one is None:
        raise Refusal(turn.text("no_such", no=number))
    series = calls.by_id(turn.session, one.series_id)
    if series is None or series.status is not CallStatus.DRAFT:
        raise Refusal(turn.text("call_series_none", no=one.no))
    transition(turn, CallAct.STOP, series, turn.sender)
    answer(turn, turn.text("call_stopped", no=one.no), "status", one)
