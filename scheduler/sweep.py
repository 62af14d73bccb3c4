"""The sweep: whatever is due is done, earliest first, and the next due time is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from handlers import call_due, due, lists, skills
from handlers import enquiries as enquiry_words
from handlers import notices as notice_words
from handlers.office import Office
from storage import calls, enquiries, loans, notices, requests, routines

BATCH = 200
LATER = timedelta(hours=1)
"""When something is tried again that failed."""
Log = Callable[..., None]


def wake(office: Office, log: Log) -> int:
    """Do what is due at `office.now`, at most a batch of each kind; tells how many were due."""
    return sum(kind.wake_all(office, log) for kind in KINDS) + _routines(office, log)


@dataclass(frozen=True, slots=True)
class Swept:
    """A kind of rows that know when they are next due: how those due are found, and what is done with one."""

    due: Callable[[Session, datetime, int], Sequence[Any]]
    wake: Callable[[Office, Any], None]
    next_due_at: Callable[[Session], datetime | None]

    def wake_all(self, office: Office, log: Log) -> int:
        """Do what is due, earliest first, all at once; where one fails, one by one, so that it stops no other."""
        rows = self.due(office.session, office.now, BATCH)
        if not rows:
            return 0
        try:
            with office.all_or_nothing():
                for row in rows:
                    self.wake(office, row)
        except Exception:  # noqa: BLE001 — which one it was is found out below
            for row in rows:
                self._wake_alone(office, log, row)
        return len(rows)

    def _wake_alone(self, office: Office, log: Log, row: Any) -> None:
        if not _tried(office, log, f"{type(row).__name__}:{row.id}", partial(self.wake, office, row)):
            row.next_due_at = office.now + LATER
            office.session.add(row)


KINDS = (
    Swept(requests.due, due.wake, requests.next_due_at),
    Swept(calls.due, call_due.wake, calls.next_due_at),
    Swept(notices.due, notice_words.wake, notices.next_due_at),
    Swept(enquiries.due, enquiry_words.wake, enquiries.next_due_at),
    Swept(loans.due, skills.wake, loans.next_due_at),
)


def next_due_at(session: Session) -> datetime | None:
    """When anything is next due."""
    moments = [*(kind.next_due_at(session) for kind in KINDS), routines.next_due_at(session)]
    return min((moment for moment in moments if moment), default=None)


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
        log("wake_failed", what=name, error=f"{type(error).__name__}: {error}")
        return False
    return True


def _routines(office: Office, log: Log) -> int:
    done = 0
    for routine in routines.due(office.session, office.now):
        if _is_timely(office, routine.next_due_at):
            _tried(office, log, routine.name, partial(ROUTINES[routine.name], office))
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
