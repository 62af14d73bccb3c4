"""The sweep: whatever is due is done, earliest first, and the next due time is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from sqlmodel import Session

from handlers import call_due, due, lists
from handlers.office import Office
from storage import calls, requests, routines

BATCH = 200


def wake(office: Office) -> int:
    """Do what is due at `office.now`, at most a batch of requests and calls; tells how many were due."""
    woken = [*requests.due(office.session, office.now, BATCH)]
    for request in woken:
        due.wake(office, request)
    gathering = calls.due(office.session, office.now, BATCH)
    for call in gathering:
        call_due.wake(office, call)
    return len(woken) + len(gathering) + _routines(office)


def next_due_at(session: Session) -> datetime | None:
    """When anything is next due."""
    moments = [requests.next_due_at(session), calls.next_due_at(session), routines.next_due_at(session)]
    return min((moment for moment in moments if moment), default=None)


def plan_routines(office: Office) -> None:
    """Make sure each fixed thing of the day knows when it is next due."""
    for name in ROUTINES:
        if routines.get(office.session, name) is None:
            routines.set_due(office.session, name, _next(office, name))


def _routines(office: Office) -> int:
    done = 0
    for routine in routines.due(office.session, office.now):
        if _is_timely(office, routine.next_due_at):
            ROUTINES[routine.name](office)
        routines.set_due(office.session, routine.name, _next(office, routine.name))
        done += 1
    return done


LATE_LIST = timedelta(hours=4)


def _is_timely(office: Office, due_at: datetime) -> bool:
    """A list of working days alone; after a pause it is sent while the half day lasts, else it is stale."""
    day = office.calendar.local(due_at).date()
    return office.calendar.is_workday(day) and office.now - due_at < LATE_LIST


def _next(office: Office, name: str) -> datetime:
    """The next moment of a list after now, on any day: whether it is a working day is asked when it comes."""
    clock = _clock(office, name)
    day = office.today
    moment = office.calendar.at(day, clock)
    return moment if moment > office.now else office.calendar.at(day + timedelta(days=1), clock)


def _clock(office: Office, name: str) -> time:
    return office.settings.lists[list(ROUTINES).index(name)]


ROUTINES: dict[str, Callable[[Office], None]] = {"morning": lists.morning, "noon": lists.noon}
