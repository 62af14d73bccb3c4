"""The sweep: whatever is due is done, earliest first, and the next due time is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import Any

from sqlmodel import Session

from handlers import call_due, due, enquiries, lists, notices, skills
from handlers.office import Office
from storage import agenda, routines
from storage.agenda import Clocked
from storage.tables import Enquiry, Loan, Notice, Routine, ServiceRequest, VolunteerCall

BATCH = 200
LATER = timedelta(hours=1)
"""When something is tried again that failed."""
Log = Callable[..., None]


def wake(office: Office, log: Log) -> int:
    """Do what is due at `office.now`, at most a batch of each kind; tells how many were due."""
    earliest = agenda.earliest(office.session)
    coming = (table for table in WAKE if table in earliest and earliest[table] <= office.now)
    return sum(_wake_all(office, log, table) for table in coming)


def _wake_all(office: Office, log: Log, table: Clocked) -> int:
    """Do what is due of one table, all at once; where one row fails, one by one, so that it stops no other."""
    rows = agenda.due(office.session, table, office.now, BATCH)
    try:
        with office.all_or_nothing():
            for row in rows:
                WAKE[table](office, row)
    except Exception:  # noqa: BLE001 — which one it was is found out below
        for row in rows:
            _wake_alone(office, log, table, row)
    return len(rows)


def _wake_alone(office: Office, log: Log, table: Clocked, row: Any) -> None:
    if not _tried(office, log, agenda.label(row), partial(WAKE[table], office, row)):
        row.next_due_at = office.now + LATER
        office.session.add(row)


def next_due_at(session: Session) -> datetime | None:
    """When anything is next due."""
    return min(agenda.earliest(session).values(), default=None)


def plan_routines(office: Office) -> None:
    """Make sure each fixed thing of the day knows when it is next due."""
    for name in ROUTINES:
        if routines.get(office.session, name) is None:
            routines.set_due(office.session, name, _next(office, name))


def _tried(office: Office, log: Log, name: str, act: Callable[[], None]) -> bool:
    """Whether it went well; a failure takes back what it had begun, and is told to the operator."""
    try:
        with office.all_or_nothing():
            act()
    except Exception as error:  # noqa: BLE001 — the others must go on
        office.reload_directory()
        log("wake_failed", what=name, error=type(error).__name__, at=_where(error))
        return False
    return True


def _where(error: Exception) -> str:
    """File and line: what the error says may hold somebody's words."""
    last = extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _routine(office: Office, routine: Routine) -> None:
    if _is_timely(office, routine.next_due_at):
        ROUTINES[routine.name](office)
    routines.set_due(office.session, routine.name, _next(office, routine.name))


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
WAKE: dict[Clocked, Callable[[Office, Any], None]] = {
    ServiceRequest: due.wake,
    VolunteerCall: call_due.wake,
    Notice: notices.wake,
    Enquiry: enquiries.wake,
    Loan: skills.wake,
    Routine: _routine,
}
"""Table → what is done with a row of it that is due."""
