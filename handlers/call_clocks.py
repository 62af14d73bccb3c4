"""When a call is next due: its clocks as a row of steps, computed from its state and its sign-ups alone.

What falls in quiet hours moves to their end if that is still before the start, else it is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from handlers.office import Office
from storage import calls
from storage.tables import CallEvent, CallStatus, SignUp, SignUpStatus, VolunteerCall


class CallStep(StrEnum):
    """What falls due. At one moment they go in this order."""

    NO_CONSENT = "no_consent"
    NO_HOUR = "no_hour"
    MORNING = "morning"
    NEXT_DATE = "next_date"
    OFFER_ENDS = "offer_ends"
    ROSTER = "roster"
    EVENING_BEFORE = "evening_before"
    SECOND_CALL = "second_call"
    PROPOSE_CANCEL = "propose_cancel"
    HOUR_BEFORE = "hour_before"
    START = "start"
    END = "end"
    ASK_AGAIN = "ask_again"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that falls due at a moment."""

    at: datetime
    name: CallStep


ASKED_FOR = timedelta(minutes=30)
"""So long an hour or a head's 准 is waited for."""
ROSTER_WAITS = timedelta(minutes=5)
LASTS = timedelta(hours=2)
EVENING = time(19, 30)
DAY_ENDS = time(20, 0)
"""When a call without an hour is taken to be over."""
RECUR_DAYS, RECUR_AT = 2, time(9, 0)
PROPOSE_BEFORE = timedelta(hours=2)
REMIND_BEFORE = timedelta(hours=1)
BEFORE = (CallStatus.RECRUITING, CallStatus.FULL, CallStatus.ON)
ORDER = list(CallStep)


def next_step(office: Office, call: VolunteerCall) -> Step | None:
    """The first step after the call's cursor."""
    return next((step for step in steps(office, call) if step.at > call.cursor), None)


def steps(office: Office, call: VolunteerCall) -> list[Step]:
    """All steps of the present state in the order of time."""
    found = STEPS_OF.get(call.status, _no_steps)(office, call)
    return sorted(found, key=lambda step: (step.at, ORDER.index(step.name)))


def heads(office: Office, call: VolunteerCall) -> int:
    """The people who come, with companions, without the leader."""
    return sum(row.count for row in joined(office, call))


def joined(office: Office, call: VolunteerCall) -> list[SignUp]:
    """Everybody who is in, in the order of joining."""
    return [row for row in calls.sign_ups(office.session, call.id or 0) if row.status is SignUpStatus.JOINED]


def waking(office: Office, moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours it falls in."""
    if not office.is_quiet(moment):
        return moment
    wall = office.calendar.local(moment)
    end = office.settings.quiet.end
    day = wall.date() if wall.time() < end else wall.date() + timedelta(days=1)
    return office.calendar.at(day, end)


def in_time(office: Office, call: VolunteerCall, moment: datetime) -> datetime | None:
    """Outside quiet hours and before the start, or not at all."""
    moved = waking(office, moment)
    return moved if moved == moment or call.starts_at is None or moved < call.starts_at else None


def ends_at(office: Office, call: VolunteerCall) -> datetime:
    """When it is over unless the leader says so: two hours after the start; without an hour, that evening."""
    if call.ends_at is not None:
        return call.ends_at
    if call.starts_at is not None:
        return call.starts_at + LASTS
    return office.calendar.at(call.day or office.today, DAY_ENDS)


def half_time(call: VolunteerCall) -> datetime | None:
    """Half of the time between putting up and start; None for what starts at once."""
    if call.starts_at is None or call.put_up_at is None or call.starts_at <= call.put_up_at:
        return None
    return call.put_up_at + (call.starts_at - call.put_up_at) / 2


def next_date_at(office: Office, call: VolunteerCall) -> datetime:
    """When a series puts up the call of its next date."""
    day = (call.day or office.today) - timedelta(days=RECUR_DAYS)
    return office.calendar.at(day, RECUR_AT)


def _no_steps(_office: Office, _call: VolunteerCall) -> list[Step]:
    return []


def _draft(office: Office, call: VolunteerCall) -> list[Step]:
    asked = waking(office, call.created_at)
    match call.wants:
        case "consent":
            return [Step(asked + ASKED_FOR, CallStep.NO_CONSENT)]
        case "hour":
            return [Step(waking(office, call.created_at + ASKED_FOR), CallStep.NO_HOUR)]
        case "date":
            return [Step(next_date_at(office, call), CallStep.NEXT_DATE)]
    return [Step(asked, CallStep.MORNING)]


def _before(office: Office, call: VolunteerCall) -> list[Step]:
    found = [*_sign_up_steps(office, call), *_reminders(office, call), Step(ends_at(office, call), CallStep.END)]
    if call.starts_at is not None:
        found.append(Step(call.starts_at, CallStep.START))
    return found


def _under_way(office: Office, call: VolunteerCall) -> list[Step]:
    return [*_sign_up_steps(office, call), Step(ends_at(office, call), CallStep.END)]


def _reminders(office: Office, call: VolunteerCall) -> Iterator[Step]:
    """Only what lies between putting up and start."""
    for moment, name in _planned(office, call):
        moved = in_time(office, call, moment) if moment > (call.put_up_at or moment) else None
        if moved is not None:
            yield Step(moved, name)


def _planned(office: Office, call: VolunteerCall) -> Iterator[tuple[datetime, CallStep]]:
    day = call.day or (office.calendar.local(call.starts_at).date() if call.starts_at else None)
    if day is not None:
        yield office.calendar.at(day - timedelta(days=1), EVENING), CallStep.EVENING_BEFORE
    if call.starts_at is None:
        return
    yield call.starts_at - REMIND_BEFORE, CallStep.HOUR_BEFORE
    half = half_time(call)
    if call.need is not None and half is not None:
        yield call.starts_at - PROPOSE_BEFORE, CallStep.PROPOSE_CANCEL
        if call.second_call_at is None:
            yield half, CallStep.SECOND_CALL


def _sign_up_steps(office: Office, call: VolunteerCall) -> Iterator[Step]:
    if call.unreported and call.unreported_since:
        due = in_time_or_running(office, call, call.unreported_since + ROSTER_WAITS)
        if due is not None:
            yield Step(due, CallStep.ROSTER)
    for row in calls.sign_ups(office.session, call.id or 0):
        if row.status is SignUpStatus.OFFERED and row.offered_until:
            yield Step(row.offered_until, CallStep.OFFER_ENDS)


def in_time_or_running(office: Office, call: VolunteerCall, moment: datetime) -> datetime | None:
    """Outside quiet hours; one that is held to the morning only when the call has not begun by then."""
    moved = waking(office, moment)
    begun = call.starts_at is not None and call.starts_at <= moved
    return None if moved != moment and begun else moved


def free_seats(call: VolunteerCall, rows: list[SignUp]) -> int:
    """How many seats are neither taken nor offered."""
    held = sum(row.count for row in rows if row.status in (SignUpStatus.JOINED, SignUpStatus.OFFERED))
    return BOUNDLESS if call.need is None else max(call.need - held, 0)


BOUNDLESS = 10_000


def next_in_line(call: VolunteerCall, rows: list[SignUp]) -> SignUp | None:
    """The first who waits and whose party fits into what is free."""
    free = free_seats(call, rows)
    return next((row for row in rows if row.status is SignUpStatus.WAITING and row.count <= free), None)


def _awaiting(office: Office, call: VolunteerCall) -> list[Step]:
    """Asked when it ended; once more the next day, and a day later it is closed."""
    ended = _finished_at(office, call)
    day = office.calendar.local(ended).date()
    return [
        Step(office.calendar.at(day + timedelta(days=1), EVENING), CallStep.ASK_AGAIN),
        Step(office.calendar.at(day + timedelta(days=2), EVENING), CallStep.CLOSE),
    ]


def _finished_at(office: Office, call: VolunteerCall) -> datetime:
    events: list[CallEvent] = calls.events(office.session, call.id or 0)
    return next((event.at for event in reversed(events) if event.act == "finish"), call.cursor)


STEPS_OF = {
    CallStatus.DRAFT: _draft,
    CallStatus.RECRUITING: _before,
    CallStatus.FULL: _before,
    CallStatus.ON: _before,
    CallStatus.UNDER_WAY: _under_way,
    CallStatus.AWAITING_RESULT: _awaiting,
}
