"""When a request is next due: the clocks of its class as a row of steps, computed from its state alone."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from handlers.office import Office
from handlers.settings import ClassClock
from handlers.worktime import Offset, Span
from nlp.model import Urgency
from storage.tables import Level, ServiceRequest, Status


class StepName(StrEnum):
    """What falls due."""

    DOUBT = "doubt"
    OFFER_ENDS = "offer_ends"
    HEAD_DECIDES = "head_decides"
    REMIND = "remind"
    REMIND_HEAD = "remind_head"
    REPEAT = "repeat"
    RAISE = "raise"
    ASK_BEFORE = "ask_before"
    DUE = "due"
    LATE = "late"
    REPEAT_LATE = "repeat_late"
    ASK_SILENT = "ask_silent"
    BACK_SILENT = "back_silent"
    CONFIRM = "confirm"
    RESUME = "resume"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """Something that falls due at a moment; `level` for a raise."""

    at: datetime
    name: StepName
    level: Level = Level.BUILDING


NOTHING = Offset((Span(0, "min"),))
WEEK = timedelta(days=7)
HEAD_DECIDES = Offset.read("30wmin")
ANY_HOUR = frozenset({Urgency.DANGER, Urgency.URGENT})
"""Their reminders come at any hour of the day, those of all other classes in working hours."""
ITS_OWN_HOUR = frozenset({StepName.OFFER_ENDS, StepName.RESUME, StepName.CONFIRM})
"""What reminds nobody: it happens when its moment has come."""


def clock_of(office: Office, request: ServiceRequest) -> ClassClock:
    """The clocks of a request's class."""
    return office.settings.clocks[Urgency(request.urgency)]


def accept_by(office: Office, request: ServiceRequest) -> datetime:
    """The promise of the ack: by when somebody answers."""
    return office.calendar.add(request.accept_from, clock_of(office, request).accept)


def done_by(office: Office, request: ServiceRequest) -> datetime:
    """By when the matter is to be done: counted from its opening, from now where that is past."""
    done = clock_of(office, request).done
    due = office.calendar.add(request.requested_at, done)
    return due if due > office.now else office.calendar.add(office.now, done)


def half_done_by(office: Office, request: ServiceRequest) -> datetime:
    """After a reopening: half of the class's time, counted from now."""
    return office.calendar.add(office.now, office.calendar.half(clock_of(office, request).done))


def next_step(office: Office, request: ServiceRequest) -> Step:
    """The first step after the request's cursor. There always is one: an open request is never forgotten."""
    return next(step for step in steps(office, request) if step.at > request.cursor)


def steps(office: Office, request: ServiceRequest) -> Iterator[Step]:
    """All steps of the present state in the order of time, without end."""
    single = sorted(_in_its_hours(office, request, step) for step in _single_steps(office, request))
    repeated = (_in_its_hours(office, request, step) for step in _repeating(office, request))
    return heapq.merge(single, repeated)


def speaking_hours(office: Office, request: ServiceRequest, moment: datetime) -> datetime:
    """From `moment` on the first at which people may be reminded of a request."""
    return moment if request.urgency in ANY_HOUR else office.calendar.next_working(moment)


def _in_its_hours(office: Office, request: ServiceRequest, step: Step) -> Step:
    if step.name in ITS_OWN_HOUR:
        return step
    return replace(step, at=speaking_hours(office, request, step.at))


def _single_steps(office: Office, request: ServiceRequest) -> list[Step]:
    clock = clock_of(office, request)
    match request.status:
        case Status.UNCONFIRMED:
            return [Step(office.calendar.add(request.accept_from, office.settings.doubt_wait), StepName.DOUBT)]
        case Status.TO_ASSIGN | Status.TO_ACCEPT:
            return _until_accepted(office, request, clock)
        case Status.ACCEPTED | Status.IN_PROGRESS:
            return _until_done(office, request, clock)
        case Status.TO_CONFIRM:
            return [Step(office.calendar.add(request.done_at or office.now, clock.confirm), StepName.CONFIRM)]
        case Status.POSTPONED if request.postponed_to:
            return [Step(office.calendar.at(request.postponed_to, office.calendar.opening), StepName.RESUME)]
    return []


def _until_accepted(office: Office, request: ServiceRequest, clock: ClassClock) -> list[Step]:
    add, start = office.calendar.add, request.accept_from
    found = [Step(add(start, span), StepName.REMIND) for span in clock.remind]
    if found and clock.remind_head:
        found[-1] = Step(found[-1].at, StepName.REMIND_HEAD)
    found += [
        Step(add(start, span), StepName.RAISE, Level(level))
        for level, span in clock.raise_unaccepted.items()
        if level > request.level
    ]
    if request.offer_until:
        found.append(Step(request.offer_until, StepName.OFFER_ENDS))
    elif request.status is Status.TO_ASSIGN and request.level is Level.BUILDING and _head_is_asked(office):
        found.append(Step(add(start, HEAD_DECIDES), StepName.HEAD_DECIDES))
    return found


def _head_is_asked(office: Office) -> bool:
    return office.settings.assign == "head"


def _until_done(office: Office, request: ServiceRequest, clock: ClassClock) -> list[Step]:
    due = request.expected_at or done_by(office, request)
    found = [Step(due, StepName.DUE)] if clock.late or clock.late_head else []
    found += [
        Step(office.calendar.add(due, span), StepName.LATE, Level(level))
        for level, span in clock.late.items()
        if level >= request.level
    ]
    if clock.ask_before_due:
        found.append(Step(office.calendar.before(due, clock.ask_before_due), StepName.ASK_BEFORE))
    return found + (_until_heard(office, request, clock) if request.status is Status.ACCEPTED else [])


def _until_heard(office: Office, request: ServiceRequest, clock: ClassClock) -> list[Step]:
    """Silence after accepting; whoever has said that they are at it is not asked again and again."""
    heard = request.heard_at or request.accepted_at or request.requested_at
    found = [(clock.ask_silent, StepName.ASK_SILENT), (clock.back_silent, StepName.BACK_SILENT)]
    return [Step(office.calendar.add(heard, span), name) for span, name in found if span]


def _repeating(office: Office, request: ServiceRequest) -> Iterator[Step]:
    """What comes again and again in the present state; where nothing does, a look every Monday."""
    clock = clock_of(office, request)
    match request.status:
        case Status.TO_ASSIGN | Status.TO_ACCEPT if clock.repeat:
            last = max(office.calendar.add(request.accept_from, span) for span in (NOTHING, *clock.remind))
            return _every(office, request, last, clock.repeat, StepName.REPEAT)
        case Status.ACCEPTED | Status.IN_PROGRESS if clock.repeat_late and request.expected_at:
            last = max(office.calendar.add(request.expected_at, span) for span in (NOTHING, *clock.late.values()))
            return _every(office, request, last, clock.repeat_late, StepName.REPEAT_LATE)
        case Status.REFERRED:
            since = request.heard_at or request.accept_from
            return _every(office, request, since, office.settings.ask_referred, StepName.WEEKLY)
    return _mondays(office, request)


def _every(office: Office, request: ServiceRequest, start: datetime, length: Offset, name: StepName) -> Iterator[Step]:
    """Again and again; what is long over is not counted through (the last may wait for working hours still)."""
    steady = length.by_the_clock
    if steady:
        start += max(0, (request.cursor - start) // steady - 2) * steady
    while True:
        start = office.calendar.add(start, length)
        yield Step(start, name)


def _mondays(office: Office, request: ServiceRequest) -> Iterator[Step]:
    """Every Monday at opening: it changes nothing, but no open request is ever without a due time."""
    day = office.calendar.local(request.cursor).date()
    day += timedelta(days=(7 - day.weekday()) % 7)
    while True:
        yield Step(office.calendar.at(day, office.calendar.opening).astimezone(UTC), StepName.WEEKLY)
        day += WEEK
